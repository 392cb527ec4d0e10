"""Stream 2 of phase detection: what the calendar shows for this week, the next one and the races.

docs/format/phase.md. All limits are conventions of the data format.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.decode import parse_day
from engine.base.numbers import Number, mean, ratio, round_half_even, round_int, sum_in_order
from engine.base.sports import RACE_CATEGORIES, TRAINING_CATEGORIES, family
from engine.metrics.phase.completed_weeks import LOOKBACK_WEEKS, without_current
from engine.metrics.phase.types import StreamTwo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.metrics.phase.completed_weeks import CompletedWeeks
    from engine.metrics.phase.types import NextRace, Phase, PlannedSession, Week

DAYS_PER_WEEK: Final = 7
PRIORITY_RACES: Final = frozenset({"RACE_A", "RACE_B"})
TAPER_HORIZON: Final = 14  # days before a priority race
PEAK_HORIZON: Final = 21  # days before a priority race
REDUCED_LOAD: Final = 0.80  # planned TSS / recent weekly TSS
SUGGESTED_REBOUND: Final = 0.85  # next week's TSS / recent weekly TSS
PLAN_GAP: Final = 0.3  # planned sessions / expected sessions
RECENT_WEEKS: Final = 3  # weeks behind "recent TSS"
DEFAULT_SESSIONS: Final = 5  # expected sessions per week without any history
REPEAT_SIGN: Final = "\u00d7"  # the multiplication sign of a repeat block in a workout summary
HARD_WORDS: Final = (
    "interval",
    "vo2",
    "threshold",
    "sprint",
    "tempo",
    "race",
    "hard",
    "intensity",
    "sweet spot",
)
"""Parts of a workout's name that make it a hard one."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The features of stream 2.

    Loads are ratios to the recent weekly TSS, coverages are planned sessions per expected session,
    ``sessions`` counts what is planned from today to the end of the week, and ``empty`` tells that
    the calendar holds no entry of any category.
    """

    race_proximity: int | None = None
    race_category: str | None = None
    sessions: int = 0
    planned_tss_delta: Number | None = None
    next_week_load: Number | None = None
    hard_planned: int = 0
    hard_completed: int = 0
    coverage_current: Number = 0.0
    coverage_next: Number = 0.0
    empty: bool = False

    @property
    def hard_total(self) -> int:
        """Count hard days done and hard sessions to come.

        Two hard sessions on one date count twice, and today's counts as planned and as done once
        it is completed (defect 06-12, kept).
        """
        return self.hard_completed + self.hard_planned

    def priority_race_within(self, days: int) -> bool:
        """Whether the nearest race is of category A or B and at most so many days away.

        A nearer C race hides it (defect 06-08, kept).
        """
        if self.race_proximity is None or self.race_category not in PRIORITY_RACES:
            return False
        return self.race_proximity <= days

    @property
    def suggestion(self) -> Phase | None:
        """Name the phase that the calendar alone points to; it feeds ``stream_agreement`` only.

        Its rebound limit differs from the ladder's, and it never names a phase that the completed
        weeks can name, so the streams never agree (defect 06-16, kept).
        """
        delta, rebound = self.planned_tss_delta, self.next_week_load
        if self.empty:
            return None  # whatever the races (defect 06-09, kept)
        if self.priority_race_within(TAPER_HORIZON):
            return "Taper"
        if delta is None:
            return None
        if delta > REDUCED_LOAD:
            return "Peak" if self.priority_race_within(PEAK_HORIZON) else None
        if rebound is not None and rebound >= SUGGESTED_REBOUND:
            return "Deload"
        return None if self.coverage_next < PLAN_GAP else "Deload"

    def emitted(self) -> StreamTwo:
        """Return the published part."""
        return StreamTwo(
            planned_tss_delta=self.planned_tss_delta,
            hard_sessions_planned=self.hard_planned,
            current_week_hard_days_completed=self.hard_completed,
            current_week_hard_days_total=self.hard_total,
            race_proximity=self.race_proximity,
            next_week_load=self.next_week_load,
            plan_coverage_current_week=self.coverage_current,
            plan_coverage_next_week=self.coverage_next,
        )


def calendar_outlook(
    planned: Sequence[PlannedSession],
    next_race: NextRace | None,
    *,
    weeks: Sequence[Week],
    completed: CompletedWeeks,
    today: date,
    first_weekday: int,
    primary_sport: str | None,
) -> Outlook:
    """Compute the features of stream 2.

    Args:
        planned: calendar entries of any category, in any order.
        next_race: the nearest race, if there is one.
        weeks: weekly rows, oldest first, the last one being the current week.
        completed: the features of stream 1.
        today: the athlete's date.
        first_weekday: first day of a training week, Monday = 0.
        primary_sport: sport family that the loads are restricted to, where it has any load.
    """
    race = Outlook(
        race_proximity=next_race.days_until if next_race else None,
        race_category=next_race.category if next_race else None,
    )
    if not planned:
        return replace(race, empty=True)  # without the hard days done (defect 06-09, kept)
    days_left = _days_to_week_end(today, first_weekday) + 1
    next_week = today + timedelta(days=days_left)
    now = _sessions(planned, today, next_week)
    later = _sessions(planned, next_week, next_week + timedelta(days=DAYS_PER_WEEK))
    expected = _expected_sessions(weeks)
    primary = primary_sport if any(tss > 0 for tss in completed.primary_tss) else None
    recent = _recent_load(completed.primary_tss if primary else completed.tss)
    return replace(
        race,
        sessions=len(now),
        # Scaling up what is left of the week ignores what is done (defects 06-10 and 06-11, kept).
        planned_tss_delta=_relative(_load(now, primary) * DAYS_PER_WEEK / days_left, recent),
        next_week_load=_relative(_load(later, primary), recent),
        hard_planned=sum(map(is_hard, now)),
        hard_completed=(weeks[-1].hard_days or 0) if weeks else 0,
        coverage_current=round_half_even(len(now) / expected, 2),
        coverage_next=round_half_even(len(later) / expected, 2),
    )


def is_hard(session: PlannedSession) -> bool:
    """Whether a planned workout counts as hard.

    Plain parts of words decide: "Terrace loop" is hard, "Sweetspot" and "4x4" are not, and any
    repeat block makes a workout hard (defect 06-15, kept).
    """
    summary = (session.summary or "").lower()
    name = (session.name or "").lower()
    return (
        REPEAT_SIGN in summary
        or "sets" in summary
        or session.category in RACE_CATEGORIES
        or any(word in name for word in HARD_WORDS)
    )


def _days_to_week_end(today: date, first_weekday: int) -> int:
    return (first_weekday - 1 - today.weekday()) % DAYS_PER_WEEK


def _sessions(planned: Sequence[PlannedSession], start: date, end: date) -> list[PlannedSession]:
    """Pick workouts and races from ``start`` up to the day before ``end``."""
    return [
        session
        for session in planned
        if session.category in TRAINING_CATEGORIES
        and (day := parse_day(session.day[:10])) is not None
        and start <= day < end
    ]


def _expected_sessions(weeks: Sequence[Week]) -> int:
    """Return the usual number of activities per week, of every sport (defect 06-13, kept)."""
    usual = without_current(weeks)[-LOOKBACK_WEEKS:]
    counts = [week.activity_count for week in usual if week.activity_count is not None]
    return max(1, round_int(mean(counts))) if counts else DEFAULT_SESSIONS


def _recent_load(weekly_tss: Sequence[Number]) -> Number | None:
    recent = weekly_tss[-RECENT_WEEKS:]
    return mean(recent) if recent else None


def _load(sessions: Sequence[PlannedSession], primary: str | None) -> Number:
    """Add up planned TSS, of the primary sport only if one is given."""
    return sum_in_order(
        session.tss or 0
        for session in sessions
        if primary is None or family(session.sport) == primary
    )


def _relative(planned_tss: Number, recent: Number | None) -> Number | None:
    """Relate planned to recent load; a plan without load is None, not 0 (defect 06-14, kept)."""
    if recent is None or recent <= 0 or planned_tss <= 0:
        return None
    relation = ratio(planned_tss, recent)
    return None if relation is None else round_half_even(relation, 2)
