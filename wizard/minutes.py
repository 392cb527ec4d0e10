"""Actions minutes of a month: used so far, and at most until it ends. Pure.

GitHub bills whole minutes, and counts months in UTC.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from templates.cron import Cron
from templates.schedule import INCLUDED_MINUTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.schedule import Entry
    from wizard.github_records import Run

MINUTE_S = 60
BLOCKED_S = 5
"""A run that fails within so many seconds was not begun, and costs nothing."""


@dataclass(frozen=True, slots=True)
class Use:
    """Minutes of this month.

    Attributes:
        runs: runs so far.
        used: billed minutes so far; an estimate when there were more than a hundred runs.
        per_run: average of a run.
        projected: at most until the end of the month, when GitHub starts every run that is due.
        included: in GitHub Free, for private repositories.
        exact: whether every run was counted by itself.
    """

    runs: int
    used: int
    per_run: float
    projected: int
    included: int
    exact: bool

    @property
    def fits(self) -> bool:
        """Tell whether the included minutes last."""
        return self.projected <= self.included


def first_of_month(now: datetime) -> date:
    """Give the day on which the counter was set back."""
    return now.astimezone(UTC).date().replace(day=1)


def month_use(total: int, newest: Sequence[Run], entries: Sequence[Entry], now: datetime) -> Use:
    """Estimate the minutes of this month.

    Args:
        total: number of runs of this month.
        newest: the newest of them, at most a hundred.
        entries: the schedule; empty when it is stopped.
        now: the present moment, aware.
    """
    billed = [minutes(run) for run in newest]
    per_run = sum(billed) / len(billed) if billed else 1.0
    exact = total == len(newest)
    used = sum(billed) if exact else round(total * per_run)
    ahead = _due(entries, now) * max(per_run, 1.0)
    included = INCLUDED_MINUTES["free"]
    return Use(total, used, per_run, used + round(ahead), included, exact)


def minutes(run: Run) -> int:
    """Give the billed minutes of a run."""
    seconds = run.seconds or 0.0
    if run.failed and seconds < BLOCKED_S:
        return 0
    return max(1, math.ceil(seconds / MINUTE_S))


def _due(entries: Sequence[Entry], now: datetime) -> int:
    """Count the runs that are due until the month ends."""
    start = datetime.combine(first_of_month(now), datetime.min.time(), UTC)
    end = (start + timedelta(days=32)).replace(day=1)
    moments: set[datetime] = set()
    for entry in entries:
        after = Cron.parse(entry.cron).after(now, entry.timezone)
        moments.update(itertools.takewhile(lambda moment: moment < end, after))
    return len(moments)
