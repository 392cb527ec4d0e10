"""What may be chosen for a mirror, checked the moment it is said. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from engine.config import parse_zone_preference
from templates import schedule
from wizard.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.base.format import ArchiveBranch, ArchivePolicy, Privacy
    from templates.settings import MirrorSettings

DEFAULT_REPOSITORY = "training-data"
NO_PREFERENCE = "default"
_ADDRESS = re.compile(
    r"(?:\w+://(?:[^/@]+@)?[^/]+/|[\w.-]+@[^:/]+:)"
    r"(?P<owner>[^/]+)/(?P<name>[^/?#]+?)(?:\.git)?(?:[/?#].*)?"
)
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")

WEEK_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
PRIVACY_WORDS: Mapping[str, str] = {
    "off": "off: everything as in Intervals.icu",
    "standard": "standard: without athlete id and outdoor names",
    "strict": "strict: also without birth date, place, notes",
}
NO_ZONES = "power first, heart rate where there is none"
HIDDEN = "as your Actions secret says, which nobody can read"
ARCHIVE_WORDS: Mapping[str, str] = {
    "default": "default: all of 14 days, then daily, then monthly",
    "daily": "daily: one a day for a year, then monthly",
    "all": "all: each sync that changed something",
    "off": "off: no snapshots",
}
ARCHIVE_BRANCH_WORDS: Mapping[str, str] = {
    "own": "own: on a branch of their own, where no coach mistakes them for the newest data",
    "default": "default: beside the data, for programs that read them there",
}

SETTING_NAMES: Mapping[str, str] = {
    "week_start": "week start",
    "zone_preference": "zones",
    "days": "days in detail",
    "privacy": "privacy",
    "archive": "archive",
    "archive_branch": "snapshots on branch",
}


def value_words(field: str, value: str) -> str:
    """Say the value of a setting in a plan, such as ``week starts on Monday``."""
    if field == "week_start":
        return f"week starts on {WEEK_DAYS.get(value, value)}"
    return (
        f"{value} {SETTING_NAMES[field]}" if field == "days" else f"{SETTING_NAMES[field]} {value}"
    )


def split_repository(text: str) -> tuple[str | None, str]:
    """Return owner and name of ``NAME``, ``OWNER/NAME``, or an address of browser or git."""
    address = _ADDRESS.fullmatch(text.strip())
    if address is not None:
        return address["owner"], address["name"]
    owner, slash, name = text.strip().partition("/")
    return (owner, name) if slash else (None, owner)


def check_name(text: str) -> str | None:
    """Say what is wrong with the name of a repository."""
    name = text.strip()
    if name.endswith(".git"):
        return "Leave out '.git' at the end."
    if not _NAME.fullmatch(name) or name in {".", ".."}:
        return "Use letters, digits, '-', '_' and '.', at most 100 of them."
    return None


def check_schedule(text: str) -> str | None:
    """Say what is wrong with a schedule."""
    try:
        found = schedule.entries(text.strip(), "UTC", "a/b")
    except ValueError as error:
        return f"{error} Presets: {', '.join(schedule.PRESETS)}."
    if schedule.too_often(found):
        return f"GitHub starts a schedule every {schedule.SHORTEST_PAUSE} minutes at most."
    return None


def check_timezone(text: str) -> str | None:
    """Say what is wrong with a time zone."""
    try:
        ZoneInfo(text.strip())
    except (OSError, ValueError, KeyError):
        return f"{text!r} is no time zone: use a name such as Europe/Berlin."
    return None


def check_zone_preference(text: str) -> str | None:
    """Say what is wrong with a zone preference; empty and ``default`` are fine."""
    if text.strip() in {"", NO_PREFERENCE}:
        return None
    _, warnings = parse_zone_preference(text)
    return warnings[0] if warnings else None


def zone_preference(text: str) -> str:
    """Bring a zone preference into its short form."""
    pairs, _ = parse_zone_preference("" if text.strip() == NO_PREFERENCE else text)
    return ",".join(f"{sport}:{basis}" for sport, basis in pairs.items())


def require_usable(flag: str, value: str | None, check: Callable[[str], str | None]) -> None:
    """Hold the value of an option, if it was given, to what its question would say of it.

    Raises:
        UsageError: it cannot be used.
    """
    wrong = check(value) if value is not None else None
    if wrong:
        raise UsageError(f"{flag} {value} cannot be used. {wrong}")


@dataclass(frozen=True, slots=True)
class SettingValues:
    """What was said about the settings of a mirror; None means "not said"."""

    schedule: str | None = None
    timezone: str | None = None
    week_start: str | None = None
    zone_preference: str | None = None
    days: int | None = None
    privacy: str | None = None
    archive: str | None = None
    archive_branch: str | None = None


def with_values(settings: MirrorSettings, said: SettingValues) -> MirrorSettings:
    """Return the settings with what was said.

    Raises:
        UsageError: a value cannot be used.
    """
    require_usable("--schedule", said.schedule, check_schedule)
    require_usable("--timezone", said.timezone, check_timezone)
    require_usable("--zone-preference", said.zone_preference, check_zone_preference)
    zones = said.zone_preference
    return replace(
        settings,
        schedule=settings.schedule if said.schedule is None else said.schedule.strip(),
        timezone=settings.timezone if said.timezone is None else said.timezone.strip(),
        zone_preference=settings.zone_preference if zones is None else zone_preference(zones),
        week_start=said.week_start or settings.week_start,
        days=said.days or settings.days,
        privacy=cast("Privacy", said.privacy or settings.privacy),
        archive=cast("ArchivePolicy", said.archive or settings.archive),
        archive_branch=cast("ArchiveBranch", said.archive_branch or settings.archive_branch),
    )


def schedule_label(key: str) -> str:
    """Name a schedule."""
    preset = schedule.PRESETS.get(key)
    return preset.label if preset else f"cron {key}"


def schedule_title(key: str, full_name: str, timezone: str) -> str:
    """Describe a schedule with its monthly cost, for a list to choose from."""
    label = schedule_label(key)
    cost = schedule.cost(schedule.entries(key, timezone, full_name))
    if not cost.runs_per_month:
        return f"{label:<34}no minutes"
    words = f"{label:<34}{cost.minutes:>5,} minutes a month"
    return words if cost.fits else f"{words}, stops on day {cost.spent_on_day}"
