"""``intervals.json``: segments and DFA a1 of recent sessions, and the state of fetching them."""

from engine.sessions.dfa_profile import dfa_profile
from engine.sessions.document import Sessions, build
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
    "Sessions",
    "build",
    "count_refused",
    "dfa_profile",
    "holds_dfa",
    "session_fields",
    "sessions_to_fetch",
    "unlikely_streams",
]
