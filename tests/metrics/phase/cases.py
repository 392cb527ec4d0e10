"""Rows, plans and deeds of the worked examples on phase detection (docs/format/phase.md).

Everything goes the way that a sync goes: events and activities become entries, entries sessions.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from engine.calendar.planned import planned_sessions
from engine.intervals_icu import Activity, Event
from engine.metrics.done_entries import entries
from engine.metrics.phase import CurrentWeek, NextRace, PhaseDetection, Week, detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.intervals_icu import SportSettings

WEDNESDAY = date(2025, 3, 12)
SUNDAY = date(2025, 3, 16)
STARTS = ("2025-02-10", "2025-02-17", "2025-02-24", "2025-03-03")

W = (
    Week("2025-02-10", 400, 400, 2, 5, 58.6, None, 1.0, 1.3),
    Week("2025-02-17", 400, 400, 2, 5, 60.0, None, 1.0, 1.3),
    Week("2025-02-24", 440, 440, 2, 5, 61.5, None, 1.05, 1.4),
    Week("2025-03-03", 480, 480, 3, 6, 63.6, None, 1.15, 1.5),
)
STORED = ("Build", "Build", "Base", "Base")
"""Labels, newest first."""


def workout(
    day: str, tss: float | None, name: str = "Easy", category: str = "WORKOUT", **raw: Any
) -> Event:
    return Event.from_api(
        {
            "id": f"event of {day}",
            "start_date_local": f"2025-{day}T00:00:00",
            "category": category,
            "type": "Ride",
            "name": name,
            "icu_training_load": tss,
            **raw,
        }
    )


def ride(day: str, tss: float | None = 50, **raw: Any) -> Activity:
    return Activity.from_api(
        {
            "id": f"activity of {day}",
            "start_date_local": f"2025-{day}T08:00:00",
            "type": "Ride",
            "icu_training_load": tss,
            **raw,
        }
    )


F = (
    workout("03-12", 90, "VO2 4x4"),
    workout("03-13", 40, "Endurance"),
    workout("03-14", None, "Cold", "SICK", type=None),
    workout("03-15", 110, "Long ride"),
    workout("03-16", 70, "Sweet Spot 3x12"),
    workout("03-18", 90, "Threshold"),
    workout("03-20", 50),
    workout("03-22", 150),
    workout("03-23", 60),
)
E = (
    workout("03-12", 30),
    workout("03-13", 40),
    workout("03-15", 60),
    workout("03-18", 90, "Threshold"),
    workout("03-20", 80),
    workout("03-22", 150),
    workout("03-23", 60),
)
BEFORE = tuple(
    ride(f"{date(2025, 2, 17) + timedelta(days=offset):%m-%d}", 80)
    for offset in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19)
)
"""Five, five and six rides in the three weeks before the current one."""
DONE = (ride("03-10", 50), ride("03-11", 70))
TUESDAY = frozenset({date(2025, 3, 11)})


def rows(
    count: int | None = None,
    *,
    tss: Sequence[float | None] = (),
    hard: Sequence[int | None] = (),
    ctl: Sequence[float | None] = (),
    acwr: Sequence[float | None] = (),
    monotony: Sequence[float | None] = (),
) -> tuple[Week, ...]:
    """Build rows from columns, as many as the longest one has values."""
    columns = (tss, hard, ctl, acwr, monotony)
    count = max(map(len, columns)) if count is None else count

    def at(column: Sequence, index: int):
        return column[index] if index < len(column) else None

    return tuple(
        Week(
            start,
            total_tss=at(tss, index),
            primary_sport_tss=at(tss, index),
            hard_days=at(hard, index),
            ctl_end=at(ctl, index),
            acwr=at(acwr, index),
            monotony=at(monotony, index),
        )
        for index, start in enumerate(STARTS[-count:] if count else ())
    )


def phase(
    weeks: Sequence[Week] = W,
    planned: Iterable[Event] = (),
    race: NextRace | None = None,
    *,
    labels: Sequence[str | None] = STORED,
    done: Sequence[Activity] = DONE,
    before: Sequence[Activity] = BEFORE,
    hard: frozenset[date] = TUESDAY,
    today: date = WEDNESDAY,
    first_weekday: int = 0,
    first_day: date | None = date(2024, 1, 1),
    sport: str | None = "cycling",
    zones: dict[str, str] | None = None,
    settings: Sequence[SportSettings] = (),
) -> PhaseDetection:
    """Classify a live week; by default the base case of the worked examples."""
    activities = (*done, *before)
    current = CurrentWeek(
        today=today,
        start=today - timedelta(days=(today.weekday() - first_weekday) % 7),
        first_day=first_day,
        planned=planned_sessions(entries(planned, activities), settings),
        race=race,
        activities=activities,
        hard_dates=hard,
        primary_sport=sport,
    )
    return detect(weeks, current, labels=labels, zone_preference=zones or {})


def bare(weeks: Sequence[Week], previous: str | None = None, **more: Any) -> PhaseDetection:
    """Classify a live week without plan and without anything done."""
    return phase(weeks, labels=(previous,), done=(), hard=frozenset(), **more)


def hindsight(
    weeks: Sequence[Week], previous: str | None = None, zones: dict[str, str] | None = None
) -> PhaseDetection:
    """Classify the last of the weeks."""
    return detect(weeks, None, labels=(previous,), zone_preference=zones or {})


def summary(found: PhaseDetection) -> tuple[str | None, str, list[str]]:
    return found.phase, found.confidence, list(found.reason_codes)
