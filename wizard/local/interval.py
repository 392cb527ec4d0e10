"""How often a timer starts a sync, in the words of each platform. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from templates.schedule import HOUR, off_minutes

DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Interval:
    """Time between two syncs.

    Attributes:
        label: what the wizard shows.
        every: minutes, a divisor of an hour or whole hours that divide a day; 0 for no timer.
    """

    label: str
    every: int


INTERVALS: dict[str, Interval] = {
    "15min": Interval("every 15 minutes", 15),
    "30min": Interval("every 30 minutes", 30),
    "hourly": Interval("every hour", HOUR),
    "6h": Interval("every 6 hours", 6 * HOUR),
    "manual": Interval("only when you ask for it", 0),
}
DEFAULT_INTERVAL = "15min"


@dataclass(frozen=True, slots=True)
class Times:
    """When a timer starts within a day: at each of ``minutes`` of each of ``hours``.

    Attributes:
        minutes: of the hour, ascending.
        hours: of the day, ascending; empty for every hour.
        every: minutes between two starts.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    every: int


def times(schedule: str, seed: str) -> Times:
    """Return the times of a schedule, away from the minutes at which everybody's timers start.

    Args:
        schedule: key of `INTERVALS`, not ``manual``.
        seed: the same text always gives the same minutes.
    """
    every = INTERVALS[schedule].every
    hours = range(0, DAY_HOURS, every // HOUR) if every > HOUR else ()
    return Times(off_minutes(seed, min(every, HOUR)), tuple(hours), every)
