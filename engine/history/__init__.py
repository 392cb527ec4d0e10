"""``history.json``: three years in daily, weekly, monthly rows (docs/format/history.md)."""

from engine.history.document import History, HistoryInputs, build
from engine.history.due import due, outdated
from engine.history.ranges import ACTIVITY_FIELDS, older_span
from engine.history.stored import StoredHistory
from engine.history.token import TOKEN, token

__all__ = [
    "ACTIVITY_FIELDS",
    "TOKEN",
    "History",
    "HistoryInputs",
    "StoredHistory",
    "build",
    "due",
    "older_span",
    "outdated",
    "token",
]
