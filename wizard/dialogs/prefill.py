"""What Intervals.icu already knows for the dossier, in words. Whatever it lacks stays empty."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.decode import parse_day
from engine.base.units import POUNDS_PER_KG
from wizard.errors import WizardError
from wizard.intervals_account import Period, read_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from engine.base.numbers import Number
    from engine.intervals_icu.activity import Activity
    from engine.intervals_icu.athlete import Athlete, SportSettings
    from engine.intervals_icu.event import Event
    from wizard.credentials.secret import Secret
    from wizard.intervals_account import IntervalsAccount, Used

WEEKS = 6
WINDOW = Period(activities=26 * 7, events=365)
"""Half a year of activities tells since when an FTP holds; all else is of the last weeks."""
MOST_RACES = 5
MOST_THINGS = 6
SECONDS_PER_HOUR = 3600
METERS_PER_KM = 1000
USUAL = 0.5
"""Share of weeks from which on a weekday counts as a training day."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OPEN_END = 900
"""Values from here on mean that a zone has no upper end."""


def prefill(url: str, key: Secret, athlete_id: str, now: datetime) -> dict[str, str]:
    """Return the answers that follow from the account; none when it cannot be read."""
    try:
        return answers(read_account(url, key, now, athlete_id, WINDOW))
    except WizardError:
        return {}


def answers(account: IntervalsAccount) -> dict[str, str]:
    """Put into words what the account says about the last weeks and the next year."""
    athlete, today = account.athlete, account.today
    settings = athlete.sport_settings
    since = (today - timedelta(weeks=WEEKS)).isoformat()
    done = [one for one in account.activities if since <= (one.day or "") < today.isoformat()]
    found = {
        "name": (athlete.name or "").strip(),
        "sports": _sports(settings, done),
        "weight": _weight(athlete),
        "hours": _hours(done),
        "ftp": _each(settings, lambda one: _ftp(one, account.used)),
        "lthr": _each(settings, lambda one: _bpm(one.lthr)),
        "max_hr": _each(settings, lambda one: _bpm(one.max_hr)),
        "zones": "; ".join(filter(None, (_each(settings, _power), _each(settings, _heart)))),
        "races": "; ".join(map(_race, _races(account.events, today)[:MOST_RACES])),
        "days": ", ".join(_training_days(done)),
        "equipment": ", ".join(_equipment(one for one in account.used if one.day >= since)),
    }
    return {name: text for name, text in found.items() if text}


def _label(one: SportSettings) -> str:
    """Name a group of sport settings by the family of its first activity type."""
    return sports.family(one.types[0]) or one.types[0] if one.types else "other"


def _sports(settings: Sequence[SportSettings], done: Iterable[Activity]) -> str:
    """List the sports of the last weeks by time, then those that only have settings."""
    seconds: Counter[str] = Counter()
    for activity in done:
        if activity.has_type:
            seconds[activity.family or activity.type or ""] += int(activity.seconds)
    names = [name for name, _ in seconds.most_common()]
    return ", ".join(dict.fromkeys([*names, *map(_label, settings)]))


def _weight(athlete: Athlete) -> str:
    if not athlete.weight:
        return ""
    if athlete.units.weight == "lb":
        return f"{athlete.weight * POUNDS_PER_KG:.0f} lb"
    return f"{athlete.weight:.1f} kg"


def _hours(done: Iterable[Activity]) -> str:
    total = sum(float(activity.seconds) for activity in done) / SECONDS_PER_HOUR
    return f"{total / WEEKS:.1f} h on average of the last {WEEKS} weeks" if total else ""


def _each(settings: Iterable[SportSettings], words: Callable[[SportSettings], str]) -> str:
    """Say something for each sport; what is the same for all is said once."""
    said = {_label(one): text for one in settings if (text := words(one))}
    if len(said) > 1 and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{sport} {text}" for sport, text in said.items())


def _ftp(one: SportSettings, used: Iterable[Used]) -> str:
    values = (("outdoor", one.ftp), ("indoor", one.indoor_ftp))
    return ", ".join(
        f"{value:.0f} W {where}{_since(value, used)}" for where, value in values if value
    )


def _since(ftp: Number, used: Iterable[Used]) -> str:
    """Say since when activities have used an FTP; nothing when none did."""
    known = sorted((one.day, one.ftp) for one in used if one.day and one.ftp)
    days = [day for day, value in known if value == ftp]
    if not days:
        return ""
    # an earlier activity with another value shows when it began
    began = any(day < days[0] for day, _ in known)
    return f" since {days[0]}" if began else f" since {days[0]} or longer"


def _equipment(used: Iterable[Used]) -> list[str]:
    """Name what was used in the last weeks, the most used first."""
    counts = Counter(name for one in used for name in one.things)
    return [name for name, _ in counts.most_common(MOST_THINGS)]


def _bpm(value: Number | None) -> str:
    return f"{value:.0f} bpm" if value else ""


def _power(one: SportSettings) -> str:
    ends = _ends(one.power_zones)
    return f"power up to {ends} % of FTP" if ends else ""


def _heart(one: SportSettings) -> str:
    ends = _ends(one.hr_zones)
    return f"heart rate up to {ends} bpm" if ends else ""


def _ends(zones: Iterable[Number]) -> str:
    return "/".join(f"{value:.0f}" for value in zones if value < OPEN_END)


def _races(events: Iterable[Event], today: date) -> list[Event]:
    ahead = (event for event in events if event.day and event.day >= today.isoformat())
    races = (event for event in ahead if event.category in sports.RACE_CATEGORIES)
    return sorted(races, key=lambda event: event.day)


def _race(event: Event) -> str:
    kind = (event.category or "")[-1:]
    meters = event.distance or event.distance_target
    far = f", {meters / METERS_PER_KM:.0f} km" if meters else ""
    return f"{event.day} {event.name or event.type or 'race'} ({kind}{far})"


def _training_days(done: Iterable[Activity]) -> list[str]:
    """Name the weekdays with training in at least half of the weeks."""
    days = {day for activity in done if (day := parse_day(activity.day)) is not None}
    counts = Counter(day.weekday() for day in days)
    return [WEEKDAYS[number] for number in range(7) if counts[number] >= WEEKS * USUAL]
