"""Training: form with its trend, what is planned and done, and the sessions of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base import sports
from engine.brief.words import counted, day, inside, listed, named, shown, value, word
from engine.output.privacy import PLAIN_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.decode import Fields
    from engine.base.numbers import Number
    from engine.brief.words import Documents

WEEKS = 4
MOST_RACES = 3
NEAR_DAYS: dict[Number | None, str] = {0: "today", 1: "tomorrow"}
"""Days until a race that have a word of their own."""
MOST_ENTRIES = 3
"""Planned entries of one day."""
SUMMARY_LENGTH = 80
COLUMNS = {
    "load": "total_tss", "CTL": "ctl_end", "ATL": "atl_end", "TSB": "tsb_end",
    "hours": "total_hours", "sessions": "activity_count", "hard days": "hard_days",
    "ramp": "ramp_rate", "ACWR": "acwr", "monotony": "monotony",
}  # fmt: skip
"""Column of the table: key of the weekly rows of ``history.json``. A phone shows the first ones."""


# -- form ----------------------------------------------------------------------------------


def form(documents: Documents) -> list[str]:
    """Return a table of the last seven days and the weeks before, and what it comes to."""
    weeks = _completed_weeks(documents)
    rows = [("last 7 days", _now(documents.latest))]
    rows += [
        (day(week.text("week_start")), [value(week, key) for key in COLUMNS.values()])
        for week in reversed(weeks)
    ]
    return [
        f"| week from | {' | '.join(COLUMNS)} |",
        f"|---{'|---' * len(COLUMNS)}|",
        *(f"| {name} | {' | '.join(cell or '–' for cell in cells)} |" for name, cells in rows),
        f"- {listed(_words(documents, weeks), '; ')}",
    ]


def _now(latest: Fields) -> list[str | None]:
    week, derived = inside(latest, "weekly_summary"), inside(latest, "derived_metrics")
    state = inside(latest, "current_status", "fitness")
    return [
        value(week, "total_tss"), *(value(state, key) for key in ("ctl", "atl", "tsb")),
        value(week, "total_training_hours"), value(week, "activities_count"),
        value(derived, "hard_days_this_week"), value(state, "ramp_rate"),
        value(derived, "acwr"), value(derived, "monotony"),
    ]  # fmt: skip


def _completed_weeks(documents: Documents) -> list[Fields]:
    """Return the last weeks that had ended when the history was written."""
    before = documents.days(-6, -6)
    rows = documents.history.records("weekly_180d")
    ended = [row for row in rows if before and (row.text("week_start") or "") < before[0]]
    return [row for row in ended[-WEEKS:] if any(map(row.number, COLUMNS.values()))]


def _words(documents: Documents, weeks: list[Fields]) -> Iterable[str | None]:
    derived = inside(documents.latest, "derived_metrics")
    if weeks:
        now = inside(documents.latest, "current_status", "fitness").number("ctl")
        yield _trend(weeks[0], now)
    for name, key in (("ACWR", "acwr"), ("monotony", "monotony")):
        words = derived.text(f"{key}_interpretation")
        yield words and f"{name}: {words}"
    found = inside(derived, "phase_detection")
    phase = found.text("phase")
    yield f"phase: {phase} ({found.text('confidence')} confidence)" if phase else "phase: not clear"
    yield "hard days are those of this training week"


def _trend(before: Fields, now: Number | None) -> str | None:
    then = before.number("ctl_end")
    if then is None or now is None:
        return None
    word = "equal to" if then == now else ("higher than" if now > then else "lower than")
    return f"CTL is {word} that of the week from {day(before.text('week_start'))}"


# -- plan ----------------------------------------------------------------------------------


def plan(documents: Documents) -> list[str]:
    """Return a line for each day of the coming week that has something, and the races."""
    days = documents.days(0, 7)
    entries = list(documents.latest.records("planned_workouts"))
    by_day = {text: [_entry(e) for e in entries if e.text("date") == text] for text in days}
    lines = [
        f"- {'**today**' if text == days[0] else day(text)}: {listed(told[:MOST_ENTRIES], '; ')}"
        + ("; and more" if len(told) > MOST_ENTRIES else "")
        for text, told in by_day.items()
        if told
    ]
    races = list(inside(documents.latest, "race_calendar").records("all_races"))[:MOST_RACES]
    told = listed(map(_race, races), "; ")
    return [
        *(lines or ["- Nothing is planned for today and the next seven days"]),
        f"- Races: {told or 'none in the calendar'}",
    ]


def _entry(entry: Fields) -> str:
    kind = entry.text("type") or ""
    return listed(
        (
            listed((word(entry.text("sport_type")), named(entry.text("name"))), " ") or "entry",
            _priority(kind) or (word(kind.lower()) if kind != "WORKOUT" else None),
            entry.text("duration_formatted"),
            value(entry, "planned_tss", "load"),
            named(entry.text("workout_summary"), SUMMARY_LENGTH),
            "**done**" if entry.truthy("completed") else None,
        )
    )


def _race(race: Fields) -> str:
    return listed(
        (
            f"**{_countdown(race)}**, {day(race.text('date'))}",
            named(race.text("name")),
            _priority(race.text("category") or ""),
            word(race.text("type")),
            shown(race, "distance"),
        )
    )


def _countdown(race: Fields) -> str:
    days = counted(race, "days_until", "day")
    return NEAR_DAYS.get(race.number("days_until")) or (f"in {days}" if days else "soon")


def _priority(category: str) -> str | None:
    return f"race of priority {category[-1]}" if category in sports.RACE_CATEGORIES else None


# -- sessions ------------------------------------------------------------------------------


def sessions(documents: Documents, room: int) -> list[str]:
    """Return a line for each session of the last seven days, at most `room`, newest first."""
    days = documents.days(-6, 0)
    rows = [
        row
        for row in documents.latest.records("recent_activities")
        if days and days[0] <= (row.text("date") or "")[: len(days[0])] <= days[-1]
    ]
    if not rows:
        return ["- None"]
    lines = [f"- {_session(row)}" for row in rows[:room]]
    if len(rows) > room:
        lines[-1] = "- Earlier ones stand in latest.json"
    return lines


def _session(row: Fields) -> str:
    name = row.text("name")
    kind = word(row.text("type")) or "session"
    when = day(row.text("date"))
    if row.text("unreadable"):
        return f"{when} {kind}: cannot be read, its source allows no copy"
    return f"{when} {kind}: " + listed(
        (
            named(name) if name != PLAIN_NAME else None,
            row.text("duration_formatted"),
            shown(row, "distance") if row.number("distance_km") else None,
            value(row, "tss", "load"),
            value(row, "normalized_power", "NP", "W"),
            value(row, "avg_hr", "HR"),
            value(row, "rpe", "RPE"),
            value(row, "feel", "feel"),
        )
    )
