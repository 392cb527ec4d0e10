"""Form: CTL, ATL and TSB of 90 days, and ahead of them the planned load and the races."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base import sports
from engine.brief.words import day_of, inside
from engine.dashboard import series
from engine.dashboard.marks import (
    RIGHT,
    Panel,
    Scale,
    bars,
    line,
    missing,
    number,
    path,
    words,
)

if TYPE_CHECKING:
    from engine.base.decode import Fields
    from engine.base.numbers import Number
    from engine.brief.words import Documents

BACK = 89
DAY = 3
"""Pixels."""
EVERY = 4
"""Days from point to point of a line: more of them are none on a phone."""
TODAY = BACK * DAY
AHEAD = (RIGHT - TODAY) // DAY
FEW = 14
"""Days below which a curve says nothing yet."""
MOST_RACES = 4
TOP, BOTTOM = 58, 140
BALANCE_TOP, BALANCE_BOTTOM = 152, 192
KEY = 80
LETTER = 4
"""Days that a letter is wide."""


def form(documents: Documents) -> Panel:
    """Draw the panel."""
    days = documents.days(-BACK, 0)
    ctl, atl, tsb = (series.form(documents, days, name) for name in ("ctl", "atl", "tsb"))
    known = sum(value is not None for value in ctl)
    if not known:
        lines = (
            "CTL, ATL and TSB are not known yet: they begin with the",
            "first session to which Intervals.icu gives a load.",
            races_told(documents),
        )
        return missing("Form", lines)
    few = f": known for {known} day{'s' * (known > 1)}" if known < FEW else ""
    return Panel(
        BALANCE_BOTTOM + 52,
        (
            words(0, 14, f"Form{few}", "h"),
            *_key(documents),
            *_curves(ctl, atl, tsb),
            *_ahead(documents),
            words(0, BALANCE_BOTTOM + 14, "90 days ago"),
            words(TODAY, BALANCE_BOTTOM + 14, "today", "k"),
            words(RIGHT, BALANCE_BOTTOM + 14, f"+{AHEAD} days", "e"),
            words(0, BALANCE_BOTTOM + 34, races_told(documents), "t"),
        ),
    )


def today_told(documents: Documents) -> list[str]:
    """Return today's CTL, ATL and TSB in words."""
    fitness = inside(documents.latest, "current_status", "fitness")
    found = ((name, series.known(fitness, name, series.FORM)) for name in ("ctl", "atl", "tsb"))
    return [f"{name.upper()} {'–' if v is None else number(v)}" for name, v in found]


def races_told(documents: Documents) -> str:
    """Return the next races in words, without their names."""
    races = _races(documents)[:MOST_RACES]
    found = [f"{letter} {f'in {days} d' if days else 'today'}" for days, letter in races]
    return f"Races: {', '.join(found)}" if found else "No race in the calendar"


def _races(documents: Documents) -> list[tuple[int, str]]:
    """Return the days that are left until each race, and its priority."""
    rows = inside(documents.latest, "race_calendar").records("all_races")
    found = ((_days_until(documents, row), row.text("category") or "") for row in rows)
    return sorted(
        (days, category[-1])
        for days, category in found
        if days is not None and days >= 0 and category in sports.RACE_CATEGORIES
    )


def _days_until(documents: Documents, row: Fields) -> int | None:
    day, today = day_of(row.text("date")), documents.today
    return (day - today).days if day and today else None


def _key(documents: Documents) -> list[str]:
    loads = _planned(documents).values()
    plan = f"planned, to {number(max(loads))}" if loads else "nothing planned"
    told = zip(("c", "o a", "p", "q"), (*today_told(documents), plan), strict=True)
    return [
        path(kind, f"M{KEY * n} 28h{10 if kind == 'q' else 16}") + words(KEY * n + 20, 32, name)
        for n, (kind, name) in enumerate(told)
    ]


def _curves(
    ctl: list[Number | None], atl: list[Number | None], tsb: list[Number | None]
) -> tuple[str, ...]:
    known = [value for value in (*ctl, *atl) if value is not None]
    load = Scale(min(0, *known), max(10, *known), TOP, BOTTOM)
    most = max((abs(value) for value in tsb if value is not None), default=10) or 10
    balance = Scale(-most, most, BALANCE_TOP, BALANCE_BOTTOM)
    zero = balance.y(0)
    return (
        path("g", f"M0 {TOP}H{RIGHT}M0 {BOTTOM}H{RIGHT}M0 {zero}H{RIGHT}"),
        path("g a", f"M{TODAY} {TOP}V{BALANCE_BOTTOM}"),
        words(0, TOP - 4, number(load.high)),
        words(RIGHT, zero - 4, "TSB 0", "e"),
        path("c", _line(ctl, load)),
        path("o a", _line(atl, load)),
        path("p", _line(tsb, balance)),
    )


def _line(values: list[Number | None], scale: Scale) -> str:
    return line(
        None if value is None else (DAY * place, scale.y(value))
        for place, value in list(enumerate(values))[BACK % EVERY :: EVERY]
    )


def _ahead(documents: Documents) -> tuple[str, ...]:
    """Draw the load of each planned day, and a mark for each race."""
    loads = _planned(documents)
    scale = Scale(0, max(loads.values(), default=1), (TOP + BOTTOM) // 2, BOTTOM)
    columns = [(TODAY + DAY * days, BOTTOM, scale.y(load)) for days, load in loads.items()]
    near = [(days, letter) for days, letter in _races(documents) if days <= AHEAD]
    return (
        path("", bars(columns)),
        path("r", "".join(f"M{TODAY + DAY * days} {TOP}V{BOTTOM}" for days, _ in near)),
        *_letters(near),
    )


def _planned(documents: Documents) -> dict[int, Number]:
    """Return the planned load by days from today."""
    loads: dict[int, Number] = {}
    for row in documents.latest.records("planned_workouts"):
        days, load = _days_until(documents, row), series.known(row, "planned_tss", series.LOAD)
        if load and days is not None and 0 <= days <= AHEAD:
            loads[days] = loads.get(days, 0) + load
    return dict(sorted(loads.items()))


def _letters(near: list[tuple[int, str]]) -> list[str]:
    """Write the priority above each race that leaves room for it."""
    marks, free = [], 0
    for days, letter in near:
        if days >= free:
            marks.append(words(TODAY + DAY * days, TOP - 4, letter, "t k"))
            free = days + LETTER
    return marks
