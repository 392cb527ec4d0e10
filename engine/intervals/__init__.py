"""``intervals.json``: segments and DFA a1 of recent sessions, and the state of fetching them."""

from engine.intervals.candidates import plan
from engine.intervals.document import build, entries_by_id
from engine.intervals.fetch_state import INTERVALS, STREAMS
from engine.intervals.outcome import STREAM_TYPES
from engine.intervals.previous import TOKEN
from engine.intervals.profile import dfa_profile
from engine.intervals.summary import session_fields

__all__ = [
    "INTERVALS",
    "STREAMS",
    "STREAM_TYPES",
    "TOKEN",
    "build",
    "dfa_profile",
    "entries_by_id",
    "plan",
    "session_fields",
]
