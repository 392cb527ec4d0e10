"""How well GitHub keeps to the schedule: runs that were due against runs that came. Pure."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from templates.schedule import count_due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.schedule import ScheduleEntry
    from wizard.github.records import Run

WINDOW = timedelta(hours=48)
GRACE = timedelta(minutes=20)
"""A run may still come so long after it was due."""
ENOUGH = 4
"""Fewer due runs say nothing."""


@dataclass(frozen=True, slots=True)
class Punctuality:
    """What happened in the last two days.

    Attributes:
        due: runs that the schedule asked for.
        came: scheduled runs that were started.
        longest: longest pause between two of them.
    """

    due: int
    came: int
    longest: timedelta

    @property
    def share(self) -> float:
        """Part of the due runs that came."""
        return self.came / self.due if self.due else 1.0


def punctuality(
    entries: Sequence[ScheduleEntry], scheduled: Sequence[Run], known_since: datetime, now: datetime
) -> Punctuality:
    """Compare schedule and runs.

    Args:
        entries: the schedule.
        scheduled: scheduled runs, newest first.
        known_since: since when the mirror runs with this schedule.
        now: the present moment, aware.
    """
    moments = sorted(run.created_at for run in scheduled if run.created_at is not None)
    since = max(now - WINDOW, known_since)
    if len(scheduled) >= 100 and moments:  # noqa: PLR2004 - one page: what is older was not read
        since = max(since, moments[0])
    came = [moment for moment in moments if moment > since]
    pauses = (later - earlier for earlier, later in itertools.pairwise([since, *came, now]))
    return Punctuality(
        count_due(entries, since, now - GRACE), len(came), max(pauses, default=WINDOW)
    )
