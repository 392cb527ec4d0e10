"""``history.json``: three years in daily, weekly, monthly rows (docs/format/history.md)."""

from engine.history.document import HistoryInputs, build
from engine.history.due import TOKEN, due, token
from engine.history.ranges import ACTIVITY_FIELDS, WELLNESS_FIELDS, chunks

__all__ = [
    "ACTIVITY_FIELDS",
    "TOKEN",
    "WELLNESS_FIELDS",
    "HistoryInputs",
    "build",
    "chunks",
    "due",
    "token",
]
