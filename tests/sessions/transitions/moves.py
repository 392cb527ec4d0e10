"""Answers, and the states of a session that its next transition starts from."""

from tests.sessions.builders import (
    DFA,
    EMPTY,
    HEART_ONLY,
    INTERVALS,
    ONE,
    STREAMS,
    T1,
    Mirror,
    http,
    row,
)

OK = {INTERVALS: ONE, STREAMS: DFA}
NO_DATA = {INTERVALS: EMPTY, STREAMS: HEART_ONLY}
GONE = [404, 410]
START, LATER, LAST = "03-20 09:00:00", "03-20 09:05:00", "03-23 07:58:00"
EDITED = row(icu_intervals_edited=True, icu_sync_date=T1)


def ended(kind, part):
    """An answer that gives no payload."""
    return NO_DATA[part] if kind == "no_data" else http(503)


def started(answers, when=START, **raw):
    mirror = Mirror()
    mirror.sync(when, [row(**raw)], answers)
    return mirror


def keyed(answers):
    return {("i1", part): answer for part, answer in answers.items()}


def pending():
    return started(keyed(NO_DATA))
