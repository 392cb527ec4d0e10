"""The classification: which phase two streams of evidence add up to, and how sure that is.

docs/format/phase.md; the rules are called L1 to L9 there as here. All limits are conventions of
the data format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.base.numbers import mean
from engine.metrics.phase.calendar_outlook import (
    PEAK_HORIZON,
    PLAN_GAP,
    REDUCED_LOAD,
    TAPER_HORIZON,
)
from engine.metrics.phase.completed_weeks import (
    BUILD_HARD_DAYS,
    LOOKBACK_WEEKS,
    STEEP_CTL_SLOPE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.base.numbers import Number
    from engine.metrics.phase.calendar_outlook import Outlook
    from engine.metrics.phase.completed_weeks import CompletedWeeks
    from engine.metrics.phase.types import Confidence, Phase, Quality, Week

RELIABLE_SESSIONS: Final = 3  # sessions left this week from which the planned load can be judged
MIN_WEEKS: Final = 3  # weeks of a sufficient look-back
MIN_WEEKS_AT_ALL: Final = 2
REBOUND: Final = 0.80  # next week's TSS / recent weekly TSS
PEAK_CTL_SHARE: Final = 0.95  # of the highest CTL in the window
PEAK_CTL_SLOPE: Final = -0.5  # CTL points per week
FEW_HARD_DAYS: Final = 0.5  # hard days per week
MANY_HARD_DAYS: Final = 2.0  # hard days per week
VERY_STEEP_CTL_SLOPE: Final = 2.0  # CTL points per week
HARDEST_BASE: Final = 1.0  # hard days per week that speak clearly for Base
HARDEST_BUILD: Final = 2.5  # hard days per week that speak clearly for Build
CLEAR_MARGIN: Final = 2
WIDE_MARGIN: Final = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Phase, confidence and the reason codes of the rule that decided."""

    phase: Phase | None
    confidence: Confidence
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Both streams, with the terms that the rules are written in (section 6.2).

    A comparison with an unknown value is false.
    """

    past: CompletedWeeks
    plan: Outlook
    quality: Quality
    previous: str | None

    @property
    def reliable(self) -> bool:
        """Enough sessions are left this week to judge its load."""
        plan = self.plan
        return plan.planned_tss_delta is not None and plan.sessions >= RELIABLE_SESSIONS

    @property
    def reduced(self) -> bool:
        """The planned load is reliably below the recent one."""
        delta = self.plan.planned_tss_delta
        return self.reliable and delta is not None and delta <= REDUCED_LOAD

    @property
    def build_history(self) -> bool:
        """The completed weeks were building."""
        return (
            _above(self.past.ctl_slope, 0)
            and _at_least(self.past.hard_day_avg, BUILD_HARD_DAYS)
            and self.past.weeks_available >= MIN_WEEKS
        )

    @property
    def falling(self) -> bool:
        """CTL falls by more than a point a week."""
        return _below(self.past.ctl_slope, -STEEP_CTL_SLOPE)


def data_quality(
    weeks: Sequence[Week], zone_preference: Mapping[str, str]
) -> tuple[Quality, tuple[str, ...]]:
    """Judge the weekly rows (section 6.1).

    Live rows carry no power/heart-rate breakdown and are always four, so a live run is always
    ``good`` (defects 06-17 and 06-05, kept).
    """
    quality: Quality = "good"
    codes: list[str] = []
    if len(weeks) < MIN_WEEKS:
        quality = "poor"
        codes.append("INSUFFICIENT_LOOKBACK")
    recent = weeks[-LOOKBACK_WEEKS:]
    hr_only = sum((week.hr_hard_days or 0) > 0 and not week.power_hard_days for week in recent)
    if hr_only * 2 > len(recent) and "hr" not in zone_preference.values():
        quality = "mixed" if quality == "good" else quality
        codes.append("HR_ONLY_MAJORITY")
    return quality, tuple(codes)


def classify(evidence: Evidence) -> Verdict:
    """Walk down the ladder; the first rule that matches decides (section 6.3).

    Where the published protocol words a rule differently, the rule stays (defect 06-19, kept).
    """
    if evidence.quality == "poor" and evidence.past.weeks_available < MIN_WEEKS_AT_ALL:
        return Verdict(None, "low", ("INSUFFICIENT_DATA",))  # L1
    if evidence.past.suggestion == "Overreached":
        return Verdict("Overreached", "high", ("SAFETY_ACWR_OR_MONOTONY",))  # L2
    return (
        _before_a_race(evidence)
        or _recovery(evidence)
        or _resuming(evidence)
        or _deload(evidence)
        or _low_load(evidence)
        or _build_or_base(evidence)
    )


def _before_a_race(evidence: Evidence) -> Verdict | None:
    """Taper (L3) and Peak (L4)."""
    past, plan = evidence.past, evidence.plan
    if plan.priority_race_within(TAPER_HORIZON):
        if evidence.reduced:
            return Verdict("Taper", "high", ("RACE_IMMINENT_VOLUME_REDUCING",))
        return Verdict("Taper", "medium", ("RACE_IMMINENT",))
    if (
        plan.priority_race_within(PEAK_HORIZON)
        and not evidence.reduced
        and len(past.ctl) >= MIN_WEEKS
        and past.ctl[-1] >= PEAK_CTL_SHARE * max(past.ctl)
        and _at_least(past.ctl_slope, PEAK_CTL_SLOPE)
    ):
        return Verdict("Peak", "medium", ("RACE_APPROACHING_CTL_HIGH",))
    return None


def _recovery(evidence: Evidence) -> Verdict | None:
    """Falling load without hard days (L5)."""
    past = evidence.past
    if (
        evidence.falling
        and _below(past.hard_day_avg, FEW_HARD_DAYS)
        and past.weeks_available >= MIN_WEEKS
    ):
        return Verdict("Recovery", "medium", ("DECLINING_LOAD_NO_HARD_DAYS",))
    return None


def _resuming(evidence: Evidence) -> Verdict | None:
    """Back to building after a deload (L6)."""
    plan = evidence.plan
    if evidence.previous != "Deload":
        return None
    if plan.hard_planned > 1:
        return Verdict("Build", "medium", ("BUILD_RESUMING_AFTER_DELOAD",))
    if plan.hard_planned == 1 or (plan.coverage_current > 0 and not evidence.reduced):
        return Verdict("Build", "low", ("BUILD_RESUMING_AFTER_DELOAD_TENTATIVE",))
    return None


def _deload(evidence: Evidence) -> Verdict | None:
    """A lighter week after building (L7)."""
    if not (_planned_deload(evidence) or _deload_in_hindsight(evidence)):
        return None
    plan = evidence.plan
    if _at_least(plan.next_week_load, REBOUND):
        return Verdict("Deload", "high", ("BUILD_HISTORY_REDUCED_LOAD_REBOUND_CONFIRMED",))
    if plan.coverage_next < PLAN_GAP:
        return Verdict("Deload", "medium", ("PLAN_GAP_NEXT_WEEK",))
    return Verdict("Deload", "medium", ("BUILD_HISTORY_REDUCED_LOAD",))


def _planned_deload(evidence: Evidence) -> bool:
    """Path A: the plan is reliably reduced. Path B: a hard block, and nothing hard is left.

    Only what is left of the week is looked at, so path B also fires at the end of a regular Build
    week (defect 06-11, kept).
    """
    past, plan = evidence.past, evidence.plan
    nothing_hard = plan.hard_planned == 0 or (
        plan.hard_planned == 1 and plan.sessions >= RELIABLE_SESSIONS
    )
    if not nothing_hard or not evidence.build_history:
        return False
    return evidence.reduced or (
        plan.sessions > 0
        and not evidence.reliable
        and _above(past.ctl_slope, STEEP_CTL_SLOPE)
        and _at_least(past.hard_day_avg, MANY_HARD_DAYS)
    )


def _deload_in_hindsight(evidence: Evidence) -> bool:
    """Path C: nothing is planned, and the last week was lighter than three hard ones before it.

    It needs four completed weeks, which a live run never has (defects 06-05 and 06-18, kept).
    """
    past = evidence.past
    if evidence.plan.sessions or min(len(past.tss), past.weeks_available) < LOOKBACK_WEEKS:
        return False
    before = mean(past.tss[-LOOKBACK_WEEKS:-1])
    return (
        mean(past.hard_days[-LOOKBACK_WEEKS:-1]) >= BUILD_HARD_DAYS
        and before > 0
        and past.tss[-1] / before <= REDUCED_LOAD
    )


def _low_load(evidence: Evidence) -> Verdict | None:
    """Little planned, nothing built before (L8)."""
    if (
        evidence.reduced
        and evidence.plan.hard_planned <= 1
        and not evidence.build_history
        and evidence.falling
    ):
        confidence: Confidence = "low" if evidence.quality == "poor" else "medium"
        return Verdict("Recovery", confidence, ("NO_BUILD_HISTORY_LOW_LOAD",))
    return None


def _build_or_base(evidence: Evidence) -> Verdict:
    """Score Build against Base (L9, section 6.4)."""
    margin = build_margin(evidence)
    phase = _decide(margin, evidence.previous)
    confidence = _confidence(phase, margin, evidence.quality)
    codes: list[str] = []
    if phase is None:
        codes.append("BUILD_BASE_AMBIGUOUS")
    elif evidence.previous and evidence.previous not in (phase, "Overreached"):
        codes.append(f"PHASE_TRANSITION_{evidence.previous}_TO_{phase}")
    if not evidence.plan.coverage_current and not evidence.plan.coverage_next:
        confidence = "medium" if confidence == "high" else confidence
        codes.append("NO_PLANNED_WORKOUTS")
    return Verdict(phase, confidence, tuple(codes))


def build_margin(evidence: Evidence) -> int:
    """Return the points for Build minus the points for Base."""
    past, plan = evidence.past, evidence.plan
    margin = _slope_points(past.ctl_slope) + _hard_day_points(past.hard_day_avg)
    if past.acwr_trend is not None:
        margin += 1 if past.acwr_trend == "rising" else -1
    if plan.sessions >= RELIABLE_SESSIONS:
        margin += 1 if plan.hard_total > 1 else -1
    return margin


def _slope_points(ctl_slope: Number | None) -> int:
    if ctl_slope is None or ctl_slope < -STEEP_CTL_SLOPE:
        return 0
    if ctl_slope <= 0:
        return -2
    if ctl_slope <= STEEP_CTL_SLOPE:
        return 1
    return 2 if ctl_slope <= VERY_STEEP_CTL_SLOPE else 3


def _hard_day_points(average: Number | None) -> int:
    if average is None:
        return 0
    if average <= HARDEST_BASE:
        return -2
    if average < BUILD_HARD_DAYS:
        return -1
    return 1 if average < HARDEST_BUILD else 2


def _decide(margin: int, previous: str | None) -> Phase | None:
    """A clear margin decides; in between, the phase of the week before is kept."""
    if abs(margin) >= CLEAR_MARGIN:
        return "Build" if margin > 0 else "Base"
    if previous == "Build":
        return "Build"
    if previous == "Base":
        return "Base"
    if margin == 0:
        return None
    return "Build" if margin > 0 else "Base"


def _confidence(phase: Phase | None, margin: int, quality: Quality) -> Confidence:
    if phase is None or quality == "poor":
        return "low"
    if quality == "mixed":
        return "medium" if abs(margin) >= CLEAR_MARGIN else "low"
    return "high" if abs(margin) >= WIDE_MARGIN else "medium"


def _above(value: Number | None, limit: float) -> bool:
    return value is not None and value > limit


def _at_least(value: Number | None, limit: float) -> bool:
    return value is not None and value >= limit


def _below(value: Number | None, limit: float) -> bool:
    return value is not None and value < limit
