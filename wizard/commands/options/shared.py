"""The parts of the command line that several commands share, each described once.

An options class holds what was said on the command line; None means "not said". Its fields are
named like the arguments, and a part of it is an options class of its own.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from engine.base.format import (
    ARCHIVE_BRANCHES,
    ARCHIVE_POLICIES,
    DEFAULT_DAYS,
    MAX_DAYS,
    PRIVACY_LEVELS,
    WEEKDAYS,
)
from templates.schedule import PRESETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
BEHAVIOR, TARGET, CREDENTIALS = "how it behaves", "which mirror", "credentials"
COMMON = (BEHAVIOR, TARGET, CREDENTIALS, "options")
"""Groups whose help stands in that of the program alone; the last is argparse's own."""
ON: Mapping[str, Any] = {"action": "store_true"}
EITHER: Mapping[str, Any] = {"action": argparse.BooleanOptionalAction}


@dataclass(frozen=True, slots=True)
class Behavior:
    """The options that every command has."""

    yes: bool = False
    no_input: bool = False
    dry_run: bool = False
    json: bool = False
    no_color: bool = False
    quiet: bool = False
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Which mirror a command is about."""

    repo: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class CredentialOptions:
    """Where key and token come from."""

    key_file: str | None = None
    token_file: str | None = None
    store_token: bool | None = None


@dataclass(frozen=True, slots=True)
class MirrorOptions:
    """What every command about a mirror has."""

    where: Target = field(default_factory=Target)
    credentials: CredentialOptions = field(default_factory=CredentialOptions)


def read(options: type[T], said: Mapping[str, Any]) -> T:
    """Fill an options class, parts included, with what was said."""
    values: dict[str, Any] = {}
    for one in fields(options):  # type: ignore[arg-type]  # every options class is a dataclass
        part = one.default_factory
        if isinstance(part, type) and is_dataclass(part):
            values[one.name] = read(part, said)
        elif said.get(one.name) is not None:
            values[one.name] = said[one.name]
    return options(**values)


def add_behavior(parser: argparse.ArgumentParser) -> None:
    """Describe what every command has."""
    group = parser.add_argument_group(BEHAVIOR)
    group.add_argument("-y", "--yes", help="take defaults and do not ask to confirm", **ON)
    group.add_argument("--no-input", help="never ask; fail when an answer is missing", **ON)
    group.add_argument("--dry-run", help="show the plan and change nothing", **ON)
    group.add_argument("--json", help="print one JSON document; never asks", **ON)
    group.add_argument("--no-color", help="no colors (also: NO_COLOR=1)", **ON)
    group.add_argument("-q", "--quiet", help="only the result, in a line where one will do", **ON)
    group.add_argument("-v", "--verbose", help="show each request", **ON)


def add_target(parser: argparse.ArgumentParser) -> None:
    """Describe which mirror a command is about."""
    group = parser.add_argument_group(TARGET)
    group.add_argument("--repo", metavar="NAME", help="the repository, NAME or OWNER/NAME")
    group.add_argument(
        "--owner", metavar="NAME", help="account or organization (default: the token's)"
    )


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Describe the settings of a mirror."""
    group = parser.add_argument_group("settings")
    group.add_argument(
        "--schedule",
        metavar="WHEN",
        help=f"{', '.join(PRESETS)}, or cron lines with ';' between them",
    )
    group.add_argument("--timezone", metavar="ZONE", help="IANA name (default: the athlete's)")
    add_data_settings(group)
    _add_choice(group, "--archive", "POLICY", ARCHIVE_POLICIES, "snapshots that are kept")
    group.add_argument(
        "--archive-branch",
        metavar="PLACE",
        choices=ARCHIVE_BRANCHES,
        help="branch for them: own, or default (beside the data)",
    )


def add_data_settings(group: argparse._ArgumentGroup) -> None:
    """Describe what shapes the files, wherever they go."""
    add_week_start(group, "first day of the training week, mon to sun")
    group.add_argument(
        "--zone-preference", metavar="PAIRS", help="zones that count, as run:hr,cycling:power"
    )
    group.add_argument(
        "--days",
        type=_days,
        metavar="N",
        help=f"days that latest.json shows, 1 to {MAX_DAYS} (default: {DEFAULT_DAYS})",
    )
    _add_choice(group, "--privacy", "LEVEL", PRIVACY_LEVELS, "what the files leave out")


def add_week_start(group: argparse._ArgumentGroup, words: str) -> None:
    """Describe the first day of the week."""
    group.add_argument("--week-start", metavar="DAY", choices=WEEKDAYS, help=words)


def _add_choice(
    group: argparse._ArgumentGroup, flag: str, what: str, values: Sequence[str], words: str
) -> None:
    """Describe an option with few values: the help names them after the words."""
    group.add_argument(flag, metavar=what, choices=values, help=f"{words}: {', '.join(values)}")


def _days(text: str) -> int:
    """Read a number of days; refused in one line instead of with a list of all that there are."""
    if not text.isdecimal() or not 1 <= int(text) <= MAX_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MAX_DAYS}")
    return int(text)


def add_credentials(parser: argparse.ArgumentParser) -> None:
    """Describe where key and token come from."""
    group = parser.add_argument_group(CREDENTIALS)
    add_key_file(group)
    group.add_argument(
        "--token-file", metavar="FILE", help="GitHub token; else GH_TOKEN, gh, keyring, asked"
    )
    group.add_argument(
        "--store-token",
        help="keep what you paste in the keyring (default: no)",
        **EITHER,
    )


def add_key_file(group: argparse._ArgumentGroup) -> None:
    """Describe where the API key comes from."""
    group.add_argument(
        "--key-file", metavar="FILE", help="API key; else INTERVALS_KEY, keyring, or asked"
    )


def add_athlete(group: argparse._ArgumentGroup) -> None:
    """Describe whose data it is."""
    group.add_argument("--athlete", metavar="ID", help="another athlete that the key may read")


def add_rotate_key(group: argparse._ArgumentGroup) -> None:
    """Describe how the API key of a mirror is replaced."""
    group.add_argument("--rotate-key", help="replace the API key in the mirror", **ON)
