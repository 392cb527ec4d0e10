"""Stream 2 of phase detection: this week done and planned, the next one, and the races.

docs/format/phase.md#calendar. All limits are conventions of the data format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.decode import parse_day
from engine.base.numbers import Number, mean, ratio, round_half_even, round_int, sum_in_order
from engine.base.sports import family_or_other
from engine.metrics.phase.types import LAST_DAY, StreamTwo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.intervals_icu import Activity
    from engine.metrics.phase.completed_weeks import CompletedWeeks
    from engine.metrics.phase.types import NextRace, Phase, PlannedSession

WEEK: Final = timedelta(weeks=1)
GOAL_RACES: Final = frozenset({"RACE_A", "RACE_B"})
TAPER_HORIZON: Final = 14  # days before a goal race
PEAK_HORIZON: Final = 21  # days before a goal race
REDUCED_LOAD: Final = 0.80  # this week's TSS / recent weekly TSS
RELIABLE_SESSIONS: Final = 3  # sessions of the week from which its load can be judged
FEW_HARD_DAYS_DONE: Final = 1  # hard days that a lighter week may have had
RECENT_WEEKS: Final = 3  # weeks behind "recent TSS" and the expected sessions
DEFAULT_SESSIONS: Final = 5  # expected sessions per week without any history


@dataclass(frozen=True, slots=True)
class Outlook:
    """The features of stream 2; the defaults are those of a week without any calendar.

    Attributes:
        race_proximity, race_category: of the race that matters, the days from today.
        planned: the calendar holds training for this week.
        sessions: of this week, done and still open.
        planned_tss_delta, next_week_load: relative to the recent weekly TSS.
        hard_planned: hard sessions still open this week.
        hard_completed: hard days done this week.
        hard_total: dates of this week that are or will be hard.
        hard_in_plan: hard sessions of this week, done or open.
        coverage_current, coverage_next: sessions per expected session.
    """

    race_proximity: int | None = None
    race_category: str | None = None
    planned: bool = False
    sessions: int = 0
    planned_tss_delta: Number | None = None
    next_week_load: Number | None = None
    hard_planned: int = 0
    hard_completed: int = 0
    hard_total: int = 0
    hard_in_plan: int = 0
    coverage_current: Number = 0.0
    coverage_next: Number = 0.0

    @property
    def reliable(self) -> bool:
        """Whether the week holds enough sessions to judge its load."""
        return self.planned_tss_delta is not None and self.sessions >= RELIABLE_SESSIONS

    @property
    def reduced(self) -> bool:
        """Whether the week's load is reliably below the recent one."""
        delta = self.planned_tss_delta
        return self.reliable and delta is not None and delta <= REDUCED_LOAD

    @property
    def full_volume(self) -> bool:
        """Whether the week's load is reliably that of the recent weeks, or more."""
        return self.reliable and not self.reduced

    @property
    def hardly_hard(self) -> bool:
        """Whether the plan holds nothing hard, and hardly anything hard was done."""
        return self.hard_in_plan == 0 and self.hard_completed <= FEW_HARD_DAYS_DONE

    def goal_race_within(self, days: int) -> bool:
        """Whether a race of category A or B is at most so many days away."""
        if self.race_proximity is None or self.race_category not in GOAL_RACES:
            return False
        return self.race_proximity <= days

    @property
    def suggestion(self) -> Phase | None:
        """Name the phase that the calendar alone points to."""
        if self.goal_race_within(TAPER_HORIZON) and not self.full_volume:
            return "Taper"
        if self.goal_race_within(PEAK_HORIZON) and self.full_volume:
            return "Peak"
        if not self.reliable:
            return None
        if self.reduced:
            return "Deload" if self.hardly_hard else None
        return "Build" if self.hard_total > 1 else "Base"

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


@dataclass(frozen=True, slots=True)
class CurrentWeek:
    """What a live run knows of the week that contains today, and of what lies around it.

    Attributes:
        today: the athlete's date.
        start: first day of the current training week.
        first_day: of the athlete's records; None without any activity.
        planned: workouts and races of the calendar, in any order, past days included.
        race: the nearest goal race, without one the nearest race of any kind.
        activities: of the last 28 days.
        hard_dates: of the current week.
        primary_sport: sport family that the loads are restricted to, where it has any load.
    """

    today: date
    start: date
    first_day: date | None = None
    planned: Sequence[PlannedSession] = ()
    race: NextRace | None = None
    activities: Sequence[Activity] = ()
    hard_dates: frozenset[date] = frozenset()
    primary_sport: str | None = None

    def sessions_of_week(self, start: date) -> list[PlannedSession]:
        """Return what the calendar holds for a week."""
        return [session for session in self.planned if start <= session.day <= start + LAST_DAY]

    def activities_of_week(self, start: date) -> list[Activity]:
        """Return what was done in a week, up to today."""
        end = min(start + LAST_DAY, self.today)
        days = ((activity, parse_day(activity.day)) for activity in self.activities)
        return [activity for activity, day in days if day and start <= day <= end]


def calendar_outlook(week: CurrentWeek, completed: CompletedWeeks) -> Outlook:
    """Compute the features of stream 2 from the current week and the features of stream 1."""
    planned = week.sessions_of_week(week.start)
    following = week.sessions_of_week(week.start + WEEK)
    still_open = [s for s in planned if s.day >= week.today and not s.done]
    sports = {session.sport for session in (*planned, *following)}
    sessions = len(_of_sports(week.activities_of_week(week.start), sports)) + len(still_open)
    expected = _expected_sessions(week, sports)
    loads = _Loads.of(week, completed)
    hard = [session for session in still_open if session.hard]
    return Outlook(
        race_proximity=week.race.days_until if week.race else None,
        race_category=week.race.category if week.race else None,
        planned=bool(planned),
        sessions=sessions,
        planned_tss_delta=loads.of_week(week, planned, still_open) if planned else None,
        next_week_load=loads.of_plan(following),
        hard_planned=len(hard),
        hard_completed=len(week.hard_dates),
        hard_total=len(week.hard_dates.union(session.day for session in hard)),
        hard_in_plan=sum(session.hard for session in planned),
        coverage_current=_share(sessions, expected) if planned else 0.0,
        coverage_next=_share(len(following), expected),
    )


@dataclass(frozen=True, slots=True)
class _Loads:
    """The recent weekly TSS, and the sport family that it is of; None for all."""

    sport: str | None
    recent: Number | None

    @classmethod
    def of(cls, week: CurrentWeek, completed: CompletedWeeks) -> _Loads:
        sport = week.primary_sport if any(tss > 0 for tss in completed.primary_tss) else None
        weekly = (completed.primary_tss if sport else completed.tss)[-RECENT_WEEKS:]
        return cls(sport, mean(weekly) if weekly else None)

    def of_week(
        self,
        week: CurrentWeek,
        planned: Iterable[PlannedSession],
        still_open: Sequence[PlannedSession],
    ) -> Number | None:
        """Relate what is done and still open to the recent load.

        Goal races are left out, planned or done: the race itself is no training volume.
        """
        if still_open and all(session.tss is None for session in still_open):
            return None
        races = {(s.day.isoformat(), s.sport) for s in planned if s.category in GOAL_RACES}
        done = [
            activity.tss
            for activity in week.activities_of_week(week.start)
            if self._counts(sport := family_or_other(activity.type))
            and (activity.day, sport) not in races
        ]
        return self._relative(sum_in_order(done) + self._planned_tss(still_open))

    def of_plan(self, planned: Iterable[PlannedSession]) -> Number | None:
        """Relate a plan to the recent load; None without any known load, and 0.0 is a load."""
        training = [session for session in planned if session.category not in GOAL_RACES]
        if all(session.tss is None for session in training):
            return None
        return self._relative(self._planned_tss(training))

    def _planned_tss(self, sessions: Iterable[PlannedSession]) -> Number:
        return sum_in_order(
            session.tss or 0
            for session in sessions
            if session.category not in GOAL_RACES and self._counts(session.sport)
        )

    def _counts(self, sport: str) -> bool:
        return self.sport is None or sport == self.sport

    def _relative(self, tss: Number) -> Number | None:
        if self.recent is None or self.recent <= 0:
            return None
        relation = ratio(tss, self.recent)
        return None if relation is None else round_half_even(float(relation), 2)


def _of_sports(activities: Iterable[Activity], sports: set[str]) -> list[Activity]:
    """Keep the activities of the planned sports; all where nothing is planned."""
    return [a for a in activities if not sports or family_or_other(a.type) in sports]


def _expected_sessions(week: CurrentWeek, sports: set[str]) -> int:
    """Return the usual number of sessions per week in the planned sports."""
    starts = (week.start - WEEK * back for back in range(1, RECENT_WEEKS + 1))
    counts = [
        len(_of_sports(week.activities_of_week(start), sports))
        for start in starts
        if week.first_day is not None and start + LAST_DAY >= week.first_day
    ]
    return max(1, round_int(mean(counts))) if counts else DEFAULT_SESSIONS


def _share(sessions: int, expected: int) -> Number:
    return round_half_even(sessions / expected, 2)
