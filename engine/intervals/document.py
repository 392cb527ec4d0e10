"""Merges what was fetched into ``intervals.json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import __version__
from engine.intervals.candidates import (
    INTERVALS,
    STREAMS,
    TOKEN,
    Previous,
    endpoint,
    paired_ids,
)
from engine.intervals.fetch_state import Attempt, after
from engine.intervals.outcome import Outcome, intervals_outcome, streams_outcome
from engine.intervals.schedule import RETENTION, activity_start
from engine.intervals.segments import segment, zone_basis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.client import Answer
    from engine.decode import JsonObject
    from engine.model import Activity, Event

SCHEMA_VERSION = 1
SCAN_HOURS = 72
RETENTION_DAYS = 14


@dataclass(frozen=True, slots=True)
class _Fetched:
    """One activity's outcomes of this run."""

    activity: Activity
    outcomes: dict[str, Outcome]


def build(
    document: JsonObject | None,
    answers: Mapping[tuple[str, str], Answer],
    activities: Sequence[Activity],
    events: Sequence[Event],
    now: datetime,
) -> JsonObject:
    """Give the new file.

    Args:
        document: the earlier file.
        answers: by (activity id, part); a part that was due but not asked for stays due.
        activities: 28 days, newest first.
        events: up to and including today, for pairing.
        now: the athlete's time.
    """
    previous = Previous.from_json(document)
    retention = (now - RETENTION).date().isoformat()
    present = {str(a.id) for a in activities if a.id}
    fetched = _fetched(answers, activities)
    paired = paired_ids(activities, events)
    records = dict(previous.records)
    for ident, one in fetched.items():
        records[ident] = _record(records.get(ident, {}), one, now, paired=ident in paired)
    return {
        "generated_at": now.isoformat(),
        "schema_version": SCHEMA_VERSION,
        "version": __version__,
        "script_hash": TOKEN,
        "scan_hours": SCAN_HOURS,
        "retention_days": RETENTION_DAYS,
        "activities": [
            entry
            for entry in _entries(previous, fetched)
            if _kept(entry, retention, str(entry.get("activity_id")), present)
            and (entry.get("intervals") or entry.get("dfa"))
        ],
        "fetch_state": {
            ident: record
            for ident, record in records.items()
            if _kept(record, retention, ident, present)
        },
    }


def entries_by_id(document: JsonObject) -> dict[str, JsonObject]:
    """Give the entries by the text form of their activity id."""
    return {str(entry["activity_id"]): entry for entry in document["activities"]}


def _kept(holder: JsonObject, retention: str, ident: str, present: set[str]) -> bool:
    """Tell whether an entry or record stays; an empty list of activities removes nothing."""
    day = holder.get("date")
    return isinstance(day, str) and day >= retention and (ident in present or not present)


def _fetched(
    answers: Mapping[tuple[str, str], Answer], activities: Sequence[Activity]
) -> dict[str, _Fetched]:
    found: dict[str, _Fetched] = {}
    for activity in activities:
        ident = str(activity.id)
        outcomes = {}
        if (ident, INTERVALS) in answers:
            outcomes[INTERVALS] = intervals_outcome(answers[ident, INTERVALS])
        if (ident, STREAMS) in answers:
            outcomes[STREAMS] = streams_outcome(answers[ident, STREAMS])
        if outcomes:
            found.setdefault(ident, _Fetched(activity, outcomes))
    return found


def _record(before: JsonObject, one: _Fetched, now: datetime, *, paired: bool) -> JsonObject:
    record: JsonObject = {"date": one.activity.day}
    if paired:
        record["paired_planned"] = True
    for part in (INTERVALS, STREAMS):
        state = endpoint(before, part)
        if part in one.outcomes:
            attempt = Attempt(
                now=now,
                start=activity_start(one.activity.start, now),
                extended=paired and part == INTERVALS,
                token=one.activity.sync_date if part == INTERVALS else None,
            )
            state = after(state, one.outcomes[part], attempt)
        if state:
            record[part] = state
    return record


def _entries(previous: Previous, fetched: Mapping[str, _Fetched]) -> list[JsonObject]:
    """Give the earlier entries in their order, then the new ones in the activities' order.

    An entry of another producer version is replaced by what was fetched anew; it stays as it is
    only where that failed in passing (defect 04-19).
    """
    merged: dict[str, JsonObject] = {}
    for entry in previous.entries:
        ident = str(entry.get("activity_id"))
        one = fetched.get(ident)
        unfinished = one is not None and any(
            outcome.reason == "transient" for outcome in one.outcomes.values()
        )
        if not previous.first_run or unfinished:
            merged[ident] = entry
    for ident, one in fetched.items():
        merged[ident] = _updated(merged.get(ident) or _new_entry(one.activity), one)
    return list(merged.values())


def _new_entry(activity: Activity) -> JsonObject:
    return {
        "activity_id": activity.id,
        "date": activity.day,
        "start_datetime": activity.start or "",
        "type": activity.type,
        "name": activity.name,
        "interval_summary": _interval_summary(activity),
        "intervals": [],
    }


def _updated(entry: JsonObject, one: _Fetched) -> JsonObject:
    """Put this run's payloads into an entry; name and date stay as first seen (04-15, kept)."""
    updated = dict(entry)
    intervals = one.outcomes.get(INTERVALS)
    if intervals and intervals.reason == "ok":
        basis = zone_basis(intervals.segments, one.activity)
        updated.pop("zone_basis", None)
        updated.pop("intervals", None)
        dfa = updated.pop("dfa", None)
        updated["interval_summary"] = _interval_summary(one.activity)
        updated |= {"zone_basis": basis} if basis else {}
        updated["intervals"] = [segment(raw) for raw in intervals.segments]
        updated |= {"dfa": dfa} if dfa is not None else {}
    streams = one.outcomes.get(STREAMS)
    if streams and streams.reason == "ok":
        updated["dfa"] = streams.dfa
    return updated


def _interval_summary(activity: Activity) -> list[str] | None:
    return None if activity.interval_summary is None else list(activity.interval_summary)
