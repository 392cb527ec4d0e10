"""The race calendar of a day, with given races."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engine.base.serialize import to_json
from engine.base.units import Units
from engine.calendar.races import RaceCalendar, race_calendar
from engine.intervals_icu import Activity, Event
from engine.metrics.done_entries import entries
from engine.metrics.fitness import Fitness

TODAY = date(2026, 8, 12)
IMPERIAL = Units(distance="imperial")


def race(days: int, category: str = "RACE_A", **more: Any) -> dict[str, Any]:
    day = (TODAY + timedelta(days=days)).isoformat()
    return {"start_date_local": f"{day}T00:00:00", "category": category, "type": "Ride", **more}


def races(
    *raw: dict[str, Any],
    ctl: float | None = 60,
    atl: float | None = 70,
    activities: list[dict[str, Any]] | None = None,
    units: Units | None = None,
    form: float | None = -10,
) -> RaceCalendar:
    done = [Activity.from_api(item) for item in activities or []]
    return race_calendar(
        entries([Event.from_api(item) for item in raw], done),
        TODAY,
        fitness=Fitness(ctl, atl, None, None, ""),
        start_of_day_form=form,
        activities=done,
        terrain_ids={7},
        units=units or Units(),
    )


def calendar(*raw: dict[str, Any], **more: Any) -> dict[str, Any]:
    block: dict[str, Any] = to_json(races(*raw, **more))
    return block


def week(*raw: dict[str, Any], **more: Any) -> dict[str, Any]:
    block: dict[str, Any] = calendar(*raw, **more)["race_week"]
    return block
