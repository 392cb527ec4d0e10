"""``intervals.json``: segments and DFA a1 of recent sessions, and the state of fetching them."""

from engine.sessions.dfa_profile import dfa_profile
from engine.sessions.document import build, entries_by_id
from engine.sessions.fetch_plan import sessions_to_fetch, unlikely_streams
from engine.sessions.fetch_state import INTERVALS, STREAMS, count_refused
from engine.sessions.outcome import DFA_A1, STREAM_TYPES, holds_dfa
from engine.sessions.previous import TOKEN, Previous
from engine.sessions.summary import session_fields

__all__ = [
    "DFA_A1",
    "INTERVALS",
    "STREAMS",
    "STREAM_TYPES",
    "TOKEN",
    "Previous",
    "build",
    "count_refused",
    "dfa_profile",
    "entries_by_id",
    "holds_dfa",
    "session_fields",
    "sessions_to_fetch",
    "unlikely_streams",
]
