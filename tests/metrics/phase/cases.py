"""Rows and plans of the worked examples on phase detection (docs/format/phase.md)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.metrics.phase import NextRace, PhaseDetection, PlannedSession, Week, detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WEDNESDAY = date(2025, 3, 12)
STARTS = ("2025-02-17", "2025-02-24", "2025-03-03", "2025-03-10")

S = (
    Week("2025-02-17", 400, 400, 2, 5, 60.0, None, 1.0, 1.3, "Base"),
    Week("2025-02-24", 440, 440, 2, 5, 61.5, None, 1.05, 1.4, "Build"),
    Week("2025-03-03", 480, 480, 3, 6, 63.6, None, 1.15, 1.5, "Build"),
    Week("2025-03-10", 120, 120, 1, 2, 64.0, None, 1.1, 1.2),
)


def workout(
    day: str, tss: float | None, name: str = "Easy", summary: str | None = None
) -> PlannedSession:
    return PlannedSession(f"2025-{day}", "WORKOUT", "Ride", tss, summary, name)


F = (
    workout("03-12", 90, "VO2 4x4"),
    workout("03-13", 40, "Endurance"),
    PlannedSession("2025-03-14", "SICK", None, None, None, "Cold"),
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


def rows(
    count: int = 4,
    *,
    tss: Sequence[float | None] = (),
    hard: Sequence[int | None] = (),
    activities: Sequence[int | None] = (),
    ctl: Sequence[float | None] = (),
    acwr: Sequence[float | None] = (),
    monotony: Sequence[float | None] = (),
    stored: Sequence[str | None] = (),
) -> tuple[Week, ...]:
    """Build rows from columns; a column that is too short goes on with nothing."""

    def at(column: Sequence, index: int):
        return column[index] if index < len(column) else None

    return tuple(
        Week(
            STARTS[index],
            total_tss=at(tss, index),
            primary_sport_tss=at(tss, index),
            hard_days=at(hard, index),
            activity_count=at(activities, index),
            ctl_end=at(ctl, index),
            acwr=at(acwr, index),
            monotony=at(monotony, index),
            phase_detected=at(stored, index),
        )
        for index in range(count)
    )


def phase(
    weeks: Sequence[Week],
    planned: Iterable[PlannedSession] = (),
    race: NextRace | None = None,
    *,
    previous: str | None = None,
    today: date = WEDNESDAY,
    first_weekday: int = 0,
    sport: str | None = "cycling",
    zones: dict[str, str] | None = None,
    backfill: bool = False,
) -> PhaseDetection:
    return detect(
        weeks,
        tuple(planned),
        race,
        previous_phase=previous,
        today=today,
        first_weekday=first_weekday,
        primary_sport=sport,
        zone_preference=zones or {},
        backfill=backfill,
    )


def summary(found: PhaseDetection) -> tuple[str | None, str, list[str]]:
    return found.phase, found.confidence, list(found.reason_codes)
