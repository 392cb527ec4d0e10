"""``intervals.json``: segments and DFA a1 of recent sessions, and the state of fetching them."""

from engine.intervals.candidates import INTERVALS, STREAMS, TOKEN, plan
from engine.intervals.document import build, entries_by_id
from engine.intervals.outcome import STREAM_TYPES
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
