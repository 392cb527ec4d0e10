"""``athlete_profile``: who the athlete is; context only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.decode import parse_day
from engine.base.units import Units, display

if TYPE_CHECKING:
    from datetime import date

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.intervals_icu import Athlete


@dataclass(frozen=True, slots=True)
class AthleteProfile:
    """The block ``athlete_profile``, its fields in the order of emission."""

    date_of_birth: str | None
    age: int | None
    height_m: Number | None
    display: JsonObject
    display_preferences: Units
    sex: str | None
    location: str | None
    timezone: str | None
    platform_activated: str | None
    years_on_platform: int | None


def athlete_profile(athlete: Athlete, today: date) -> AthleteProfile:
    """Return who the athlete is."""
    activated = (athlete.activated or "")[:10] or None
    return AthleteProfile(
        date_of_birth=athlete.date_of_birth,
        age=complete_years(athlete.date_of_birth, today),
        height_m=athlete.height,
        display={"height": display(athlete.height, "height", athlete.units)},
        display_preferences=athlete.units,
        sex=athlete.sex,
        location=location(athlete.city, athlete.state, athlete.country),
        timezone=athlete.timezone,
        platform_activated=activated,
        years_on_platform=complete_years(activated, today),
    )


def complete_years(text: str | None, today: date) -> int | None:
    """Return the complete years from a ``YYYY-MM-DD`` date to today; negative for a future one."""
    day = parse_day(text)
    if day is None:
        return None
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def location(*parts: str | None) -> str | None:
    """Join the parts of a place that are not blank."""
    return ", ".join(part.strip() for part in parts if part and part.strip()) or None
