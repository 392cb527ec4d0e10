"""Which sessions are asked for in this run, and for which of their two parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine import sports
from engine.intervals.schedule import RETENTION, SCAN_WINDOW, is_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from engine.decode import JsonObject
    from engine.model import Activity, Event

INTERVALS = "intervals"
STREAMS = "streams"
TOKEN = "intervals-1"  # noqa: S105 - names the meaning of the cached payloads
"""Raised when cached segments or DFA blocks would be computed differently."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The earlier file, whatever was usable in it.

    ``first_run`` is set when nothing of the fetch state may be reused.
    """

    first_run: bool = True
    entries: tuple[JsonObject, ...] = ()
    records: dict[str, JsonObject] = field(default_factory=dict)

    @classmethod
    def from_json(cls, document: JsonObject | None) -> Previous:
        """Read the earlier file; malformed parts count as empty (defect 04-18)."""
        raw = document or {}
        entries = raw.get("activities")
        usable = tuple(
            {**entry, "date": _text(entry.get("date"))}
            for entry in (entries if isinstance(entries, list) else [])
            if isinstance(entry, dict)
        )
        if raw.get("script_hash") != TOKEN:
            return cls(entries=usable)
        state = raw.get("fetch_state")
        records = {
            str(ident): record
            for ident, record in (state if isinstance(state, dict) else {}).items()
            if isinstance(record, dict)
        }
        return cls(first_run=False, entries=usable, records=records)


def plan(
    document: JsonObject | None,
    activities: Sequence[Activity],
    now: datetime,
) -> tuple[tuple[str, str], ...]:
    """Give the (activity id, part) pairs that are due, in the order of the activities.

    A session without a record that is older than the scan window is never asked for (defects
    04-20 and 04-21, kept).
    """
    previous = Previous.from_json(document)
    retention = (now - RETENTION).date().isoformat()
    scan = retention if previous.first_run else (now - SCAN_WINDOW).date().isoformat()
    held = set() if previous.first_run else {str(e.get("activity_id")) for e in previous.entries}
    due: dict[tuple[str, str], None] = {}
    for activity in activities:
        if not eligible(activity, retention):
            continue
        ident = str(activity.id)
        record = previous.records.get(ident)
        if record is not None:
            parts = _due_parts(record, activity, now)
        elif activity.day >= scan and ident not in held:
            parts = [INTERVALS, STREAMS]
        else:
            parts = []
        due.update(((ident, part), None) for part in parts)
    return tuple(due)


def eligible(activity: Activity, retention: str) -> bool:
    """Tell whether a session belongs into the file at all."""
    return bool(
        activity.id and activity.day >= retention and activity.family in sports.INTERVAL_FAMILIES
    )


def paired_ids(activities: Iterable[Activity], events: Iterable[Event]) -> frozenset[str]:
    """Give the ids of activities that are paired with a structured planned workout."""
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


def _due_parts(record: JsonObject, activity: Activity, now: datetime) -> list[str]:
    parts = [
        part
        for part in (INTERVALS, STREAMS)
        if (state := endpoint(record, part)).get("status") == "pending"
        and is_due(state.get("next_retry_at"), now)
    ]
    if _refresh_due(endpoint(record, INTERVALS), activity, now):
        parts.append(INTERVALS)
    return parts


def _refresh_due(state: JsonObject, activity: Activity, now: datetime) -> bool:
    """Tell whether the athlete has edited intervals that are held in an older form."""
    token = activity.sync_date
    if state.get("status") != "ok" or not activity.intervals_edited or not token:
        return False
    if state.get("source_icu_sync_date") == token:
        return False
    chase = state.get("refresh")
    if not isinstance(chase, dict) or chase.get("target_sync_date") != token:
        return True
    return chase.get("status") != "exhausted" and is_due(chase.get("next_retry_at"), now)


def endpoint(record: JsonObject, part: str) -> JsonObject:
    """Give the state of one part of a session; empty when there is none."""
    state = record.get(part)
    return state if isinstance(state, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
