"""The questions about a mirror's settings. They ask and check; they decide and change nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from engine.base.format import DEFAULT_DAYS, MAX_DAYS
from engine.base.sports import FAMILIES
from engine.config import parse_zone_preference
from templates.schedule import PRESETS
from wizard import setting_values
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from engine.base.format import ArchiveBranch, ArchivePolicy, Privacy
    from templates.settings import MirrorSettings
    from wizard.terminal.screen import Screen

GO_ON = ""
OWN_CRON = "own"
SCHEDULE = "schedule"
ZONES = "zone_preference"
BASES = {"": "power where there is any, else heart rate", "hr": "heart rate", "power": "power"}
LABEL_WIDTH = 18


def ask_repository(screen: Screen, default: str, *, public: bool = False) -> str:
    """Ask for the name of the repository."""
    kind = "PUBLIC" if public else "private"
    screen.help(f"Your data goes to a {kind} GitHub repository of this name.")
    return screen.prompts.text("Name of the repository", default, setting_values.check_name)


def ask_schedule(screen: Screen, settings: MirrorSettings) -> MirrorSettings | None:
    """Ask how often the mirror refreshes itself, with what each choice costs; None: back."""
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
    chosen = screen.prompts.choose_or_back("How often shall it refresh?", shown, settings.schedule)
    if chosen == OWN_CRON:
        chosen = screen.prompts.text(
            "Cron (minute hour day month weekday)", "7 6-22 * * *", setting_values.check_schedule
        )
    return None if chosen is None else replace(settings, schedule=chosen)


def line(label: str, value: str) -> str:
    """Align a label and its value."""
    return f"{label:<{LABEL_WIDTH}}{value}"


def labeled(key: str, title: str) -> Choice:
    """Return a line of a list of settings; only its label is left on the screen when picked."""
    return Choice(key, title, title[:LABEL_WIDTH].rstrip())


def _week_start(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    days = [Choice(code, name) for code, name in setting_values.WEEK_DAYS.items()]
    question = "Your training week starts on"
    chosen = screen.prompts.choose_or_back(question, days, settings.week_start)
    return replace(settings, week_start=chosen or settings.week_start)


def ask_zones(
    screen: Screen, settings: MirrorSettings, sports: Sequence[str] = ()
) -> MirrorSettings:
    """Ask sport by sport which zones count.

    Args:
        screen: where to ask.
        settings: of the mirror.
        sports: families of the account's sports; all that there are when it is not known.
    """
    screen.help(f"Which zones count. Where nothing is chosen: {setting_values.NO_ZONES}.")
    chosen, _ = parse_zone_preference(settings.zone_preference)
    known = dict.fromkeys((*(sports or sorted(FAMILIES)), *chosen))
    while True:
        lines = [Choice(GO_ON, "No more, go on", "nothing more")]
        lines += [Choice(one, line(one, BASES[chosen.get(one, "")]), one) for one in known]
        sport = screen.prompts.choose("For which sport?", lines, GO_ON)
        if sport == GO_ON:
            pairs = ",".join(f"{one}:{basis}" for one, basis in chosen.items())
            return replace(settings, zone_preference=pairs)
        bases = [Choice(basis, words) for basis, words in BASES.items()]
        question = f"Zones of {sport}"
        basis = screen.prompts.choose_or_back(question, bases, chosen.get(sport, ""))
        if basis:
            chosen[sport] = basis
        elif basis is not None:
            chosen.pop(sport, None)


def _privacy(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    levels = [Choice(key, words) for key, words in setting_values.PRIVACY_WORDS.items()]
    question = "What shall the files leave out?"
    chosen = screen.prompts.choose_or_back(question, levels, settings.privacy)
    return replace(settings, privacy=cast("Privacy", chosen or settings.privacy))


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
    chosen = screen.prompts.choose_or_back("Which snapshots are kept?", levels, settings.archive)
    return replace(settings, archive=cast("ArchivePolicy", chosen or settings.archive))


def change(
    screen: Screen, key: str, settings: MirrorSettings, sports: Callable[[], Sequence[str]] = tuple
) -> MirrorSettings:
    """Ask for one setting; it stays as it is when they go back.

    Args:
        screen: where to ask.
        key: of `DETAILS`, or ``SCHEDULE``.
        settings: of the mirror.
        sports: finds the families of the account's sports, if that is asked.
    """
    if key == SCHEDULE:
        return ask_schedule(screen, settings) or settings
    if key == ZONES:
        return ask_zones(screen, settings, sports())
    return DETAILS[key][1](screen, settings)


def _archive_branch(screen: Screen, settings: MirrorSettings) -> MirrorSettings:
    places = [Choice(key, words) for key, words in setting_values.ARCHIVE_BRANCH_WORDS.items()]
    question = "Where are snapshots kept?"
    chosen = screen.prompts.choose_or_back(question, places, settings.archive_branch)
    return replace(
        settings, archive_branch=cast("ArchiveBranch", chosen or settings.archive_branch)
    )


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
        ask_zones,
    ),
    "privacy": (lambda s: line("Privacy", setting_values.PRIVACY_WORDS[s.privacy]), _privacy),
    "days": (lambda s: line("Days in detail", str(s.days)), _days),
    "timezone": (lambda s: line("Time zone", s.timezone), _timezone),
    "archive": (lambda s: line("Archive", setting_values.ARCHIVE_WORDS[s.archive]), _archive),
    "archive_branch": (
        lambda s: line("Snapshots", setting_values.ARCHIVE_BRANCH_WORDS[s.archive_branch]),
        _archive_branch,
    ),
}


def title(settings: MirrorSettings, key: str, unread: Collection[str]) -> str:
    """Show a setting with its value; what stands in a secret cannot be shown."""
    words = DETAILS[key][0](settings)
    if key not in unread:
        return words
    return line(words[:LABEL_WIDTH].strip(), setting_values.HIDDEN)
