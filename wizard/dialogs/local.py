"""The questions about the sync on this machine. They ask and check; they change nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from templates.settings import MirrorSettings
from wizard.dialogs.questions import DETAILS, GO_ON, LABEL_WIDTH, change
from wizard.local.folder import check_folder, full_path
from wizard.local.interval import INTERVALS
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.local.settings import LocalSettings
    from wizard.terminal.screen import Screen

SHARED = ("week_start", "zone_preference", "privacy", "days")
"""Settings that a mirror on GitHub has too; their questions are the same."""


def ask_folder(screen: Screen, default: str) -> str:
    """Ask where the files go."""
    screen.help(
        "Your data goes into a folder on this computer and nowhere else. Choose one that your AI "
        "coach may read and that no cloud service copies."
    )
    return str(full_path(screen.prompts.text("Folder", default, check_folder)))


def ask_schedule(screen: Screen, default: str) -> str:
    """Ask how often."""
    screen.help("A sync takes seconds and costs nothing. It waits while the computer sleeps.")
    choices = [Choice(key, interval.label) for key, interval in INTERVALS.items()]
    return screen.prompts.choose_or_back("How often shall it refresh?", choices, default) or default


def ask_key_file(screen: Screen, path: str) -> bool:
    """Ask for consent to keep the key in a file."""
    screen.help(
        "This computer has no keyring, so a timer would have to find your API key in a file. It "
        "holds the key in plain text; only your account (and root) can read it:",
        path,
    )
    return screen.prompts.confirm("Keep the key in that file?", default=False)


def ask_details(screen: Screen, settings: LocalSettings, *, known: bool) -> LocalSettings:
    """Show the rest of the settings and change what is chosen, until nothing more is.

    Args:
        screen: where to ask.
        settings: as they are.
        known: whether folder and schedule are in the list, because they were not just asked.
    """
    message = "Which setting shall be changed?" if known else "Anything else to change?"
    while True:
        lines = [Choice(GO_ON, "None, go on" if known else "No, go on")]
        if known:
            lines += [Choice(key, title(settings)) for key, (title, _) in OWN.items()]
        mirror = _as_mirror(settings)
        lines += [Choice(key, DETAILS[key][0](mirror)) for key in SHARED]
        where = screen.prompts.choose(message, lines, GO_ON)
        if where == GO_ON:
            return settings
        if where in OWN:
            settings = OWN[where][1](screen, settings)
        else:
            settings = _taken_over(settings, change(screen, where, mirror))


def _line(label: str, value: str) -> str:
    return f"{label:<{LABEL_WIDTH}}{value}"


OWN: Mapping[
    str,
    tuple[Callable[[LocalSettings], str], Callable[[Screen, LocalSettings], LocalSettings]],
] = {
    "folder": (
        lambda s: _line("Folder", s.folder),
        lambda screen, s: replace(s, folder=ask_folder(screen, s.folder)),
    ),
    "schedule": (
        lambda s: _line("Schedule", INTERVALS[s.schedule].label),
        lambda screen, s: replace(s, schedule=ask_schedule(screen, s.schedule)),
    ),
}


def _as_mirror(settings: LocalSettings) -> MirrorSettings:
    return MirrorSettings(
        owner="this", repo="machine", **{name: getattr(settings, name) for name in SHARED}
    )


def _taken_over(settings: LocalSettings, mirror: MirrorSettings) -> LocalSettings:
    return replace(settings, **{name: getattr(mirror, name) for name in SHARED})
