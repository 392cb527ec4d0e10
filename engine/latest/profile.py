"""``athlete_profile``: who the athlete is; context only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.decode import JsonObject, parse_day
from engine.base.units import display

if TYPE_CHECKING:
    from datetime import date

    from engine.intervals_icu import Athlete


def athlete_profile(athlete: Athlete, today: date) -> JsonObject:
    """Return the profile block in emission order."""
    activated = (athlete.activated or "")[:10] or None
    return {
        "date_of_birth": athlete.date_of_birth,
        "age": complete_years(athlete.date_of_birth, today),
        "height_m": athlete.height,
        "display": {"height": display(athlete.height, "height", athlete.units)},
        "display_preferences": athlete.units.codes(),
        "sex": athlete.sex,
        "location": location(athlete.city, athlete.state, athlete.country),
        "timezone": athlete.timezone,
        "platform_activated": activated,
        "years_on_platform": complete_years(activated, today),
    }


def complete_years(text: str | None, today: date) -> int | None:
    """Return the complete years from a ``YYYY-MM-DD`` date to today; negative for a future one."""
    day = parse_day(text)
    if day is None:
        return None
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def location(*parts: str | None) -> str | None:
    """Join the parts of a place that are not blank."""
    return ", ".join(part.strip() for part in parts if part and part.strip()) or None
