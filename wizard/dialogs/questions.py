"""The questions about a mirror's settings. They ask and check; they decide and change nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from engine.base.format import DEFAULT_DAYS, MAX_DAYS
from templates.schedule import PRESETS
from wizard import setting_values
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from engine.base.format import ArchivePolicy, Privacy
    from templates.settings import MirrorSettings
    from wizard.terminal.screen import Screen

GO_ON = ""
OWN_CRON = "own"
SCHEDULE = "schedule"
LABEL_WIDTH = 18


def ask_repository(screen: Screen, default: str, *, public: bool = False) -> str:
    """Ask for the name of the repository."""
    kind = "PUBLIC" if public else "private"
    screen.help(f"Your data goes to a {kind} GitHub repository of this name.")
    return screen.prompts.text("Name of the repository", default, setting_values.check_name)


def ask_schedule(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    """Ask how often the mirror refreshes itself, with what each choice costs."""
    costs = (
        "Every run costs a minute of GitHub Actions. GitHub Free includes 2,000 a month for "
        "private repositories"
    )
    free = "GitHub Actions costs nothing in public repositories"
    screen.help(f"{costs if settings.private else free}, and starts runs late when it is busy.")
    keys = list(PRESETS)
    if settings.schedule not in keys:
        keys.insert(0, settings.schedule)
    shown = [
        Choice(
            key,
            setting_values.schedule_title(key, settings.full_name, settings.timezone)
            if settings.private
            else setting_values.schedule_label(key),
            setting_values.schedule_label(key),
        )
        for key in keys
    ]
    shown.append(Choice(OWN_CRON, "other: a cron line of your own"))
    chosen = screen.prompts.choose("How often shall it refresh?", shown, settings.schedule)
    if chosen == OWN_CRON:
        chosen = screen.prompts.text(
            "Cron (minute hour day month weekday)", "7 6-22 * * *", setting_values.check_schedule
        )
    return replace(settings, schedule=chosen)


def line(label: str, value: str) -> str:
    """Align a label and its value."""
    return f"{label:<{LABEL_WIDTH}}{value}"


def _week_start(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    days = [Choice(code, name) for code, name in setting_values.WEEK_DAYS.items()]
    chosen = screen.prompts.choose("Your training week starts on", days, settings.week_start)
    return replace(settings, week_start=chosen)


def _zones(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    screen.help(
        "Which zones count, for sports where it shall differ: sport:hr or sport:power, such as "
        "run:hr,cycling:power. Empty: power where there is any, else heart rate."
    )
    text = screen.prompts.text(
        "Zone preference", settings.zone_preference, setting_values.check_zone_preference
    )
    return replace(settings, zone_preference=setting_values.zone_preference(text))


def _privacy(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    levels = [Choice(key, words) for key, words in setting_values.PRIVACY_WORDS.items()]
    chosen = screen.prompts.choose("What shall the files leave out?", levels, settings.privacy)
    return replace(settings, privacy=cast("Privacy", chosen))


def _days(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    def check(text: str) -> str | None:
        fits = text.strip().isdigit() and 1 <= int(text) <= MAX_DAYS
        return None if fits else f"A number from 1 to {MAX_DAYS}."

    screen.help(f"How many days latest.json shows in detail; coaches expect {DEFAULT_DAYS}.")
    return replace(settings, days=int(screen.prompts.text("Days", str(settings.days), check)))


def _timezone(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    screen.help("The schedule follows this clock. It does not change how your days are counted.")
    text = screen.prompts.text("Time zone", settings.timezone, setting_values.check_timezone)
    return replace(settings, timezone=text)


def _archive(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    levels = [Choice(key, words) for key, words in setting_values.ARCHIVE_WORDS.items()]
    chosen = screen.prompts.choose("Which snapshots are kept?", levels, settings.archive)
    return replace(settings, archive=cast("ArchivePolicy", chosen))


DETAILS: Mapping[
    str,
    tuple[Callable[[MirrorSettings], str], Callable[[Screen, MirrorSettings], MirrorSettings]],
] = {
    "week_start": (
        lambda s: line("Week starts on", setting_values.WEEK_DAYS[s.week_start]),
        _week_start,
    ),
    "zone_preference": (
        lambda s: line("Zones", s.zone_preference or setting_values.NO_ZONES),
        _zones,
    ),
    "privacy": (lambda s: line("Privacy", setting_values.PRIVACY_WORDS[s.privacy]), _privacy),
    "days": (lambda s: line("Days in detail", str(s.days)), _days),
    "timezone": (lambda s: line("Time zone", s.timezone), _timezone),
    "archive": (lambda s: line("Archive", setting_values.ARCHIVE_WORDS[s.archive]), _archive),
}


def title(settings: MirrorSettings, key: str, unread: Collection[str]) -> str:
    """Show a setting with its value; what stands in a secret cannot be shown."""
    words = DETAILS[key][0](settings)
    if key not in unread:
        return words
    return line(words[:LABEL_WIDTH].strip(), setting_values.HIDDEN)
