"""``race_week``: load budget, projected form and day protocol of the last seven days.

docs/format/races.md#race-week. Sources: Mujika & Padilla (2003) and Bosquet et al. (2007) for the
taper, Altini for heart-rate variability during it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.base.numbers import Number, round_half_even, round_int, sum_in_order
from engine.metrics.fitness import ATL_DAILY_DECAY, CTL_DAILY_DECAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.calendar.race import Race
    from engine.intervals_icu import Activity
    from engine.metrics.fitness import Fitness

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
    """Lowest and highest value."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Inactive:
    """A block that has nothing to say at present."""

    active: Literal[False] = False


@dataclass(frozen=True, slots=True)
class DayProtocol:
    """What today is for; the load in TSS."""

    label: str
    load_target_tss: Span
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
    """The verdict on the projected form."""

    tsb_status: Literal["green", "flag"]
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
    ctl_baseline: Number
    normal_weekly_tss: Number
    race_week_tss_budget: Span
    race_week_tss_spent: int
    race_week_tss_remaining: Span
    projected_race_day_tsb: Number
    tsb_target_range: Span
    today: DayProtocol
    carb_loading: CarbLoading
    opener: Opener
    go_no_go: GoNoGo


def race_week(
    races: Sequence[Race], today: date, fitness: Fitness, activities: Iterable[Activity]
) -> RaceWeek | Inactive:
    """Return the block ``race_week``; inactive without an A or B race within seven days.

    Without CTL or ATL everything is computed from 0 (defect 07-10-1, kept).
    """
    race = _target(races)
    if race is None:
        return Inactive()
    ctl, days = fitness.ctl or 0, race.days_until
    kind = _duration_class(race)
    weekly = round_half_even(7 * ctl, 1)
    budget = Span(*(round_int(weekly * share) for share in BUDGET_SHARES[race.category or ""]))
    spent = _spent(activities, today, days)
    projected = _projected_tsb(ctl, fitness.atl or 0, days)
    target = _tsb_target(race, kind)
    return RaceWeek(
        active=True,
        event_name=race.name,
        event_date=race.date,
        event_category=race.category,
        event_type=race.type,
        event_duration_class=kind,
        event_moving_time_seconds=race.moving_time_seconds,
        days_until_event=days,
        current_day=f"D-{days}",
        ctl_baseline=round_half_even(ctl, 1),
        normal_weekly_tss=weekly,
        race_week_tss_budget=budget,
        race_week_tss_spent=spent,
        race_week_tss_remaining=Span(max(0, budget.min - spent), max(0, budget.max - spent)),
        projected_race_day_tsb=projected,
        tsb_target_range=target,
        today=_protocol(days, kind, ctl),
        carb_loading=_carb_loading(race, today),
        opener=Opener(
            f"D-{OPENER_DAYS}", _before(race, today, OPENER_DAYS), OPENER_INTENSITY[kind]
        ),
        go_no_go=_go_no_go(projected, target),
    )


def _target(races: Sequence[Race]) -> Race | None:
    """Return the nearest A race of the window, without one the nearest B race."""
    near = [race for race in races if race.days_until <= RACE_WEEK_DAYS]
    for category in BUDGET_SHARES:
        for race in near:
            if race.category == category:
                return race
    return None


def _duration_class(race: Race) -> DurationClass:
    """Classify by the planned time; 0 counts as a race of 0 s (defect 07-10-3, kept)."""
    seconds = race.moving_time_seconds
    if seconds is None:
        return "long_endurance" if race.category == "RACE_A" else "medium"
    if seconds < MEDIUM_FROM:
        return "short_intense"
    return "medium" if seconds <= LONG_ABOVE else "long_endurance"


def _spent(activities: Iterable[Activity], today: date, days_until: int) -> int:
    """Add up the load since D-7."""
    first = (today + timedelta(days=days_until - RACE_WEEK_DAYS)).isoformat()
    last = today.isoformat()
    return round_int(sum_in_order(a.tss for a in activities if first <= a.day <= last))


def _projected_tsb(ctl: Number, atl: Number, days: int) -> Number:
    """Decay CTL and ATL to the race, without any load until then (defect 07-10-4, kept)."""
    for _ in range(days):
        ctl, atl = ctl * CTL_DAILY_DECAY, atl * ATL_DAILY_DECAY
    return round_half_even(ctl - atl, 1)


def _tsb_target(race: Race, kind: DurationClass) -> Span:
    low, high = TSB_TARGETS[kind]
    discount = 0 if race.category == "RACE_A" else B_RACE_TSB_DISCOUNT
    return Span(max(0, low - discount), high - discount)


def _protocol(days: int, kind: DurationClass, ctl: Number) -> DayProtocol:
    day = _adapted(PROTOCOL[days], days, kind)
    load = Span(round_int(ctl * day.least), round_int(ctl * day.most))
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


def _carb_loading(race: Race, today: date) -> CarbLoading:
    seconds = race.moving_time_seconds
    applicable = race.category == "RACE_A" if seconds is None else seconds >= MEDIUM_FROM
    return CarbLoading(
        applicable=applicable,
        active=applicable and race.days_until <= CARB_LOADING_DAYS,
        starts=f"D-{CARB_LOADING_DAYS}",
        start_date=_before(race, today, CARB_LOADING_DAYS),
        note=CARB_NOTE if applicable else None,
    )


def _before(race: Race, today: date, days: int) -> str:
    return (today + timedelta(days=race.days_until - days)).isoformat()


def _go_no_go(projected: Number, target: Span) -> GoNoGo:
    """Judge the projected form; there is no upper limit."""
    if projected >= target.min:
        return GoNoGo("green", ())
    wanted = f"the target of {target.min} to {target.max}"
    if projected < target.min - FAR_BELOW:
        note = f"Projected TSB {projected} is far below {wanted}: fatigue may impair performance."
    else:
        note = f"Projected TSB {projected} is below {wanted}: rest more than planned."
    return GoNoGo("flag", (note,))
