"""``derived_metrics``: every number that an AI coach is told not to compute itself.

The keys named ``7d`` cover seven days, today included, however long the display window is; only
the consistency block covers the display window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.serialize import INLINE
from engine.metrics import phase
from engine.metrics.benchmark import Benchmark, benchmark
from engine.metrics.capability.curve_delta import HEART_RATE, POWER, CurveDelta, curve_delta
from engine.metrics.capability.durability import Durability, durability
from engine.metrics.capability.efficiency import EfficiencyFactor, efficiency_factor
from engine.metrics.capability.hr_recovery import HeartRateRecovery, hr_recovery
from engine.metrics.capability.sustainability import ProfileInputs, sustainability_profile
from engine.metrics.consistency import Consistency, consistency
from engine.metrics.double_recordings import double_recordings, note_on_doubles
from engine.metrics.ftp import days_of_history
from engine.metrics.intensity import tid
from engine.metrics.intensity.hard_days import HardDays
from engine.metrics.intensity.zones import ZoneShares, zone_shares
from engine.metrics.load import Load, load
from engine.metrics.load_history import load_history_days
from engine.metrics.phase.live_weeks import LiveWeeks, WeekRules, live_weeks
from engine.metrics.recovery import WEEK, Recovery, recovery
from engine.metrics.season import is_southern, season

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.intervals_icu import Activity, Curves, Event, Wellness
    from engine.metrics.ftp import FtpHistory
    from engine.metrics.phase import NextRace, PhaseDetection, PlannedSession, StoredWeeks
    from engine.metrics.recovery import Mornings
    from engine.metrics.thresholds import PowerModelBlock, SportThresholds

UNREADABLE = (
    "{} of the sessions of the last 28 days came through Strava, which lets no other program read "
    "them: they are missing from every total and metric, which are too low by them. "
    "Remedy: connect the device itself to Intervals.icu (Settings, Connections)."
)


@dataclass(frozen=True, slots=True)
class DerivedInputs:
    """What one sync knows; no field has a default, so that none can be forgotten.

    Attributes:
        now: in the athlete's time zone.
        power_model: of today.
        week_start: first day of a training week, Monday is 0.
        timezone: of the profile.
        zone_preference: sport family to ``power`` or ``hr``.
        activities_28d, activities_7d, activities_display: newest first.
        wellness_28d, wellness_7d: oldest first.
        mornings: of today and the 28 days before.
        events_7d, events_display: calendar events up to today.
        planned: workouts and races of the calendar, those of the whole current week among them.
        next_race: the race that the training phase looks at.
        power_delta_curves, hr_delta_curves: two windows of 28 days, see ``curve_delta.windows``;
            of power for each type of ride. None stands for what could not be read.
        sport_curves: activity type to its power and heart-rate curves of 42 days, see
            ``sustainability.window``.
        thresholds: by sport family.
        unreadable: number of sessions of 28 days that are in no other input.
        activated: date on which the account was opened.
        profile_weight: kg.
        ftp_history: after this sync's update.
        stored_weeks: what ``history.json`` knows of earlier weeks.
        dfa_profile: ``capability.dfa_a1_profile``, ready made.
    """

    now: datetime
    power_model: PowerModelBlock
    week_start: int
    timezone: str | None
    zone_preference: Mapping[str, str]
    activities_28d: Sequence[Activity]
    activities_7d: Sequence[Activity]
    activities_display: Sequence[Activity]
    wellness_28d: Sequence[Wellness]
    wellness_7d: Sequence[Wellness]
    mornings: Mornings
    events_7d: Sequence[Event]
    events_display: Sequence[Event]
    planned: Sequence[PlannedSession]
    next_race: NextRace | None
    power_delta_curves: Sequence[Curves | None]
    hr_delta_curves: Curves | None
    sport_curves: Mapping[str, tuple[Curves | None, Curves | None]]
    thresholds: Mapping[str, SportThresholds]
    unreadable: int
    activated: str | None
    profile_weight: Number | None
    ftp_history: FtpHistory
    stored_weeks: StoredWeeks
    dfa_profile: JsonObject | None


@dataclass(frozen=True, slots=True)
class Capability:
    """What the athlete is able to, and where it is heading."""

    durability: Durability
    efficiency_factor: EfficiencyFactor
    hrrc: HeartRateRecovery
    tid_comparison: tid.TidComparison
    power_curve_delta: CurveDelta
    hr_curve_delta: CurveDelta
    sustainability_profile: JsonObject
    dfa_a1_profile: JsonObject | None


@dataclass(frozen=True, slots=True)
class PhaseBlock:
    """Phase keys; the last two repeat parts of the first."""

    phase_detection: PhaseDetection
    phase_detected: str | None
    phase_triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeasonBlock:
    """Season and FTP benchmarks."""

    seasonal_context: str
    benchmark_indoor: Benchmark
    benchmark_outdoor: Benchmark


@dataclass(frozen=True, slots=True)
class PowerModelKeys:
    """The power model as in ``current_status.thresholds``: W, J, kJ, W."""

    eftp: Number | None
    w_prime: Number | None
    w_prime_kj: Number | None
    p_max: Number | None
    power_model_source: str
    vo2max: Number | None


@dataclass(frozen=True, slots=True)
class FtpHistoryDays:
    """Days since the oldest recorded FTP, by setting."""

    indoor: int
    outdoor: int


@dataclass(frozen=True, slots=True)
class DataQuality:
    """How much data the numbers rest on; ``load_history_days`` is at most 28.

    ``strava_stubs`` is the number of sessions that could not be read, ``notes`` say what to do.
    """

    hrv_data_points: int
    rhr_data_points: int
    activities_7d: int
    activities_28d: int
    planned_workouts_7d: int
    ftp_history_days: FtpHistoryDays
    load_history_days: int
    strava_stubs: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """When and from how much data the block was computed."""

    calculation_timestamp: str
    data_quality: DataQuality


@dataclass(frozen=True, slots=True)
class Derived:
    """The block in parts; but for ``capability`` the fields of each part are keys of the block."""

    recovery: Recovery = field(metadata=INLINE)
    load: Load = field(metadata=INLINE)
    zones: ZoneShares = field(metadata=INLINE)
    hard_days: HardDays = field(metadata=INLINE)
    tid: tid.TidBlocks = field(metadata=INLINE)
    capability: Capability
    consistency: Consistency = field(metadata=INLINE)
    phase: PhaseBlock = field(metadata=INLINE)
    season: SeasonBlock = field(metadata=INLINE)
    power_model: PowerModelKeys = field(metadata=INLINE)
    origin: Origin = field(metadata=INLINE)


def derive(inputs: DerivedInputs) -> Derived:
    """Compute the block from what the sync knows."""
    today = inputs.now.date()
    last_7d, last_28d = inputs.activities_7d, inputs.activities_28d
    rested = recovery(inputs.mornings, today)
    history_days = load_history_days(last_28d, inputs.wellness_28d, inputs.activated, today)
    training = load(last_7d, last_28d, today, rested.recovery_index, history_days)
    distributions = tid.tid_blocks(
        last_7d, last_28d, training.primary_sport, inputs.zone_preference
    )
    weeks = _weeks(inputs, training.primary_sport)
    return Derived(
        recovery=rested,
        load=training,
        zones=zone_shares(last_7d, inputs.zone_preference),
        hard_days=HardDays(weeks.hard_days),
        tid=distributions,
        capability=_capability(inputs, distributions),
        consistency=consistency(inputs.activities_display, inputs.events_display, today),
        phase=_phase(inputs, weeks, training.primary_sport),
        season=_season(inputs),
        power_model=_power_model(inputs.power_model),
        origin=Origin(inputs.now.isoformat(), _data_quality(inputs, history_days)),
    )


def _weeks(inputs: DerivedInputs, primary_sport: str | None) -> LiveWeeks:
    rules = WeekRules(inputs.week_start, primary_sport, inputs.zone_preference)
    return live_weeks(
        inputs.activities_28d,
        inputs.wellness_28d,
        inputs.stored_weeks,
        inputs.now.date(),
        rules,
    )


def _capability(inputs: DerivedInputs, distributions: tid.TidBlocks) -> Capability:
    today = inputs.now.date()
    last_7d, last_28d = inputs.activities_7d, inputs.activities_28d
    return Capability(
        durability=durability(last_7d, last_28d),
        efficiency_factor=efficiency_factor(last_7d, last_28d),
        hrrc=hr_recovery(last_7d, last_28d),
        tid_comparison=tid.compare(distributions.seiler_tid_7d, distributions.seiler_tid_28d),
        power_curve_delta=curve_delta(inputs.power_delta_curves, today, POWER),
        hr_curve_delta=curve_delta((inputs.hr_delta_curves,), today, HEART_RATE),
        sustainability_profile=sustainability_profile(
            ProfileInputs(
                today=today,
                curves=inputs.sport_curves,
                active_families=frozenset(a.family for a in last_28d if a.family),
                thresholds=inputs.thresholds,
                w_prime=inputs.power_model.w_prime,
                ftp_history=inputs.ftp_history,
                last_7d=inputs.wellness_7d,
                last_28d=inputs.wellness_28d,
                profile_weight=inputs.profile_weight,
            )
        ),
        dfa_a1_profile=inputs.dfa_profile,
    )


def _phase(inputs: DerivedInputs, weeks: LiveWeeks, primary_sport: str | None) -> PhaseBlock:
    current = phase.CurrentWeek(
        today=inputs.now.date(),
        start=weeks.start,
        first_day=weeks.first_day,
        planned=inputs.planned,
        race=inputs.next_race,
        activities=inputs.activities_28d,
        hard_dates=weeks.hard_dates,
        primary_sport=primary_sport,
    )
    detection = phase.detect(
        weeks.completed,
        current,
        labels=weeks.labels,
        zone_preference=inputs.zone_preference,
    )
    return PhaseBlock(detection, detection.phase, detection.reason_codes)


def _season(inputs: DerivedInputs) -> SeasonBlock:
    cycling = inputs.thresholds.get("cycling")
    indoor, outdoor = (cycling.ftp_indoor, cycling.ftp) if cycling else (None, None)
    history, today, southern = inputs.ftp_history, inputs.now.date(), is_southern(inputs.timezone)
    return SeasonBlock(
        seasonal_context=season(today, southern=southern).name,
        benchmark_indoor=benchmark(indoor, history.indoor, today, southern=southern),
        benchmark_outdoor=benchmark(outdoor, history.outdoor, today, southern=southern),
    )


def _power_model(model: PowerModelBlock) -> PowerModelKeys:
    return PowerModelKeys(
        eftp=model.eftp,
        w_prime=model.w_prime,
        w_prime_kj=model.w_prime_kj,
        p_max=model.p_max,
        power_model_source=model.source,
        vo2max=model.vo2max,
    )


def _data_quality(inputs: DerivedInputs, history_days: int) -> DataQuality:
    today = inputs.now.date()
    planned = [e for e in inputs.events_7d if e.category in sports.TRAINING_CATEGORIES]
    return DataQuality(
        hrv_data_points=len(inputs.mornings.hrv_before(today, WEEK)),
        rhr_data_points=len(inputs.mornings.rhr_before(today, WEEK)),
        activities_7d=len(inputs.activities_7d),
        activities_28d=len(inputs.activities_28d),
        planned_workouts_7d=len(planned),
        ftp_history_days=FtpHistoryDays(
            indoor=days_of_history(inputs.ftp_history.indoor, inputs.now.date()),
            outdoor=days_of_history(inputs.ftp_history.outdoor, inputs.now.date()),
        ),
        load_history_days=history_days,
        strava_stubs=inputs.unreadable,
        notes=tuple(
            note
            for note in (
                UNREADABLE.format(inputs.unreadable) if inputs.unreadable else None,
                note_on_doubles(double_recordings(inputs.activities_28d)),
            )
            if note
        ),
    )
