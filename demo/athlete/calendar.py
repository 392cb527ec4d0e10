"""Three years of training days around a given `today`: seasons, weeks, rest and illness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS_BACK = 1100
DAYS_AHEAD = 42
SEASON = timedelta(weeks=52)
WINTER = (11, 12, 1, 2, 3)  # months in which weekday rides happen on the trainer

# Per weekday from Monday: session and minutes. "*" marks rides that move indoors in winter.
WEEKS = {
    "base": (
        ("strength", 40),
        ("tempo*", 75),
        ("easy_run", 45),
        ("sweetspot*", 80),
        ("", 0),
        ("endurance", 110),
        ("long", 190),
    ),
    "build": (
        ("", 0),
        ("threshold", 75),
        ("endurance*", 85),
        ("sweetspot*", 80),
        ("easy_run", 40),
        ("hills", 125),
        ("long", 205),
    ),
    "off": (
        ("strength", 45),
        ("sweetspot*", 70),
        ("easy_run", 50),
        ("", 0),
        ("strength", 40),
        ("hilly_run", 65),
        ("long", 150),
    ),
    "taper": (
        ("", 0),
        ("vo2", 60),
        ("endurance", 60),
        ("openers", 50),
        ("", 0),
        ("recovery", 45),
        ("endurance", 100),
    ),
    "race": (
        ("recovery", 40),
        ("openers", 50),
        ("endurance", 50),
        ("", 0),
        ("openers", 40),
        ("", 0),
        ("race", 210),
    ),
    "rest": (
        ("", 0),
        ("", 0),
        ("recovery", 45),
        ("", 0),
        ("easy_run", 35),
        ("", 0),
        ("endurance", 75),
    ),
}
BUILD_WEEKS, BASE_WEEKS = 9, 21  # weeks to the race at which build and base begin
LOADING = (0.94, 1.0, 1.06)  # volume over the three loading weeks; the fourth is a deload
DELOAD = 0.62
DELOADED = {"tempo": "endurance", "sweetspot": "endurance", "threshold": "openers"}
INDOOR = ("threshold", "vo2")  # on the trainer all year round
ILLNESS = ((148, 5), (472, 7), (815, 6))  # days before today, length
HOLIDAY = ((236, 8), (601, 9))


@dataclass(frozen=True, slots=True)
class Slot:
    """One training day of the plan."""

    day: date
    kind: str
    minutes: int
    phase: str
    indoor: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The athlete's plan; `today` is the day from which everything is counted."""

    today: date

    @property
    def first(self) -> date:
        """The Monday with which the record begins."""
        start = self.today - timedelta(days=DAYS_BACK)
        return start - timedelta(days=start.weekday())

    @property
    def race(self) -> date:
        """The next A race: a Sunday four to five weeks ahead, and as often a year before."""
        ahead = self.today + timedelta(days=29)
        return ahead + timedelta(days=6 - ahead.weekday())

    @property
    def sick(self) -> list[tuple[date, date]]:
        """Spans of illness, both ends included."""
        return [self._span(back, days) for back, days in ILLNESS]

    @property
    def holidays(self) -> list[tuple[date, date]]:
        """Spans without a bicycle."""
        return [self._span(back, days) for back, days in HOLIDAY]

    def _span(self, back: int, days: int) -> tuple[date, date]:
        first = self.today - timedelta(days=back)
        return first, first + timedelta(days=days - 1)

    def days(self) -> list[date]:
        """Every date of the record, today included."""
        count = (self.today - self.first).days + 1
        return [self.first + timedelta(days=n) for n in range(count)]

    def season(self, monday: date) -> tuple[str, float]:
        """Phase of a week and its volume relative to the phase's template."""
        race = self.race
        while race - SEASON >= monday:
            race -= SEASON
        weeks = (race - monday).days // 7
        since = (monday - (race - SEASON)).days // 7
        if weeks <= 1:
            return ("race", "taper")[weeks], 1.0
        if since < 2:  # noqa: PLR2004  (weeks of rest after a race)
            return "rest", 1.0
        phase = "build" if weeks <= BUILD_WEEKS else "base" if weeks <= BASE_WEEKS else "off"
        position = (BUILD_WEEKS - weeks) % 4
        return phase, (*LOADING, DELOAD)[position]

    def slots(self) -> Iterator[Slot]:
        """All sessions from the first day to the horizon, oldest first."""
        last = self.today + timedelta(days=DAYS_AHEAD)
        monday = self.first
        while monday <= last:
            phase, volume = self.season(monday)
            for weekday, (kind, minutes) in enumerate(WEEKS[phase]):
                day = monday + timedelta(days=weekday)
                if kind and day <= last and not self._inside(day, self.sick):
                    yield self._slot(day, kind, minutes, phase, volume)
            monday += timedelta(days=7)

    def _slot(self, day: date, kind: str, minutes: int, phase: str, volume: float) -> Slot:
        name = kind.removesuffix("*")
        if self._inside(day, self.holidays):
            name, minutes = "easy_run", 40
        elif volume == DELOAD:
            name = DELOADED.get(name, name)
        elif name == "threshold" and day.isocalendar().week % 2:
            name = "vo2"
        indoor = name in INDOOR or (kind.endswith("*") and day.month in WINTER)
        return Slot(day, name, round(minutes * volume / 5) * 5, phase, indoor)

    @staticmethod
    def _inside(day: date, spans: list[tuple[date, date]]) -> bool:
        return any(first <= day <= last for first, last in spans)
