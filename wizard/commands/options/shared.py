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
    from collections.abc import Mapping

T = TypeVar("T")
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
    group = parser.add_argument_group("how it behaves")
    group.add_argument("-y", "--yes", help="take defaults and do not ask to confirm", **ON)
    group.add_argument("--no-input", help="never ask; fail when an answer is missing", **ON)
    group.add_argument("--dry-run", help="show the plan and change nothing", **ON)
    group.add_argument("--json", help="print one JSON document; never asks", **ON)
    group.add_argument("--no-color", help="no colors (also: NO_COLOR=1)", **ON)
    group.add_argument("-q", "--quiet", help="only the result, in a line where one will do", **ON)
    group.add_argument("-v", "--verbose", help="show each request", **ON)


def add_target(parser: argparse.ArgumentParser) -> None:
    """Describe which mirror a command is about."""
    group = parser.add_argument_group("which mirror")
    group.add_argument("--repo", metavar="NAME", help="repository, NAME or OWNER/NAME")
    group.add_argument("--owner", help="account or organization (default: the token's)")


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Describe the settings of a mirror."""
    group = parser.add_argument_group("settings of the mirror")
    group.add_argument(
        "--schedule",
        metavar="WHEN",
        help=f"{', '.join(PRESETS)}, or cron expressions separated by ';'",
    )
    group.add_argument("--timezone", metavar="ZONE", help="IANA name (default: the athlete's)")
    add_data_settings(group)
    group.add_argument("--archive", choices=ARCHIVE_POLICIES, help="which snapshots are kept")
    group.add_argument(
        "--archive-branch",
        choices=ARCHIVE_BRANCHES,
        help="snapshots on a branch of their own (default: own) or beside the data",
    )


def add_data_settings(group: argparse._ArgumentGroup) -> None:
    """Describe what shapes the files, wherever they go."""
    group.add_argument("--week-start", choices=WEEKDAYS, help="first day of the training week")
    group.add_argument("--zone-preference", metavar="PAIRS", help="such as run:hr,cycling:power")
    group.add_argument(
        "--days",
        type=_days,
        metavar=f"1-{MAX_DAYS}",
        help=f"days in latest.json (default: {DEFAULT_DAYS})",
    )
    group.add_argument("--privacy", choices=PRIVACY_LEVELS, help="what the files leave out")


def _days(text: str) -> int:
    """Read a number of days; refused in one line instead of with a list of all that there are."""
    if not text.isdecimal() or not 1 <= int(text) <= MAX_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MAX_DAYS}")
    return int(text)


def add_credentials(parser: argparse.ArgumentParser) -> None:
    """Describe where key and token come from."""
    group = parser.add_argument_group("credentials")
    add_key_file(group)
    group.add_argument("--token-file", metavar="FILE", help="file with the GitHub token")
    group.add_argument(
        "--store-token",
        help="keep pasted key and token in this computer's keyring (default: no)",
        **EITHER,
    )


def add_key_file(group: argparse._ArgumentGroup) -> None:
    """Describe where the API key comes from."""
    group.add_argument("--key-file", metavar="FILE", help="file with the Intervals.icu API key")


def add_athlete(group: argparse._ArgumentGroup) -> None:
    """Describe whose data it is."""
    group.add_argument("--athlete", metavar="ID", help="another athlete that the key may read")


def add_rotate_key(group: argparse._ArgumentGroup) -> None:
    """Describe how the API key of a mirror is replaced."""
    group.add_argument("--rotate-key", help="replace the API key in the mirror", **ON)
