"""What Intervals.icu already knows for the dossier, in words. Whatever it lacks stays empty."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

from engine.base import sports
from engine.base.decode import Fields, parse_day
from engine.base.numbers import is_number
from engine.base.units import POUNDS_PER_KG
from engine.intervals_icu.athlete import Athlete
from engine.intervals_icu.client import IntervalsClient, IntervalsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from wizard.credentials.secret import Secret

WEEKS = 6
RACE_DAYS = 365
MOST_RACES = 5
SECONDS_PER_HOUR = 3600
METERS_PER_KM = 1000
USUAL = 0.5
"""Share of weeks from which on a weekday counts as a training day."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OPEN_END = 900
"""Values from here on mean that a zone has no upper end."""


def prefill(url: str, key: Secret, athlete_id: str, now: datetime) -> dict[str, str]:
    """Read the account and give the answers that follow from it; none when it cannot be read."""
    try:
        return asyncio.run(_read(url, key, athlete_id, now))
    except IntervalsError:
        return {}


async def _read(url: str, key: Secret, athlete_id: str, now: datetime) -> dict[str, str]:
    async with IntervalsClient(url, key.reveal()) as client:
        raw = await client.get(f"athlete/{athlete_id}")
        today = now.astimezone(Athlete.from_api(raw).zone or UTC).date()
        past = _span(today - timedelta(weeks=WEEKS), today - timedelta(days=1))
        activities = await client.get(f"athlete/{athlete_id}/activities", past)
        ahead = _span(today, today + timedelta(days=RACE_DAYS))
        events = await client.get(f"athlete/{athlete_id}/events", ahead)
    return answers(raw, activities, events, today)


def _span(oldest: date, newest: date) -> dict[str, str]:
    return {"oldest": oldest.isoformat(), "newest": newest.isoformat()}


def answers(raw: Any, activities: Any, events: Any, today: date) -> dict[str, str]:
    """Put the API's answers into words.

    Args:
        raw: athlete record.
        activities: those of the last six weeks.
        events: those of the next year.
        today: the athlete's date.
    """
    athlete = Athlete.from_api(raw)
    record = Fields(raw if isinstance(raw, dict) else {}, "athlete")
    settings = list(record.records("sportSettings"))
    done = [row for row in _rows(activities) if _day(row) is not None]
    found = {
        "name": (athlete.name or "").strip(),
        "sports": _sports(settings, done),
        "weight": _weight(athlete),
        "hours": _hours(done),
        "ftp": _each(settings, _ftp),
        "lthr": _each(settings, lambda one: _bpm(one, "lthr")),
        "max_hr": _each(settings, lambda one: _bpm(one, "max_hr")),
        "zones": "; ".join(filter(None, (_each(settings, _power), _each(settings, _heart)))),
        "races": "; ".join(map(_race, _races(events, today)[:MOST_RACES])),
        "days": ", ".join(_training_days(done)),
    }
    return {name: text for name, text in found.items() if text}


def _rows(raw: Any) -> list[Fields]:
    items = raw if isinstance(raw, list) else []
    return [Fields(item, "row") for item in items if isinstance(item, dict)]


def _day(row: Fields) -> date | None:
    return parse_day((row.text("start_date_local") or "")[:10])


def _label(one: Fields) -> str:
    """Name a group of sport settings by the family of its first activity type."""
    types = [kind for kind in one.items("types") if isinstance(kind, str)]
    return sports.family(types[0]) or types[0] if types else "other"


def _sports(settings: Sequence[Fields], done: Iterable[Fields]) -> str:
    """List the sports of the last weeks by time, then those that only have settings."""
    seconds: Counter[str] = Counter()
    for row in done:
        kind = row.text("type")
        if kind:
            seconds[sports.family(kind) or kind] += int(row.number("moving_time") or 0)
    names = [name for name, _ in seconds.most_common()]
    return ", ".join(dict.fromkeys([*names, *map(_label, settings)]))


def _weight(athlete: Athlete) -> str:
    if not athlete.weight:
        return ""
    if athlete.units.weight == "lb":
        return f"{athlete.weight * POUNDS_PER_KG:.0f} lb"
    return f"{athlete.weight:.1f} kg"


def _hours(done: Sequence[Fields]) -> str:
    total = sum(float(row.number("moving_time") or 0) for row in done) / SECONDS_PER_HOUR
    return f"{total / WEEKS:.1f} h on average of the last {WEEKS} weeks" if total else ""


def _each(settings: Iterable[Fields], words: Callable[[Fields], str]) -> str:
    """Say something for each sport; what is the same for all is said once."""
    said = {_label(one): text for one in settings if (text := words(one))}
    if len(said) > 1 and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{sport} {text}" for sport, text in said.items())


def _ftp(one: Fields) -> str:
    values = (("outdoor", one.number("ftp")), ("indoor", one.number("indoor_ftp")))
    return ", ".join(f"{value:.0f} W {where}" for where, value in values if value)


def _bpm(one: Fields, name: str) -> str:
    value = one.number(name)
    return f"{value:.0f} bpm" if value else ""


def _power(one: Fields) -> str:
    ends = _ends(one, "power_zones")
    return f"power up to {ends} % of FTP" if ends else ""


def _heart(one: Fields) -> str:
    ends = _ends(one, "hr_zones")
    return f"heart rate up to {ends} bpm" if ends else ""


def _ends(one: Fields, name: str) -> str:
    ends = [value for value in one.items(name) if is_number(value) and value < OPEN_END]
    return "/".join(f"{value:.0f}" for value in ends)


def _races(events: Any, today: date) -> list[Fields]:
    rows = [
        row
        for row in _rows(events)
        if row.text("category") in sports.RACE_CATEGORIES and (_day(row) or date.min) >= today
    ]
    return sorted(rows, key=lambda row: _day(row) or date.max)


def _race(row: Fields) -> str:
    kind = (row.text("category") or "")[-1:]
    meters = row.number("distance") or row.number("distance_target")
    far = f", {meters / METERS_PER_KM:.0f} km" if meters else ""
    return f"{_day(row)} {row.text('name') or row.text('type') or 'race'} ({kind}{far})"


def _training_days(done: Iterable[Fields]) -> list[str]:
    """Name the weekdays with training in at least half of the weeks."""
    days = {day for row in done if (day := _day(row)) is not None}
    counts = Counter(day.weekday() for day in days)
    return [WEEKDAYS[number] for number in range(7) if counts[number] >= WEEKS * USUAL]
