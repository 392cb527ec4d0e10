"""A snapshot of Wednesday 2026-03-18, 10:00, and the ``latest.json`` that comes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine.base.format import LATEST
from engine.base.serialize import to_json
from engine.compute import compute
from engine.intervals_icu import Activity, Athlete, Curves, Event, Wellness
from engine.latest.activities import RowContext, activity_row
from engine.latest.context import Settings
from engine.snapshot import Snapshot, State

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
TODAY = NOW.date()
Raw = dict[str, Any]
METRIC = Athlete()
IMPERIAL_RAW = {"measurement_preference": "feet", "weight_pref_lb": True}
IMPERIAL = Athlete.from_api(IMPERIAL_RAW)


def row(
    raw: Raw, position: int = 1, athlete: Athlete = METRIC, context: RowContext | None = None
) -> Raw:
    return to_json(activity_row(Activity.from_api(raw), position, athlete, context or RowContext()))


def snapshot(
    activities: Any = (),
    wellness: Any = (),
    events: Any = (),
    athlete: Any = None,
    latest: Any = None,
    **other: Any,
) -> Snapshot:
    """Decode raw records; ``other`` sets fields of the snapshot."""
    listed = tuple(Activity.from_api(raw) for raw in activities)
    return Snapshot(
        **{
            "now": NOW,
            "days": 7,
            "athlete": Athlete.from_api(athlete or {}),
            "activities": tuple(one for one in listed if not one.is_stub),
            "unreadable": tuple(one for one in listed if one.is_stub),
            "wellness": tuple(Wellness.from_api(raw) for raw in wellness),
            "events": tuple(Event.from_api(raw) for raw in events),
            "health_events": (),
            "ride_curves": (Curves(), Curves()),
            "hr_curves": Curves(),
            "state": State(latest=latest),
            **other,
        }
    )


def document(settings: Settings | None = None, **parts: Any) -> Raw:
    return compute(snapshot(**parts), settings or Settings())[LATEST]
