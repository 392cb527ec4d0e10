"""The sentences of the README that depend on the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.format import BRIEF, FTP_HISTORY, HISTORY, INTERVALS, LATEST, ROUTES
from engine.output.archive import FOLDER
from engine.output.shelf import BRANCH
from templates import schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.base.format import ArchivePolicy, Privacy
    from templates.settings import MirrorSettings


@dataclass(frozen=True, slots=True)
class FileWords:
    """What is said about a file: its content, its length in tokens, and what one reads it for."""

    content: str
    tokens: str
    purpose: str


FILES = {
    BRIEF: FileWords("one page about today: what a chat reads first", "2,000", "today"),
    LATEST: FileWords(
        "today: status, readiness, wellness of the last days, plan, races; 28 days of sessions",
        "34,000",
        "what the brief leaves open",
    ),
    HISTORY: FileWords(
        "up to three years: daily (90 days), weekly (180 days), monthly", "46,000", "trends"
    ),
    INTERVALS: FileWords(
        "laps and intervals of recent structured sessions (14 days)", "10,000", "single intervals"
    ),
    ROUTES: FileWords(
        "climbs and course of planned events that have a GPX or TCX file", "5,000", "planned routes"
    ),
    FTP_HISTORY: FileWords("FTP over time, indoors and outdoors", "100", "the FTP over time"),
}
"""Tokens are those of an athlete with six sessions a week, by o200k."""

_ARCHIVE: dict[ArchivePolicy, str] = {
    "default": "each sync of the last 14 days that changed something, then one a day for a year, "
    "then one a month",
    "daily": "each day of the last year, then one a month",
    "all": "each sync that changed something",
    "off": "past syncs until it was turned off",
}

_ALWAYS = (
    "Your API key is never written to a file. These files hold health data (heart rate, HRV, "
    "sleep, weight, notes), so think before you let anybody else read this repository."
)
_PRIVACY: dict[Privacy, str] = {
    "standard": "Privacy level **standard**: the athlete id reads `REDACTED` and outdoor "
    "activities are called *Training Session*. Date of birth, place, notes, descriptions and "
    "tracks of routes are in the files.",
    "strict": "Privacy level **strict**: the athlete id reads `REDACTED`, outdoor activities are "
    "called *Training Session*, and date of birth, place, notes, descriptions, messages, titles in "
    "the calendar and names of route files are left out. Tracks are cut so that nothing within "
    "500 m of a start or finish remains.",
    "off": "Privacy level **off**: everything is written as it is in Intervals.icu, with the "
    "athlete id and the names of all activities.",
}


def archive_note(settings: MirrorSettings) -> str:
    """Say which snapshots there are and where."""
    which = _ARCHIVE[settings.archive]
    if settings.archive_branch == "default":
        return f"`archive/` keeps a snapshot of `latest.json` for {which}."
    address = f"https://github.com/{settings.full_name}/tree/{BRANCH}/{FOLDER}"
    return (
        f"Snapshots of `latest.json` are on [a branch of their own]({address}), so that nobody "
        f"takes an old day for today: {which}. `git fetch origin {BRANCH}` and "
        f"`git restore --source FETCH_HEAD {FOLDER}` bring them into a clone."
    )


def schedule_block(found: Sequence[schedule.ScheduleEntry]) -> str:
    """Write the ``schedule:`` part of the workflow's ``on:``; empty without entries."""
    if not found:
        return ""
    lines = ["  schedule:"]
    for entry in found:
        lines += [f'    - cron: "{entry.cron}"', f'      timezone: "{entry.timezone}"']
    return "\n".join(lines) + "\n"


def schedule_words(settings: MirrorSettings) -> str:
    """Say when the mirror runs."""
    preset = schedule.PRESETS.get(settings.schedule)
    if preset is None:
        return f"at `{settings.schedule}` ({settings.timezone})"
    if not preset.every:
        return preset.label
    zone = "" if preset.hours == "*" else f" ({settings.timezone} time)"
    return f"{preset.label}{zone}, as far as GitHub keeps to the schedule"


def data_rows() -> str:
    """List the files with their lengths as rows of a table."""
    return "\n".join(
        f"| [{name}]({name}) | {file.content} | {file.tokens} |" for name, file in FILES.items()
    )


def data_urls(settings: MirrorSettings) -> tuple[str, ...]:
    """Return the raw address of each file, in the order of `FILES`."""
    return tuple(f"{_raw(settings)}{name}" for name in FILES)


def _raw(settings: MirrorSettings) -> str:
    return f"https://raw.githubusercontent.com/{settings.full_name}/{settings.default_branch}/"


def address_note(settings: MirrorSettings) -> str:
    """Say what addresses programs may use, and who can open them."""
    where = f"Programs find a file at <{_raw(settings)}> and its name, up to five minutes old."
    if settings.private:
        return (
            f"{where} This repository is private, so that answers *404 Not Found* to everybody "
            "without access: use a connector or a clone."
        )
    return f"{where} This repository is public: **everybody can read these addresses.**"


def privacy_note(settings: MirrorSettings) -> str:
    """Say what the files hold at the chosen privacy level."""
    return f"{_PRIVACY[settings.privacy]}\n\n{_ALWAYS}"


def coach_note(settings: MirrorSettings) -> str:
    """Say how a coach gets at the data."""
    if settings.private:
        return "Give the connector of your AI platform access to this one repository."
    return "Use the connector of your AI platform, or paste the addresses above into the chat."
