"""Which sessions are asked for in this run, and for which of their two parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.base import sports
from engine.base.serialize import MISSING
from engine.sessions.fetch_state import EXHAUSTED, INTERVALS, OK, PARTS, PENDING
from engine.sessions.previous import Previous
from engine.sessions.retries import RETENTION, SCAN_WINDOW, is_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from engine.intervals_icu import Activity, Event
    from engine.sessions.fetch_state import Part, Record


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session and its parts that are due; ``record`` is None for a new one."""

    ident: str
    activity: Activity
    record: Record | None
    due: tuple[Part, ...]


def sessions_to_fetch(
    document: Any, activities: Sequence[Activity], now: datetime
) -> tuple[tuple[str, Part], ...]:
    """Return the (activity id, part) pairs to ask for, in the order of the activities.

    Args:
        document: the earlier ``intervals.json``, None without one.
        activities: 28 days, newest first.
        now: the athlete's time.
    """
    chosen = candidates(Previous.from_json(document), activities, now)
    return tuple((candidate.ident, part) for candidate in chosen for part in candidate.due)


def candidates(
    previous: Previous, activities: Iterable[Activity], now: datetime
) -> list[Candidate]:
    """Return the sessions with due parts, each once and only with an id (defect 04-25)."""
    retention = oldest_kept(now)
    # 04-20 and 04-21, kept: the scan window counts dates, and bars what came late for good.
    scan = retention if previous.first_run else (now - SCAN_WINDOW).date().isoformat()
    unique: dict[str, Activity] = {}
    for activity in activities:
        if _eligible(activity, retention):
            unique.setdefault(str(activity.id), activity)
    found = []
    for ident, activity in unique.items():
        record = previous.records.get(ident)
        held = ident in previous.entries and not previous.first_run
        if record is not None:
            due = _due_parts(record, activity, now)
        else:
            due = PARTS if activity.day >= scan and not held else ()
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


def _eligible(activity: Activity, retention: str) -> bool:
    """Whether a session belongs into the file; an invalid date is none (defect 04-24)."""
    return bool(
        activity.id and activity.day >= retention and activity.family in sports.INTERVAL_FAMILIES
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
    return state is not None and state.status == PENDING and is_due(state.next_retry_at, now)


def _refresh_due(record: Record, activity: Activity, now: datetime) -> bool:
    """Whether the athlete has edited intervals that are held in an older form.

    Edits of a part that was given up, and edits that were taken back, go unnoticed (04-22, 04-23,
    kept).
    """
    state, token = record.part(INTERVALS), activity.sync_date
    if state is None or state.status != OK or not activity.intervals_edited:
        return False
    if not token or state.source_icu_sync_date == token:
        return False
    chase = state.refresh
    if chase is MISSING or chase.target_sync_date != token:
        return True
    return chase.status != EXHAUSTED and is_due(chase.next_retry_at, now)
