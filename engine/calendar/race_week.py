"""``race_week``: load budget, projected form and day protocol of the last seven days.

docs/format/races.md#race-week. Sources: Mujika & Padilla (2003) and Bosquet et al. (2007) for the
taper, Altini for heart-rate variability during it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.base.decode import parse_day
from engine.base.numbers import Number, round_half_even, round_int, sum_in_order
from engine.metrics.fitness import ATL_DAILY_DECAY, CTL_DAILY_DECAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.calendar.race import Race
    from engine.intervals_icu import Activity
    from engine.metrics.done_entries import Entry

DurationClass: TypeAlias = Literal["short_intense", "medium", "long_endurance"]

RACE_WEEK_DAYS: Final = 7
MEDIUM_FROM: Final = 5400
"""Seconds of racing. Shorter is ``short_intense``; carbohydrate loading starts to pay here."""
LONG_ABOVE: Final = 10800
"""Seconds of racing above which an event is ``long_endurance``."""

BUDGET_SHARES: Final = {"RACE_A": (0.40, 0.55), "RACE_B": (0.50, 0.65)}
"""Least and most of a normal week's load, by priority of the race."""
TSB_TARGETS: Final[dict[DurationClass, tuple[int, int]]] = {
    "short_intense": (5, 15),
    "medium": (10, 20),
    "long_endurance": (10, 25),
}
B_RACE_TSB_DISCOUNT: Final = 5
FAR_BELOW: Final = 10
"""TSB points below the target from which performance may suffer."""

CARB_LOADING_DAYS: Final = 4
CARB_NOTE: Final = (
    "Eat 10-12 g of carbohydrate per kg of body weight per day from D-4 until the race; no "
    "depletion phase is needed before it."
)
OPENER_DAYS: Final = 2
OPENER_INTENSITY: Final[dict[DurationClass, str]] = {
    "short_intense": "more_intense",
    "medium": "standard",
    "long_endurance": "lighter",
}


@dataclass(frozen=True, slots=True)
class ProtocolDay:
    """What a day of the race week is for; loads as multiples of CTL."""

    label: str
    least: float
    most: float
    zones: str
    purpose: str


EASY_DAYS: Final = (3, 4)
PROTOCOL: Final = {
    7: ProtocolDay(
        "Last key session",
        0.75,
        1.00,
        "3-5 efforts of 1-3 min in Z4-Z5, the rest easy",
        "Confirm fitness and check how power and heart rate respond.",
    ),
    6: ProtocolDay("Recovery", 0.00, 0.30, "Z1-Z2 only", "Active recovery."),
    5: ProtocolDay(
        "Moderate endurance",
        0.40,
        0.60,
        "Z1-Z2 with 2-3 short touches of race pace",
        "Keep the feel for the pace without adding fatigue.",
    ),
    4: ProtocolDay(
        "Easy / rest",
        0.00,
        0.40,
        "Z1-Z2 only",
        "Bring the volume down. Carbohydrate loading starts today where it applies.",
    ),
    3: ProtocolDay(
        "Easy / rest",
        0.00,
        0.40,
        "Z1-Z2 only",
        "Feeling flat is expected from D-4 to D-2 and is no loss of fitness.",
    ),
    2: ProtocolDay(
        "Opener",
        0.30,
        0.50,
        "3-5 efforts of 20-60 s in Z4-Z6 at high cadence with full recovery",
        "Neuromuscular activation.",
    ),
    1: ProtocolDay(
        "Rest / minimal",
        0.00,
        0.20,
        "Z1 only, if anything at all",
        "Final rest, logistics and equipment.",
    ),
    0: ProtocolDay(
        "Race day", 0.00, 0.00, "race effort", "Go/no-go check, then carry out the plan."
    ),
}
"""Days until the race to the day's protocol."""


@dataclass(frozen=True, slots=True)
class Span:
    """Lowest and highest value; None when fitness is unknown."""

    min: int | None
    max: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """Lowest and highest value that is aimed at."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Form:
    """CTL, ATL and the TSB of this morning, in TSS per day; None when they are unknown."""

    ctl: Number | None
    atl: Number | None
    start_of_day: Number | None


@dataclass(frozen=True, slots=True)
class Inactive:
    """A block that has nothing to say at present."""

    active: Literal[False] = False


@dataclass(frozen=True, slots=True)
class DayProtocol:
    """What today is for; the load in TSS."""

    label: str
    load_target_tss: Target | None
    zones: str
    purpose: str


@dataclass(frozen=True, slots=True)
class CarbLoading:
    """Whether carbohydrate loading applies to the race, and from which day on."""

    applicable: bool
    active: bool
    starts: str
    start_date: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Opener:
    """The day before last: when, and how hard."""

    day: str
    date: str
    intensity: str


@dataclass(frozen=True, slots=True)
class GoNoGo:
    """The verdict on the projected form; None when there is no projection."""

    tsb_status: Literal["green", "flag"] | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaceWeek:
    """The block ``race_week`` while it is on, its fields in the order of emission."""

    active: Literal[True]
    event_name: str | None
    event_date: str
    event_category: str | None
    event_type: str | None
    event_duration_class: DurationClass
    event_moving_time_seconds: Number | None
    days_until_event: int
    current_day: str
    ctl_baseline: Number | None
    normal_weekly_tss: Number | None
    race_week_tss_budget: Span
    race_week_tss_spent: int
    race_week_tss_remaining: Span
    projected_race_day_tsb: Number | None
    projected_with_planned_tss: int
    tsb_target_range: Target
    today: DayProtocol
    carb_loading: CarbLoading
    opener: Opener
    go_no_go: GoNoGo


def race_week(
    races: Sequence[Race],
    today: date,
    form: Form,
    *,
    activities: Iterable[Activity],
    planned: Mapping[date, Number],
) -> RaceWeek | Inactive:
    """Return the block ``race_week``; inactive without an A or B race within seven days.

    Args:
        races: not over yet, the nearest first.
        today: the athlete's date.
        form: of today.
        activities: of the last 28 days.
        planned: load that is planned and not done, by date.
    """
    race = _target(races)
    if race is None:
        return Inactive()
    days, kind = race.days_until, _duration_class(race)
    weekly = None if form.ctl is None else round_half_even(7 * form.ctl, 1)
    budget = _budget(race, weekly)
    spent = _spent(activities, race, today)
    loads = [planned.get(today + timedelta(days=ahead), 0) for ahead in range(days)]
    projected, target = _projected_tsb(form, loads), _tsb_target(race, kind)
    return RaceWeek(
        active=True,
        event_name=race.name,
        event_date=race.date,
        event_category=race.category,
        event_type=race.type,
        event_duration_class=kind,
        event_moving_time_seconds=_seconds(race),
        days_until_event=days,
        current_day=f"D-{days}",
        ctl_baseline=None if form.ctl is None else round_half_even(form.ctl, 1),
        normal_weekly_tss=weekly,
        race_week_tss_budget=budget,
        race_week_tss_spent=spent,
        race_week_tss_remaining=Span(_left(budget.min, spent), _left(budget.max, spent)),
        projected_race_day_tsb=projected,
        projected_with_planned_tss=round_int(sum_in_order(loads)),
        tsb_target_range=target,
        today=_protocol(days, kind, form.ctl),
        carb_loading=_carb_loading(race),
        opener=Opener(f"D-{OPENER_DAYS}", _before(race, OPENER_DAYS), OPENER_INTENSITY[kind]),
        go_no_go=_go_no_go(projected, target),
    )


def open_loads(calendar_entries: Iterable[Entry], today: date) -> dict[date, Number]:
    """Return the load of workouts and races from today on that are not done, by date."""
    loads: dict[date, Number] = {}
    for entry in calendar_entries:
        day = parse_day(entry.event.day)
        if entry.is_training and not entry.done and day and day >= today:
            loads[day] = loads.get(day, 0) + (entry.event.load or 0)
    return loads


def _target(races: Sequence[Race]) -> Race | None:
    """Return the nearest A race of the window, without one the nearest B race."""
    near = [race for race in races if race.days_until <= RACE_WEEK_DAYS]
    for category in BUDGET_SHARES:
        for race in near:
            if race.category == category:
                return race
    return None


def _seconds(race: Race) -> Number | None:
    """Return the planned time; 0 is not set."""
    seconds = race.moving_time_seconds
    return seconds if seconds is not None and seconds > 0 else None


def _duration_class(race: Race) -> DurationClass:
    """Classify by the planned time, without one by the priority."""
    seconds = _seconds(race)
    if seconds is None:
        return "long_endurance" if race.category == "RACE_A" else "medium"
    if seconds < MEDIUM_FROM:
        return "short_intense"
    return "medium" if seconds <= LONG_ABOVE else "long_endurance"


def _budget(race: Race, weekly: Number | None) -> Span:
    """Return the load of the days before the race."""
    if weekly is None:
        return Span(None, None)
    return Span(*(round_int(weekly * share) for share in BUDGET_SHARES[race.category or ""]))


def _left(budget: int | None, spent: int) -> int | None:
    return None if budget is None else max(0, budget - spent)


def _spent(activities: Iterable[Activity], race: Race, today: date) -> int:
    """Add up the load since D-7; that of the race itself is not part of the budget."""
    first, last = _before(race, RACE_WEEK_DAYS), min(today.isoformat(), _before(race, 1))
    return round_int(sum_in_order(a.tss for a in activities if first <= a.day <= last))


def _projected_tsb(form: Form, loads: Sequence[Number]) -> Number | None:
    """Return the form on the morning of the race, with the load that is planned until then.

    Args:
        form: of today.
        loads: still open, of today and each day before the race; none on race day, when the form
            of this morning is the answer.
    """
    ctl, atl = form.ctl, form.atl
    if ctl is None or atl is None:
        return None
    if not loads:
        return None if form.start_of_day is None else round_half_even(form.start_of_day, 1)
    for ahead, load in enumerate(loads):
        if ahead:
            ctl, atl = ctl * CTL_DAILY_DECAY, atl * ATL_DAILY_DECAY
        ctl, atl = ctl + load * (1 - CTL_DAILY_DECAY), atl + load * (1 - ATL_DAILY_DECAY)
    return round_half_even(ctl * CTL_DAILY_DECAY - atl * ATL_DAILY_DECAY, 1)


def _tsb_target(race: Race, kind: DurationClass) -> Target:
    low, high = TSB_TARGETS[kind]
    discount = 0 if race.category == "RACE_A" else B_RACE_TSB_DISCOUNT
    return Target(max(0, low - discount), high - discount)


def _protocol(days: int, kind: DurationClass, ctl: Number | None) -> DayProtocol:
    day = _adapted(PROTOCOL[days], days, kind)
    load = None if ctl is None else Target(round_int(ctl * day.least), round_int(ctl * day.most))
    return DayProtocol(day.label, load, day.zones, day.purpose)


def _adapted(day: ProtocolDay, days: int, kind: DurationClass) -> ProtocolDay:
    """Fit the opener and the easy days to the length of the race."""
    if days == OPENER_DAYS and kind == "long_endurance":
        return replace(
            day,
            zones="3-4 efforts of 20-60 s in Z4 only at moderate cadence",
            purpose="Light activation that spares glycogen.",
        )
    if days == OPENER_DAYS and kind == "short_intense":
        return replace(
            day,
            zones="5-6 efforts of 10-30 s in Z4-Z6",
            purpose="Full activation for a short, hard effort.",
        )
    if days in EASY_DAYS and kind == "long_endurance":
        purpose = f"{day.purpose} Easy endurance is better than full rest before a long race."
        return replace(day, least=0.20, purpose=purpose)
    return day


def _carb_loading(race: Race) -> CarbLoading:
    seconds = _seconds(race)
    applicable = race.category == "RACE_A" if seconds is None else seconds >= MEDIUM_FROM
    return CarbLoading(
        applicable=applicable,
        active=applicable and race.days_until <= CARB_LOADING_DAYS,
        starts=f"D-{CARB_LOADING_DAYS}",
        start_date=_before(race, CARB_LOADING_DAYS),
        note=CARB_NOTE if applicable else None,
    )


def _before(race: Race, days: int) -> str:
    return (date.fromisoformat(race.date) - timedelta(days=days)).isoformat()


def _go_no_go(projected: Number | None, target: Target) -> GoNoGo:
    """Judge the projected form; there is no upper limit."""
    if projected is None:
        return GoNoGo(None, ())
    if projected >= target.min:
        return GoNoGo("green", ())
    wanted = f"the target of {target.min} to {target.max}"
    if projected < target.min - FAR_BELOW:
        note = f"Projected TSB {projected} is far below {wanted}: fatigue may impair performance."
    else:
        note = f"Projected TSB {projected} is below {wanted}: rest more than planned."
    return GoNoGo("flag", (note,))
