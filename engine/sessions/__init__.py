"""``intervals.json``: segments and DFA a1 of recent sessions, and the state of fetching them."""

from engine.sessions.dfa_profile import dfa_profile
from engine.sessions.document import build, entries_by_id
from engine.sessions.fetch_plan import sessions_to_fetch
from engine.sessions.fetch_state import INTERVALS, STREAMS
from engine.sessions.outcome import STREAM_TYPES
from engine.sessions.previous import TOKEN
from engine.sessions.summary import session_fields

__all__ = [
    "INTERVALS",
    "STREAMS",
    "STREAM_TYPES",
    "TOKEN",
    "build",
    "dfa_profile",
    "entries_by_id",
    "session_fields",
    "sessions_to_fetch",
]
