"""Merges what was fetched into ``intervals.json``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from engine import __version__
from engine.base.serialize import MISSING
from engine.sessions.entry import Entry
from engine.sessions.fetch_plan import (
    Candidate,
    candidates,
    is_eligible,
    oldest_kept,
    paired_ids,
)
from engine.sessions.fetch_state import INTERVALS, STREAMS, Attempt, Record, after, left_due
from engine.sessions.outcome import Outcome, intervals_outcome, streams_outcome
from engine.sessions.previous import TOKEN, Previous
from engine.sessions.retries import RETENTION, activity_start
from engine.sessions.segments import segment, zone_basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from engine.base.serialize import Absent
    from engine.intervals_icu import Activity, Event
    from engine.intervals_icu.answer import Answer
    from engine.sessions.fetch_state import Endpoint, Part

SCHEMA_VERSION = 1
SCAN_HOURS = 72
"""Part of the format; new sessions are looked for in the whole retention."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The file, its members in the order of emission."""

    generated_at: str
    schema_version: int = SCHEMA_VERSION
    version: str = __version__
    script_hash: str = TOKEN
    scan_hours: int = SCAN_HOURS
    retention_days: int = RETENTION.days
    activities: tuple[Entry, ...] = ()
    fetch_state: Mapping[str, Record] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Session:
    """A candidate with what its answers amount to; None for a part that was not asked for."""

    candidate: Candidate
    intervals: Outcome | None
    streams: Outcome | None


def build(
    previous: Previous,
    answers: Mapping[tuple[str, str], Answer],
    activities: Sequence[Activity],
    events: Sequence[Event],
    now: datetime,
) -> Sessions:
    """Return the new file.

    Args:
        previous: the earlier file.
        answers: by (activity id, part); a part that was due but not asked for stays due.
        activities: 28 days, newest first.
        events: up to and including today, for pairing.
        now: the athlete's time.
    """
    sessions = [_judged(c, answers) for c in candidates(previous, activities, now)]
    paired = paired_ids(activities, events)
    records = previous.records | {
        session.candidate.ident: _record(session, paired, now) for session in sessions
    }
    present = {str(a.id) for a in activities if a.id}
    entries = _described(_entries(previous, sessions, keep_all=not present), activities, now)
    kept = _kept(entries, present, now).values()
    return Sessions(
        generated_at=now.isoformat(),
        activities=tuple(entry for entry in kept if entry.holds_data),
        fetch_state=_kept(records, present, now),
    )


def _kept(held: Mapping[str, Any], present: set[str], now: datetime) -> dict[str, Any]:
    """Return the entries or records that stay.

    An empty list of activities removes nothing; a shortened one does (defect 04-27, half kept:
    nothing tells it from activities that were deleted).
    """
    oldest = oldest_kept(now)
    return {
        ident: item
        for ident, item in held.items()
        if item.date >= oldest and (ident in present or not present)
    }


def _judged(candidate: Candidate, answers: Mapping[tuple[str, str], Answer]) -> _Session:
    found = {part: answers.get((candidate.ident, part)) for part in candidate.due}
    intervals, streams = found.get(INTERVALS), found.get(STREAMS)
    return _Session(
        candidate,
        intervals=intervals_outcome(intervals) if intervals else None,
        streams=streams_outcome(streams) if streams else None,
    )


def _record(session: _Session, paired: frozenset[str], now: datetime) -> Record:
    one = session.candidate
    extended = one.ident in paired
    start = activity_start(one.activity.start or "", now)
    return Record(
        date=one.activity.day,
        paired_planned=True if extended else MISSING,
        intervals=_endpoint(
            one,
            INTERVALS,
            session.intervals,
            Attempt(
                now, start, extended, one.activity.sync_date, edited=one.activity.intervals_edited
            ),
        ),
        streams=_endpoint(
            one, STREAMS, session.streams, Attempt(now, start, extended=False, token=None)
        ),
    )


def _endpoint(
    candidate: Candidate, part: Part, outcome: Outcome | None, attempt: Attempt
) -> Endpoint | Absent:
    before = candidate.record.part(part) if candidate.record else None
    if outcome is not None:
        return after(before, outcome, attempt)
    if before is None and part in candidate.due:
        return left_due(attempt.now)
    return before or MISSING


def _entries(
    previous: Previous, sessions: Iterable[_Session], *, keep_all: bool
) -> dict[str, Entry]:
    """Return the earlier entries in their order, then new ones in the activities' order.

    The order is not by time (defect 04-16, kept).
    """
    replaces = previous.first_run and not keep_all
    merged = {} if replaces else dict(previous.entries)
    for session in sessions:
        ident = session.candidate.ident
        entry = merged.get(ident) or _new_entry(session, previous.entries.get(ident))
        merged[ident] = _updated(entry, session)
    return merged


def _described(
    entries: Mapping[str, Entry], activities: Iterable[Activity], now: datetime
) -> dict[str, Entry]:
    """Return the entries with name, type, place and time as they are today.

    A row without a valid date describes nothing; of several with one id a session's comes first.
    """
    rows: dict[str, Activity] = {}
    for activity in sorted(activities, key=lambda row: not is_eligible(row, now)):
        if activity.day:
            rows.setdefault(str(activity.id), activity)
    return {
        ident: entry.described_by(rows[ident]) if ident in rows else entry
        for ident, entry in entries.items()
    }


def _new_entry(session: _Session, old: Entry | None) -> Entry:
    """Begin an entry; a part of another version stays until it was fetched anew (04-19)."""
    entry = Entry.from_activity(session.candidate.activity)
    if old and _unfinished(session.intervals):
        entry = replace(
            entry,
            interval_summary=old.interval_summary,
            intervals=old.intervals,
            zone_basis=old.zone_basis,
        )
    if old and _unfinished(session.streams):
        entry = replace(entry, dfa=old.dfa)
    return entry


def _unfinished(outcome: Outcome | None) -> bool:
    return outcome is None or outcome.reason == "transient"


def _updated(entry: Entry, session: _Session) -> Entry:
    """Put this run's payloads into an entry."""
    activity = session.candidate.activity
    if session.intervals and session.intervals.reason == "ok":
        raw = session.intervals.segments
        entry = replace(
            entry,
            interval_summary=activity.interval_summary,
            intervals=tuple(map(segment, raw)),
            zone_basis=zone_basis(raw, activity) or MISSING,
        )
    if session.streams and session.streams.dfa is not None:
        entry = replace(entry, dfa=session.streams.dfa)
    return entry
