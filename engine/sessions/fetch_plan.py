"""Which sessions are asked for in this run, and for which of their two parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.decode import is_later
from engine.base.serialize import MISSING
from engine.sessions.fetch_state import EXHAUSTED, INTERVALS, PARTS, PENDING, STREAMS
from engine.sessions.outcome import DFA_A1
from engine.sessions.retries import RETENTION, activity_start, is_due, next_retry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from engine.intervals_icu import Activity, Event
    from engine.sessions.fetch_state import Part, Record
    from engine.sessions.previous import Previous


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session and its parts that are due; ``record`` is None for a new one."""

    ident: str
    activity: Activity
    record: Record | None
    due: tuple[Part, ...]


def sessions_to_fetch(
    previous: Previous, activities: Sequence[Activity], now: datetime
) -> tuple[tuple[str, Part], ...]:
    """Return the (activity id, part) pairs to ask for, in the order of the activities.

    Args:
        previous: the earlier ``intervals.json``.
        activities: 28 days, newest first.
        now: the athlete's time.
    """
    chosen = candidates(previous, activities, now)
    return tuple((candidate.ident, part) for candidate in chosen for part in candidate.due)


def unlikely_streams(
    previous: Previous, activities: Sequence[Activity], now: datetime
) -> frozenset[str]:
    """Return the ids of activities whose due streams are not worth a request of their own yet.

    Their rows list streams, but no DFA a1. That is no proof, as the service need not list what a
    data field of the watch recorded: the last attempt is made all the same (defect 04-06), and
    every one as soon as a session of this athlete has DFA a1 that its row does not list.
    """
    if any(
        activity.lacks_stream(DFA_A1)
        for activity in activities
        if (entry := previous.entries.get(str(activity.id))) and entry.dfa is not MISSING
    ):
        return frozenset()
    return frozenset(
        candidate.ident
        for candidate in candidates(previous, activities, now)
        if STREAMS in candidate.due
        and candidate.activity.lacks_stream(DFA_A1)
        and not _is_last_attempt(candidate, now)
    )


def _is_last_attempt(candidate: Candidate, now: datetime) -> bool:
    """Whether streams without DFA a1 would be given up after this attempt."""
    state = candidate.record.part(STREAMS) if candidate.record else None
    start = activity_start(candidate.activity.start or "", now)
    attempt = (state.attempts if state else 0) + 1
    return next_retry(attempt, extended=False, start=start, now=now, retry_after=None) is None


def candidates(
    previous: Previous, activities: Iterable[Activity], now: datetime
) -> list[Candidate]:
    """Return the sessions with due parts, each once and only with an id (defect 04-25)."""
    unique: dict[str, Activity] = {}
    for activity in activities:
        if is_eligible(activity, now):
            unique.setdefault(str(activity.id), activity)
    found = []
    for ident, activity in unique.items():
        record = previous.records.get(ident)
        held = ident in previous.entries and not previous.first_run
        due = () if held else PARTS
        if record is not None:
            due = _due_parts(record, activity, now)
        if due:
            found.append(Candidate(ident, activity, record, due))
    return found


def oldest_kept(now: datetime) -> str:
    """Return the first date of the retention window."""
    return (now - RETENTION).date().isoformat()


def paired_ids(activities: Iterable[Activity], events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of activities that are paired with a structured planned workout."""
    structured = [event for event in events if event.has_steps]
    planned = {str(e.id) for e in structured if e.id is not None}
    done = {str(e.paired_activity_id) for e in structured if e.paired_activity_id is not None}
    return frozenset(
        done
        | {
            str(a.id)
            for a in activities
            if a.paired_event_id is not None and str(a.paired_event_id) in planned
        }
    )


def is_eligible(activity: Activity, now: datetime) -> bool:
    """Whether a session belongs into the file; an invalid date is none (defect 04-24)."""
    return bool(
        activity.id
        and activity.day >= oldest_kept(now)
        and activity.family in sports.INTERVAL_FAMILIES
    )


def _due_parts(record: Record, activity: Activity, now: datetime) -> tuple[Part, ...]:
    return tuple(
        part
        for part in PARTS
        if _retry_due(record, part, now)
        or (part == INTERVALS and _refresh_due(record, activity, now))
    )


def _retry_due(record: Record, part: Part, now: datetime) -> bool:
    state = record.part(part)
    if state is None or state.status != PENDING:
        return False
    # an attempt of tomorrow says that a clock was wrong, and its next time is as wrong
    return is_later(state.last_attempt, now) or is_due(state.next_retry_at, now)


def _refresh_due(record: Record, activity: Activity, now: datetime) -> bool:
    """Whether the athlete has edited intervals that are held in an older form, or not at all.

    Taking edits back is an edit as well.
    """
    state, token = record.part(INTERVALS), activity.sync_date
    if state is None or state.status == PENDING:
        return False
    edited = activity.intervals_edited or state.source_edited is True
    if not edited or not token or state.source_icu_sync_date == token:
        return False
    chase = state.refresh
    if chase is MISSING or chase.target_sync_date != token:
        return True
    if is_later(state.last_attempt, now):
        return True
    return chase.status != EXHAUSTED and is_due(chase.next_retry_at, now)
