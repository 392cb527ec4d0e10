"""CTL, ATL and TSB at the moment of the sync.

The service counts today's planned load until something is recorded, so on a day with an open plan
the values are decayed from yesterday instead. Time constants 42 and 7 days (Banister's
impulse-response model as used in the performance manager chart).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import Number, round_half_even

if TYPE_CHECKING:
    from engine.intervals_icu import Wellness

CTL_DAILY_DECAY = math.exp(-1 / 42)
ATL_DAILY_DECAY = math.exp(-1 / 7)

DECAYED = (
    "CTL, ATL and ramp rate are yesterday's values decayed by one day, because a session is "
    "planned for today and nothing is recorded yet; no planned load is included."
)
FROM_SERVICE = (
    "CTL, ATL and ramp rate are today's values of Intervals.icu and reflect completed training."
)


@dataclass(frozen=True, slots=True)
class Fitness:
    """``current_status.fitness``: TSS/day, ramp rate in CTL points per week."""

    ctl: Number | None
    atl: Number | None
    tsb: Number | None
    ramp_rate: Number | None
    fitness_source: str


def fitness(
    today: Wellness | None, yesterday: Wellness | None, *, planned_and_open: bool
) -> Fitness:
    """Choose between today's values and yesterday's decayed by one day.

    Args:
        today: today's wellness record.
        yesterday: yesterday's wellness record.
        planned_and_open: training is planned today and no activity is recorded today (defect
            S-31, kept: any activity closes the plan).

    A value of exactly 0 counts as missing (defect S-29, kept), and the ramp rate is scaled like
    CTL and not rounded when it falls back to today's (defect S-30, kept).
    """
    ctl = _decayed(yesterday.ctl if yesterday else None, CTL_DAILY_DECAY)
    atl = _decayed(yesterday.atl if yesterday else None, ATL_DAILY_DECAY)
    ramp = _decayed(yesterday.ramp_rate if yesterday else None, CTL_DAILY_DECAY)
    if planned_and_open:
        ramp = ramp or (today.ramp_rate if today else None)
        source = DECAYED
    else:
        ctl = _rounded(today.ctl if today else None) or ctl
        atl = _rounded(today.atl if today else None) or atl
        ramp = _rounded(today.ramp_rate if today else None) or ramp
        source = FROM_SERVICE
    tsb = None if ctl is None or atl is None else round_half_even(ctl - atl, 2)
    return Fitness(ctl, atl, tsb, ramp, source)


def _decayed(value: Number | None, factor: float) -> Number | None:
    return round_half_even(value * factor, 2) if value else None


def _rounded(value: Number | None) -> Number | None:
    return round_half_even(value, 2) if value else None
