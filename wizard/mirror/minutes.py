"""Actions minutes of a month: used so far, and at most until it ends. Pure.

GitHub bills whole minutes, and counts months in UTC.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from templates.schedule import INCLUDED_MINUTES, count_due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.schedule import ScheduleEntry
    from wizard.github.records import Run

MINUTE_S = 60
BLOCKED_S = 5
"""A run that fails within so many seconds was not begun, and costs nothing."""


@dataclass(frozen=True, slots=True)
class Use:
    """Minutes of this month.

    Attributes:
        runs: runs so far.
        used: billed minutes so far.
        per_run: average of a run.
        projected: at most until the end of the month, when GitHub starts every run that is due.
        included: in GitHub Free, for private repositories.
        exact: whether every run was read; else the newest stand for all.
    """

    runs: int
    used: int
    per_run: float
    projected: int
    included: int
    exact: bool

    @property
    def fits(self) -> bool:
        """Whether the included minutes last."""
        return self.projected <= self.included


def start_of_month(now: datetime) -> datetime:
    """Return the moment at which the counter was set back."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _end_of_month(now: datetime) -> datetime:
    return (start_of_month(now) + timedelta(days=32)).replace(day=1)


def month_use(
    runs: Sequence[Run], most: int, entries: Sequence[ScheduleEntry], now: datetime
) -> Use:
    """Estimate the minutes of this month.

    Args:
        runs: of this month, newest first.
        most: how many of them were read at most.
        entries: the schedule; empty when it is stopped.
        now: the present moment, aware.
    """
    billed = [minutes(run) for run in runs]
    per_run = sum(billed) / len(billed) if billed else 1.0
    exact = len(runs) < most
    total = len(runs) if exact else _extrapolated(runs, now)
    used = sum(billed) if exact else round(total * per_run)
    last_minute = _end_of_month(now) - timedelta(minutes=1)
    ahead = count_due(entries, now, last_minute) * max(per_run, 1.0)
    included = INCLUDED_MINUTES["free"]
    return Use(total, used, per_run, used + round(ahead), included, exact)


def _extrapolated(runs: Sequence[Run], now: datetime) -> int:
    """Count as if the runs that were not read had come at the pace of those that were."""
    oldest = runs[-1].created_at or now
    covered = max((now - oldest).total_seconds(), 1.0)
    return round(len(runs) * (now - start_of_month(now)).total_seconds() / covered)


def minutes(run: Run) -> int:
    """Return the billed minutes of a run."""
    seconds = run.seconds or 0.0
    if run.failed and seconds < BLOCKED_S:
        return 0
    return max(1, math.ceil(seconds / MINUTE_S))
