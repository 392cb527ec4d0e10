"""The six readiness signals: how HRV, resting heart rate, sleep, load and form look this morning.

docs/format/readiness.md#signals. Measures are rounded before they are compared, here as in the
alerts, so a signal is red exactly where there is an alert. Low ACWR, high HRV, low resting heart
rate and long sleep are never penalized.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.base.numbers import round_half_even
from engine.base.serialize import MISSING, Absent
from engine.metrics.alerts.recovery import RI_ALARM, RI_WARNING, hrv_is_low, rhr_is_high
from engine.metrics.recovery import hrv_change, rhr_change

if TYPE_CHECKING:
    from engine.base.numbers import Number
    from engine.intervals_icu import Wellness
    from engine.metrics.alerts import Alert

Status: TypeAlias = Literal["green", "amber", "red", "unavailable"]

HRV_AMBER: Final = -10  # % against the 7-day baseline, below; within 10 % is green
RHR_AMBER: Final = 3  # bpm against the 7-day baseline, at or above
SLEEP_RED: Final = 5  # h, below
SLEEP_AMBER: Final = 7  # h, below
ACWR_RED: Final = 1.5  # ratio, Gabbett (2016)
ACWR_AMBER: Final = 1.3  # ratio, Gabbett (2016)
RI_RED: Final = RI_ALARM  # ratio, below
RI_AMBER: Final = RI_WARNING  # ratio, below, today and yesterday
TSB_RED: Final = -30  # TSS/day, below

START_OF_DAY: Final = "start_of_day"
"""Scope of signals that leave today's load out."""
SECONDS_PER_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class ReadinessInputs:
    """What the decision reads.

    No field has a default: a name that is forgotten or misspelled must not read as "all is well".
    ``acwr_start_of_day`` leaves today's load out and is the only ACWR used here;
    ``wellness`` is today's record, None without one. ``tsb`` is the form at the start of the day:
    the decision of the morning is not moved by the ride of the day. ``phase_week`` is None only
    when there was no phase detection.
    """

    recovery_index: Number | None
    recovery_index_yesterday: Number | None
    acwr_start_of_day: Number | None
    acwr_as_of_date: str | None
    latest_hrv: Number | None
    latest_rhr: Number | None
    hrv_baseline_7d: Number | None
    rhr_baseline_7d: Number | None
    phase: str | None
    phase_week: int | None
    alerts: tuple[Alert, ...]
    wellness: Wellness | None
    race_week_active: bool
    tsb: Number | None


@dataclass(frozen=True, slots=True)
class HrvSignal:
    """rMSSD in ms against its 7-day baseline; ``reason`` explains, it never decides."""

    status: Status
    value: Number | None
    baseline_7d: Number | None
    delta_pct: Number | None
    reason: str | Absent = MISSING


@dataclass(frozen=True, slots=True)
class RhrSignal:
    """Resting heart rate in bpm against its 7-day baseline."""

    status: Status
    value: Number | None
    baseline_7d: Number | None
    delta_bpm: Number | None


@dataclass(frozen=True, slots=True)
class SleepSignal:
    """Sleep in hours; ``quality`` is passed through and not judged."""

    status: Status
    hours: Number | None
    quality: Number | None


@dataclass(frozen=True, slots=True)
class AcwrSignal:
    """ACWR before today's load."""

    status: Status
    value: Number | None
    scope: str
    as_of_date: str | None
    current_day_load_included: bool


@dataclass(frozen=True, slots=True)
class RiSignal:
    """Recovery index of today and yesterday."""

    status: Status
    value: Number | None
    value_yesterday: Number | None


@dataclass(frozen=True, slots=True)
class TsbSignal:
    """Training stress balance before today's load in TSS/day."""

    status: Status
    value: Number | None
    scope: str


@dataclass(frozen=True, slots=True)
class Signals:
    """All signals in the order of emission."""

    hrv: HrvSignal
    rhr: RhrSignal
    sleep: SleepSignal
    acwr: AcwrSignal
    ri: RiSignal
    tsb: TsbSignal

    def statuses(self) -> dict[str, Status]:
        """Return the status of every signal, by name."""
        return {field.name: getattr(self, field.name).status for field in fields(self)}

    def names(self, *wanted: Status) -> tuple[str, ...]:
        """Return the names of the signals with one of these states, in signal order."""
        return tuple(name for name, status in self.statuses().items() if status in wanted)


def morning_signals(inputs: ReadinessInputs, tsb_amber_below: Number) -> Signals:
    """Judge the six signals; the amber limit of form depends on the phase."""
    return Signals(
        hrv=_hrv(inputs),
        rhr=_rhr(inputs),
        sleep=_sleep(inputs.wellness),
        acwr=_acwr(inputs),
        ri=_ri(inputs),
        tsb=_tsb(inputs.tsb, tsb_amber_below),
    )


def _status(*, red: bool, amber: bool) -> Status:
    if red:
        return "red"
    return "amber" if amber else "green"


def _hrv(inputs: ReadinessInputs) -> HrvSignal:
    value, baseline = inputs.latest_hrv, inputs.hrv_baseline_7d
    delta = hrv_change(value, baseline)
    if value is None or baseline is None or delta is None:
        sdnn = inputs.wellness.hrv_sdnn if inputs.wellness else None
        only_sdnn = value is None and sdnn is not None
        reason: str | Absent = "rmssd_missing_sdnn_available" if only_sdnn else MISSING
        return HrvSignal("unavailable", value, baseline, None, reason)
    status = _status(red=hrv_is_low(delta), amber=delta < HRV_AMBER)
    return HrvSignal(status, round_half_even(value, 1), round_half_even(baseline, 1), delta)


def _rhr(inputs: ReadinessInputs) -> RhrSignal:
    value, baseline = inputs.latest_rhr, inputs.rhr_baseline_7d
    delta = rhr_change(value, baseline)
    if value is None or baseline is None or delta is None:
        return RhrSignal("unavailable", value, baseline, None)
    status = _status(red=rhr_is_high(delta), amber=delta >= RHR_AMBER)
    return RhrSignal(status, round_half_even(value, 1), round_half_even(baseline, 1), delta)


def _sleep(wellness: Wellness | None) -> SleepSignal:
    quality = wellness.sleep_quality if wellness else None
    if wellness is None or not wellness.sleep_secs:
        return SleepSignal("unavailable", None, quality)
    hours = round_half_even(wellness.sleep_secs / SECONDS_PER_HOUR, 2)
    return SleepSignal(_status(red=hours < SLEEP_RED, amber=hours < SLEEP_AMBER), hours, quality)


def _acwr(inputs: ReadinessInputs) -> AcwrSignal:
    value = inputs.acwr_start_of_day
    status: Status = "unavailable"
    if value is not None:
        status = _status(red=value >= ACWR_RED, amber=value >= ACWR_AMBER)
    return AcwrSignal(
        status, value, START_OF_DAY, inputs.acwr_as_of_date, current_day_load_included=False
    )


def _ri(inputs: ReadinessInputs) -> RiSignal:
    value, yesterday = inputs.recovery_index, inputs.recovery_index_yesterday
    status: Status = "unavailable"
    if value is not None:
        two_days = value < RI_AMBER and yesterday is not None and yesterday < RI_AMBER
        status = _status(red=value < RI_RED, amber=two_days)
    return RiSignal(status, value, yesterday)


def _tsb(value: Number | None, amber_below: Number) -> TsbSignal:
    if value is None:
        return TsbSignal("unavailable", None, START_OF_DAY)
    status = _status(red=value < TSB_RED, amber=value < amber_below)
    return TsbSignal(status, round_half_even(value, 1), START_OF_DAY)
