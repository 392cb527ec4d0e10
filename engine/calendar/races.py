"""``race_calendar``: the races of the next 90 days, the taper alert and the race week.

docs/format/races.md#race-calendar. Taper advice after Mujika & Padilla (2003) and Bosquet et al.
(2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from engine.base.decode import parse_day
from engine.base.serialize import MISSING
from engine.base.sports import RACE_CATEGORIES
from engine.base.units import display
from engine.calendar.last_day import end_date, last_day
from engine.calendar.race import Race
from engine.calendar.race_week import Form, Inactive, RaceWeek, open_loads, race_week
from engine.metrics.phase.calendar_outlook import GOAL_RACES
from engine.metrics.phase.types import NextRace

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from datetime import date

    from engine.base.decode import Id
    from engine.base.numbers import Number
    from engine.base.units import Units
    from engine.intervals_icu import Activity, Event
    from engine.metrics.done_entries import Entry
    from engine.metrics.fitness import Fitness

TAPER_CATEGORY: Final = "RACE_A"
TAPER_DAYS: Final = range(8, 15)
"""Days until the race during which the taper alert is on."""

TAPER_ADVICE: Final = (
    "Taper: cut training volume by 41-60% over two weeks and keep the intensity of the key "
    "sessions. CTL should peak now or within the next days; its fall during the taper is intended."
)


@dataclass(frozen=True, slots=True)
class TaperAlert:
    """The announcement of a taper."""

    active: Literal[True]
    event_name: str | None
    event_date: str
    days_until: int
    message: str


@dataclass(frozen=True, slots=True)
class RaceCalendar:
    """The block ``race_calendar``; races from the nearest on."""

    next_race: Race | None
    all_races: tuple[Race, ...]
    taper_alert: TaperAlert | Inactive
    race_week: RaceWeek | Inactive


def race_calendar(
    calendar_entries: Sequence[Entry],
    today: date,
    *,
    fitness: Fitness,
    start_of_day_form: Number | None,
    activities: Iterable[Activity],
    terrain_ids: Container[Id | None],
    units: Units,
) -> RaceCalendar:
    """Return the block ``race_calendar``.

    Args:
        calendar_entries: in the order of the calendar.
        today: the athlete's date.
        fitness: CTL and ATL of today.
        start_of_day_form: TSB of this morning, which on race day is the form for the race.
        activities: of the last 28 days.
        terrain_ids: ids of the events with a terrain summary.
        units: for the display pairs.
    """
    races = _races((entry.event for entry in calendar_entries), today, terrain_ids, units)
    return RaceCalendar(
        next_race=races[0] if races else None,
        all_races=tuple(races),
        taper_alert=_taper_alert(races),
        race_week=race_week(
            races,
            today,
            Form(fitness.ctl, fitness.atl, start_of_day_form),
            activities=activities,
            planned=open_loads(calendar_entries, today),
        ),
    )


def next_race(calendar: RaceCalendar) -> NextRace | None:
    """Return the race that the training phase looks at.

    It is the nearest goal race; the nearest race of any priority only where there is none.
    """
    goals = (race for race in calendar.all_races if race.category in GOAL_RACES)
    race = next(goals, calendar.next_race)
    return NextRace(race.days_until, race.category) if race else None


def _races(
    events: Iterable[Event], today: date, terrain_ids: Container[Id | None], units: Units
) -> list[Race]:
    """Return the races that are not over, the nearest first; same-day races keep their order."""
    races = []
    for event in events:
        day, last = parse_day(event.day), last_day(event)
        if event.category in RACE_CATEGORIES and day and last and last >= today:
            kilometers = event.distance / 1000 if event.distance else None
            race = Race(
                name=event.name if event.has_name else "Unnamed Race",
                date=event.day,
                category=event.category,
                type=event.type if event.has_type else "Unknown",
                days_until=max(0, (day - today).days),
                moving_time_seconds=event.moving_time,
                distance_meters=event.distance,
                display={"distance": display(kilometers, "distance", units)},
                has_terrain=event.id in terrain_ids,
                end_date=end_date(event),
                start_time=event.start_time or MISSING,
                indoor=True if event.indoor else MISSING,
            )
            races.append(race)
    return sorted(races, key=lambda race: race.days_until)


def _taper_alert(races: Sequence[Race]) -> TaperAlert | Inactive:
    """Announce the taper for the nearest A race that is one to two weeks away."""
    for race in races:
        if race.category == TAPER_CATEGORY and race.days_until in TAPER_DAYS:
            name = race.name or "The race"
            return TaperAlert(
                active=True,
                event_name=race.name,
                event_date=race.date,
                days_until=race.days_until,
                message=f"{name} is in {race.days_until} days. {TAPER_ADVICE}",
            )
    return Inactive()
