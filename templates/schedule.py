"""When the mirror runs: presets, their cron lines, and what they cost in Actions minutes.

GitHub starts scheduled runs late when many are due at once, so no preset uses the minutes that
everybody uses: they follow from the repository's name. Each run is billed as one whole minute.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from templates.cron import Cron

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Plan = Literal["free", "pro"]

INCLUDED_MINUTES: dict[Plan, int] = {"free": 2000, "pro": 3000}
"""Actions minutes per month that come with a plan, for private repositories."""

MONTH_DAYS = 31
BILLED_MINUTES_PER_RUN = 1
HOUR = 60
DAY_HOURS = 24
SHORTEST_PAUSE = 5
"""Minutes; GitHub starts nothing more often."""
BUSY_STEP = 5
"""Minutes that are a multiple of this are the crowded ones (:00, :05, ...)."""


@dataclass(frozen=True, slots=True)
class ScheduleEntry:
    """One item of a workflow's ``schedule``: a cron expression and its time zone."""

    cron: str
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Preset:
    """A schedule to choose from.

    Attributes:
        key: what flags and settings files call it.
        label: what the wizard shows.
        every: minutes between runs; 0 for no schedule at all.
        hours: the cron hour field, in the athlete's time zone.
    """

    key: str
    label: str
    every: int
    hours: str = "*"


PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset("30min", "every 30 minutes", 30),
        Preset("15min-waking", "every 15 minutes from 7 to 21 h", 15, "7-20"),
        Preset("20min-waking", "every 20 minutes from 5 to 23 h", 20, "5-22"),
        Preset("15min", "every 15 minutes", 15),
        Preset("hourly", "every hour", HOUR),
        Preset("6h", "every 6 hours", HOUR, "*/6"),
        Preset("manual", "only when you press Run workflow", 0),
    )
}
DEFAULT_PRESET = "30min"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a schedule uses of a plan's monthly minutes, in a month of 31 days.

    Attributes:
        runs_per_day: average number of runs.
        runs_per_month: number of runs in 31 days.
        minutes: billed minutes in 31 days.
        included: minutes that the plan includes.
        spent_on_day: day of the month on which the included minutes are used up, if they are.
    """

    runs_per_day: float
    runs_per_month: int
    minutes: int
    included: int
    spent_on_day: int | None

    @property
    def fits(self) -> bool:
        """Whether the plan's minutes last for the month."""
        return self.minutes <= self.included


def off_minutes(full_name: str, every: int) -> tuple[int, ...]:
    """Minutes of the hour to run at, ``every`` (15, 20, 30 or 60) minutes, none a multiple of 5.

    The same repository always gets the same minutes; different ones are spread out.
    """
    free = [first for first in range(1, every) if first % BUSY_STEP]
    digest = hashlib.sha256(full_name.lower().encode()).digest()
    first = free[int.from_bytes(digest[:4], "big") % len(free)]
    return tuple(range(first, HOUR, every))


def entries(schedule: str, timezone: str, full_name: str) -> tuple[ScheduleEntry, ...]:
    """Cron lines of a preset, or of cron expressions that are separated by ``;``.

    Raises:
        ValueError: when it is neither.
    """
    preset = PRESETS.get(schedule)
    if preset is None:
        return tuple(
            ScheduleEntry(str(Cron.parse(expression)), timezone)
            for expression in schedule.split(";")
        )
    if not preset.every:
        return ()
    minutes = ",".join(str(minute) for minute in off_minutes(full_name, preset.every))
    return (ScheduleEntry(f"{minutes} {preset.hours} * * *", timezone),)


def readable(found: Sequence[ScheduleEntry]) -> tuple[ScheduleEntry, ...]:
    """Return the entries that GitHub can read; somebody may have written the others by hand."""

    def can_read(entry: ScheduleEntry) -> bool:
        try:
            Cron.parse(entry.cron)
        except ValueError:
            return False
        return True

    return tuple(filter(can_read, found))


def too_often(found: Sequence[ScheduleEntry]) -> bool:
    """Whether runs would be closer together than GitHub starts them."""
    for entry in found:
        cron = Cron.parse(entry.cron)
        minutes, hours = cron.minutes, cron.hours
        follow = any((hour + 1) % DAY_HOURS in hours for hour in hours)
        ahead = (minutes[0] + HOUR,) if follow else ()
        pairs = itertools.pairwise((*minutes, *ahead))
        if any(later - earlier < SHORTEST_PAUSE for earlier, later in pairs):
            return True
    return False


def name_of(found: Sequence[ScheduleEntry], full_name: str) -> str:
    """Return the preset that these entries come from, else their expressions joined by ``;``.

    Other minutes of the same pattern are the same preset: athletes may move them.
    """
    if not found:
        return "manual"
    pattern = _pattern(found)
    for key, preset in PRESETS.items():
        if preset.every and pattern == _pattern(entries(key, "UTC", full_name)):
            return key
    return ";".join(entry.cron for entry in found)


def _pattern(found: Sequence[ScheduleEntry]) -> list[object]:
    crons = [Cron.parse(entry.cron) for entry in found]
    return [
        (tuple(minute - cron.minutes[0] for minute in cron.minutes), cron.hours, cron.any_day)
        for cron in crons
    ]


def cost(found: Sequence[ScheduleEntry], plan: Plan = "free") -> Cost:
    """Work out runs and billed minutes of these entries in a month of 31 days."""
    crons = [Cron.parse(entry.cron) for entry in found]
    per_day = sum(cron.runs_per_day for cron in crons)
    runs = round(per_day * MONTH_DAYS)
    minutes = runs * BILLED_MINUTES_PER_RUN
    included = INCLUDED_MINUTES[plan]
    spent = None
    if minutes > included:
        spent = int(included / (per_day * BILLED_MINUTES_PER_RUN)) + 1
    return Cost(per_day, runs, minutes, included, spent)


def next_runs(
    found: Sequence[ScheduleEntry], after: datetime, count: int = 3
) -> tuple[datetime, ...]:
    """Return the next ``count`` moments at which a run is due, in the time zone of ``after``."""
    moments = {
        moment
        for entry in found
        for moment in itertools.islice(Cron.parse(entry.cron).after(after, entry.timezone), count)
    }
    return tuple(moment.astimezone(after.tzinfo) for moment in sorted(moments)[:count])


def count_due(found: Sequence[ScheduleEntry], after: datetime, until: datetime) -> int:
    """Count the moments later than ``after``, at most ``until``, at which a run is due."""
    moments: set[datetime] = set()
    for entry in found:
        due = Cron.parse(entry.cron).after(after, entry.timezone)
        moments.update(itertools.takewhile(lambda moment: moment <= until, due))
    return len(moments)


def longest_gap(found: Sequence[ScheduleEntry], after: datetime) -> timedelta:
    """Return the longest planned pause in the day after ``after``; zero without a schedule."""
    per_day = int(cost(found).runs_per_day) + 1
    moments = next_runs(found, after, per_day) if found else ()
    pauses = (later - earlier for earlier, later in itertools.pairwise(moments))
    return max(pauses, default=timedelta(0))
