"""How far back the load of an account is known.

A ratio over 28 days is a number only when all 28 are known: the days before an account began are
unknown and not days of rest (docs/format/load.md). A rolling mean needs its window; Gabbett (2016)
presumes four complete weeks.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.decode import parse_day
from engine.base.numbers import round_half_even

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.intervals_icu import Activity, Wellness

HISTORY_DAYS: Final = 28
"""Days of load that ratios over four weeks need, today included."""


def load_history_days(
    activities: Sequence[Activity],
    wellness: Sequence[Wellness],
    activated: str | None,
    today: date,
) -> int:
    """Return how many of the last 28 days have known load, 0 when none has."""
    first = first_known_day(activities, wellness, activated, today)
    return min(HISTORY_DAYS, (today - first).days + 1) if first else 0


def first_known_day(
    activities: Sequence[Activity],
    wellness: Sequence[Wellness],
    activated: str | None,
    today: date,
) -> date | None:
    """Return the first date of the account whose load is known; None when there is none.

    Args:
        activities: of the last 28 days.
        wellness: records of the last 28 days.
        activated: date on which the account was opened, as in the profile.
        today: the athlete's date.
    """
    loaded = [day for a in activities if a.tss > 0 and (day := _past(a.day, today))]
    fitness = _fitness_by_day(wellness, today)
    proven = min([*loaded, *(day for day, ctl in fitness.items() if ctl > 0)], default=None)
    # Fitness of zero before any load says that the account was there and not in use.
    slept = any(
        round_half_even(ctl, 2) == 0 and (proven is None or day < proven)
        for day, ctl in fitness.items()
    )
    opened = None if slept else _past((activated or "")[:10], today)
    return min((day for day in (proven, opened) if day), default=None)


def _fitness_by_day(wellness: Sequence[Wellness], today: date) -> dict[date, float]:
    """Return the known CTL of the 27 days before today, whose own may hold planned load."""
    first = today - timedelta(days=HISTORY_DAYS - 1)
    return {
        day: row.ctl
        for row in wellness
        if row.ctl is not None and (day := parse_day(row.day)) and first <= day < today
    }


def _past(text: str, today: date) -> date | None:
    """Read a date up to today; None for any other text and for later dates."""
    day = parse_day(text)
    return day if day and day <= today else None
