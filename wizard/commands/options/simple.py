"""Options of the commands that do one thing, of ``demo`` and of ``completion``."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, field
from datetime import timedelta

from wizard.commands.options.extras import PLATFORMS, ExtrasOptions, add_copy, add_extras
from wizard.commands.options.shared import EITHER, ON, MirrorOptions
from wizard.setting_values import SettingValues
from wizard.terminal.completion import SHELLS

PAGES = ("repo", "actions", "token", "intervals")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
DURATION = re.compile(r"(?:\d+[mhd])+")


@dataclass(frozen=True, slots=True)
class SyncOptions(MirrorOptions):
    """Options of ``sync``."""

    if_older: timedelta | None = None
    link: bool = False


@dataclass(frozen=True, slots=True)
class CoachOptions(MirrorOptions):
    """Options of ``coach``."""

    platform: str | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True)
class OpenOptions(MirrorOptions):
    """Options of ``open``; ``target`` is the page."""

    target: str = "repo"


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """Options of ``demo``; here, so that they are known without loading the stand-ins."""

    settings: SettingValues = field(default_factory=SettingValues)
    folder: str | None = None
    keep: bool = True
    extras: ExtrasOptions = field(default_factory=ExtrasOptions)


def add_sync(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of ``sync``."""
    group = parser.add_argument_group("when, and from where")
    group.add_argument(
        "--if-older",
        type=duration,
        metavar="AGE",
        help="only when the data is older, as 2h, 90m or 1d",
    )
    group.add_argument("--link", help="show how to start one from a phone; start nothing", **ON)


def duration(text: str) -> timedelta:
    """Read a duration such as ``2h``, ``90m`` or ``1h30m``.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not DURATION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no duration: use 2h, 90m or 1d")
    parts = re.findall(r"(\d+)([mhd])", text)
    return sum((timedelta(**{UNITS[unit]: int(much)}) for much, unit in parts), timedelta())


def add_coach(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of ``coach``."""
    group = parser.add_argument_group("instructions")
    group.add_argument(
        "platform",
        nargs="?",
        metavar="PLATFORM",
        choices=PLATFORMS,
        default=None,
        help=f"{', '.join(PLATFORMS)} (default: ask)",
    )
    add_copy(group)


def add_page(parser: argparse.ArgumentParser) -> None:
    """Describe the argument of ``open``."""
    group = parser.add_argument_group("which page")
    group.add_argument(
        "target",
        nargs="?",
        metavar="PAGE",
        choices=PAGES,
        default="repo",
        help=f"{', '.join(PAGES)} (default: repo)",
    )


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``demo`` has."""
    group = parser.add_argument_group("demonstration")
    group.add_argument("--folder", metavar="DIR", help="where the result goes (./demo-output)")
    group.add_argument("--keep", help="keep that folder (default: yes)", **EITHER)
    add_extras(parser)


@dataclass(frozen=True, slots=True)
class CompletionOptions:
    """Options of ``completion``."""

    shell: str = ""


def add_shell(parser: argparse.ArgumentParser) -> None:
    """Describe the argument of ``completion``."""
    group = parser.add_argument_group("which shell")
    group.add_argument("shell", metavar="SHELL", choices=tuple(SHELLS), help=", ".join(SHELLS))
