"""The athlete's present moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.intervals_icu import Athlete


def athlete_now(athlete: Athlete, fixed: datetime | None) -> datetime:
    """Return the present moment in the athlete's time zone, read once per run."""
    moment = fixed or datetime.now(UTC)
    if athlete.zone:
        return moment.astimezone(athlete.zone)
    return moment if fixed else moment.astimezone()
