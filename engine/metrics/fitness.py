"""CTL, ATL and TSB at the moment of the sync, completed load only.

The service counts today's planned load until the session is done, so on a day with an open plan
the values are carried forward from yesterday with what is done today. Time constants 42 and 7 days
(Banister's impulse-response model as used in the performance manager chart).
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

CARRIED_FORWARD = (
    "CTL and ATL are yesterday's state carried forward with the load completed today, because "
    "today's values of Intervals.icu would count planned load or are missing; planned load is left "
    "out."
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


@dataclass(frozen=True, slots=True)
class FitnessInputs:
    """What today's fitness is computed from.

    The records are those of the dates themselves. ``completed_load`` is the TSS recorded today,
    ``plan_is_open`` whether training that is planned for today is not done yet.
    """

    today: Wellness | None
    yesterday: Wellness | None
    week_ago: Wellness | None
    completed_load: Number
    plan_is_open: bool


@dataclass(frozen=True, slots=True)
class LoadAverage:
    """One of CTL and ATL in the records: its value, and the load that it counts for the day."""

    today: Number | None
    todays_load: Number | None
    yesterday: Number | None
    daily_decay: float

    def own(self, completed_load: Number) -> Number | None:
        """Carry yesterday's value forward, or take the load that is not done out of today's."""
        gain = 1 - self.daily_decay
        if self.yesterday is not None:
            return round_half_even(self.yesterday * self.daily_decay + completed_load * gain, 2)
        if self.today is None or self.todays_load is None:
            return None
        not_done = max(0, self.todays_load - completed_load)
        return round_half_even(self.today - not_done * gain, 2)

    def before_training(self) -> Number | None:
        """Return the value of today's start."""
        if self.yesterday is None:
            return None
        return round_half_even(self.yesterday * self.daily_decay, 2)

    def without_training(self) -> Number | None:
        """Return today's value without its load."""
        if self.today is None or self.todays_load is None:
            return None
        return round_half_even(self.today - self.todays_load * (1 - self.daily_decay), 2)


def fitness(inputs: FitnessInputs) -> Fitness:
    """Choose between the service's values of today and own ones; 0 is a value."""
    own_ctl = _ctl(inputs).own(inputs.completed_load)
    own_atl = _atl(inputs).own(inputs.completed_load)
    today = inputs.today
    ctl, atl = _rounded(today.ctl if today else None), _rounded(today.atl if today else None)
    ramp, own_ramp = _rounded(today.ramp_rate if today else None), _ramp(own_ctl, inputs.week_ago)
    if inputs.plan_is_open and own_ctl is not None and own_atl is not None:
        ramp = _first(own_ramp, ramp)
        return Fitness(own_ctl, own_atl, _balance(own_ctl, own_atl), ramp, CARRIED_FORWARD)
    missing = (ctl is None and own_ctl is not None) or (atl is None and own_atl is not None)
    ctl, atl = _first(ctl, own_ctl), _first(atl, own_atl)
    source = CARRIED_FORWARD if missing else FROM_SERVICE
    return Fitness(ctl, atl, _balance(ctl, atl), _first(ramp, own_ramp), source)


def start_of_day_form(inputs: FitnessInputs, current: Fitness) -> Number | None:
    """Return TSB before today's training, which the decision of the morning reads.

    Without load completed today it is the current one. Then it comes from yesterday's record, else
    from today's without its load.
    """
    if not inputs.completed_load > 0:
        return current.tsb
    ctl, atl = _ctl(inputs), _atl(inputs)
    form = _balance(ctl.before_training(), atl.before_training())
    return _balance(ctl.without_training(), atl.without_training()) if form is None else form


def _ctl(inputs: FitnessInputs) -> LoadAverage:
    today, yesterday = inputs.today, inputs.yesterday
    return LoadAverage(
        today=today.ctl if today else None,
        todays_load=today.ctl_load if today else None,
        yesterday=yesterday.ctl if yesterday else None,
        daily_decay=CTL_DAILY_DECAY,
    )


def _atl(inputs: FitnessInputs) -> LoadAverage:
    today, yesterday = inputs.today, inputs.yesterday
    return LoadAverage(
        today=today.atl if today else None,
        todays_load=today.atl_load if today else None,
        yesterday=yesterday.atl if yesterday else None,
        daily_decay=ATL_DAILY_DECAY,
    )


def _ramp(ctl: Number | None, week_ago: Wellness | None) -> Number | None:
    """Return the change of CTL in seven days."""
    if ctl is None or week_ago is None or week_ago.ctl is None:
        return None
    return round_half_even(ctl - week_ago.ctl, 2)


def _balance(ctl: Number | None, atl: Number | None) -> Number | None:
    return None if ctl is None or atl is None else round_half_even(ctl - atl, 2)


def _first(value: Number | None, otherwise: Number | None) -> Number | None:
    return otherwise if value is None else value


def _rounded(value: Number | None) -> Number | None:
    return None if value is None else round_half_even(value, 2)
