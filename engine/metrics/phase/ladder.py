"""The classification: which phase two streams of evidence add up to, and how sure that is.

docs/format/phase.md#ladder; the rules are called L1 to L9 there as here. All limits are
conventions of the data format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.base.numbers import mean
from engine.metrics.phase.calendar_outlook import (
    PEAK_HORIZON,
    REDUCED_LOAD,
    RELIABLE_SESSIONS,
    TAPER_HORIZON,
)
from engine.metrics.phase.completed_weeks import (
    BUILD_HARD_DAYS,
    LOOKBACK_WEEKS,
    STEEP_CTL_SLOPE,
    known_mean,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.base.numbers import Number
    from engine.metrics.phase.calendar_outlook import Outlook
    from engine.metrics.phase.completed_weeks import CompletedWeeks
    from engine.metrics.phase.types import Confidence, Phase, Quality, Week

MIN_WEEKS: Final = 3  # weeks of a sufficient look-back
REBOUND: Final = 0.80  # next week's TSS / recent weekly TSS
PLAN_GAP: Final = 0.3  # planned sessions / expected sessions
PEAK_CTL_SHARE: Final = 0.95  # of the highest CTL in the window
RECOVERY_WEEKS: Final = 3  # last weeks whose hard days a recovery looks at
FEW_HARD_DAYS: Final = 0.5  # hard days per week
VERY_STEEP_CTL_SLOPE: Final = 2.0  # CTL points per week
HARDEST_BASE: Final = 1.0  # hard days per week that speak clearly for Base
HARDEST_BUILD: Final = 2.5  # hard days per week that speak clearly for Build
CLEAR_MARGIN: Final = 2
WIDE_MARGIN: Final = 3
ONLY_IN_THE_CALENDAR: Final = frozenset({"Taper", "Peak", "Deload"})
"""Phases that the completed weeks cannot show."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Phase, confidence and the reason codes of the rule that decided."""

    phase: Phase | None
    confidence: Confidence
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Both streams, with the terms that the rules are written in.

    A comparison with an unknown value is false. In ``hindsight`` there is no calendar, and the
    last of the completed weeks is the one to classify.
    """

    past: CompletedWeeks
    plan: Outlook
    quality: Quality
    previous: str | None
    hindsight: bool = False

    @property
    def build_history(self) -> bool:
        """The completed weeks were building."""
        past = self.past
        return _above(past.ctl_slope, 0) and _at_least(past.hard_day_avg, BUILD_HARD_DAYS)

    @property
    def falling(self) -> bool:
        """CTL falls by more than a point a week."""
        return _below(self.past.ctl_slope, -STEEP_CTL_SLOPE)

    @property
    def agreement(self) -> bool | None:
        """Whether both streams fit together; None where they cannot be compared.

        Taper, Peak and Deload show in the calendar alone. Only weeks that were too much say
        something about them: they call for less.
        """
        past, plan = self.past.suggestion, self.plan.suggestion
        if past is None or plan is None:
            return None
        if plan in ONLY_IN_THE_CALENDAR:
            return plan != "Peak" if past == "Overreached" else None
        return past == plan


def data_quality(
    weeks: Sequence[Week], zone_preference: Mapping[str, str]
) -> tuple[Quality, tuple[str, ...]]:
    """Judge the rows of the completed weeks."""
    quality: Quality = "good"
    codes: list[str] = []
    recent = weeks[-LOOKBACK_WEEKS:]
    if len(recent) < MIN_WEEKS:
        quality = "poor"
        codes.append("INSUFFICIENT_LOOKBACK")
    hr_only = sum((week.hr_hard_days or 0) > 0 and not week.power_hard_days for week in recent)
    if hr_only * 2 > len(recent) and "hr" not in zone_preference.values():
        quality = "mixed" if quality == "good" else quality
        codes.append("HR_ONLY_MAJORITY")
    return quality, tuple(codes)


def classify(evidence: Evidence) -> Verdict:
    """Walk down the ladder; the first rule that matches decides."""
    if evidence.past.weeks_available < MIN_WEEKS:
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
    """Taper (L3) and Peak (L4). A plan of full volume is no taper."""
    past, plan = evidence.past, evidence.plan
    if plan.goal_race_within(TAPER_HORIZON):
        if plan.reduced:
            return Verdict("Taper", "high", ("RACE_IMMINENT_VOLUME_REDUCING",))
        if not plan.reliable:
            return Verdict("Taper", "medium", ("RACE_IMMINENT",))
    if (
        plan.goal_race_within(PEAK_HORIZON)
        and not plan.reduced
        and len(past.ctl) >= MIN_WEEKS
        and past.ctl[-1] >= PEAK_CTL_SHARE * max(past.ctl)
        and _above(past.ctl_slope, 0)
    ):
        return Verdict("Peak", "medium", ("RACE_APPROACHING_CTL_HIGH",))
    return None


def _recovery(evidence: Evidence) -> Verdict | None:
    """Falling load without hard days (L5)."""
    hard_days = known_mean(evidence.past.hard_days[-RECOVERY_WEEKS:])
    if (
        evidence.falling
        and _below(hard_days, FEW_HARD_DAYS)
        and not evidence.plan.goal_race_within(PEAK_HORIZON)
    ):
        return Verdict("Recovery", "medium", ("DECLINING_LOAD_NO_HARD_DAYS",))
    return None


def _resuming(evidence: Evidence) -> Verdict | None:
    """Back to building after a deload (L6)."""
    plan = evidence.plan
    if evidence.previous != "Deload":
        return None
    if plan.hard_total > 1:
        return Verdict("Build", "medium", ("BUILD_RESUMING_AFTER_DELOAD",))
    if plan.hard_total == 1 or (plan.coverage_current > 0 and not plan.reduced):
        return Verdict("Build", "low", ("BUILD_RESUMING_AFTER_DELOAD_TENTATIVE",))
    return None


def _deload(evidence: Evidence) -> Verdict | None:
    """A lighter week after building (L7)."""
    if not (_deload_in_hindsight(evidence) if evidence.hindsight else _planned_deload(evidence)):
        return None
    plan = evidence.plan
    if _at_least(plan.next_week_load, REBOUND):
        return Verdict("Deload", "high", ("BUILD_HISTORY_REDUCED_LOAD_REBOUND_CONFIRMED",))
    if plan.coverage_next < PLAN_GAP:
        return Verdict("Deload", "medium", ("PLAN_GAP_NEXT_WEEK",))
    return Verdict("Deload", "medium", ("BUILD_HISTORY_REDUCED_LOAD",))


def _planned_deload(evidence: Evidence) -> bool:
    """The week is reliably reduced, and nothing hard is planned in it."""
    return evidence.plan.reduced and evidence.build_history and evidence.plan.hardly_hard


def _deload_in_hindsight(evidence: Evidence) -> bool:
    """The last week was lighter than three hard ones before it.

    In a live run this would name the current week after the last one (defect 06-18, kept).
    """
    past = evidence.past
    if past.weeks_available < LOOKBACK_WEEKS:
        return False
    *weeks_before, last = past.tss
    before = mean(weeks_before)
    hard_days = known_mean(past.hard_days[:-1])
    return _at_least(hard_days, BUILD_HARD_DAYS) and before > 0 and last / before <= REDUCED_LOAD


def _low_load(evidence: Evidence) -> Verdict | None:
    """A reduced week while CTL falls already (L8)."""
    plan = evidence.plan
    if (
        plan.reduced
        and plan.hard_total <= 1
        and evidence.falling
        and not plan.goal_race_within(PEAK_HORIZON)
    ):
        return Verdict("Recovery", "medium", ("NO_BUILD_HISTORY_LOW_LOAD",))
    return None


def _build_or_base(evidence: Evidence) -> Verdict:
    """Score Build against Base (L9); a falling CTL is neither."""
    margin = build_margin(evidence)
    phase = None if evidence.falling else _decide(margin, evidence.previous)
    confidence = _confidence(phase, margin, evidence)
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
    if plan.planned and plan.sessions >= RELIABLE_SESSIONS:
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


def _confidence(phase: Phase | None, margin: int, evidence: Evidence) -> Confidence:
    good, agreement = evidence.quality == "good", evidence.agreement
    if phase is None or agreement is False:
        return "low"
    if abs(margin) >= WIDE_MARGIN and good and agreement:
        return "high"
    return "medium" if good or abs(margin) >= CLEAR_MARGIN else "low"


def _above(value: Number | None, limit: float) -> bool:
    return value is not None and value > limit


def _at_least(value: Number | None, limit: float) -> bool:
    return value is not None and value >= limit


def _below(value: Number | None, limit: float) -> bool:
    return value is not None and value < limit
