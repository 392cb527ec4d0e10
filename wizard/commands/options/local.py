"""Options of ``local``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.commands.options.shared import ON, add_athlete, add_data_settings, add_key_file
from wizard.local.interval import DEFAULT_INTERVAL, INTERVALS
from wizard.local.settings import KEY_PLACES, TIMER_KINDS

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """Options of ``local``."""

    folder: str | None = None
    schedule: str | None = None
    timer: str | None = None
    key_store: str | None = None
    sync: bool = False
    remove: bool = False
    week_start: str | None = None
    zone_preference: str | None = None
    days: int | None = None
    privacy: str | None = None
    key_file: str | None = None
    athlete: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``local`` has."""
    group = parser.add_argument_group("on this computer")
    group.add_argument("--folder", metavar="DIR", help="where the files go (~/training-data)")
    group.add_argument(
        "--schedule",
        metavar="WHEN",
        choices=tuple(INTERVALS),
        help=f"{', '.join(INTERVALS)} (default: {DEFAULT_INTERVAL})",
    )
    group.add_argument(
        "--timer",
        metavar="KIND",
        choices=TIMER_KINDS,
        help=f"{', '.join(TIMER_KINDS)} (default: what is there)",
    )
    group.add_argument(
        "--key-store",
        metavar="PLACE",
        choices=KEY_PLACES,
        help="keyring (default), file (plain text, yours alone), or environment (each sync "
        "reads INTERVALS_KEY)",
    )
    group.add_argument("--sync", help="only sync now", **ON)
    group.add_argument("--remove", help="take timer, key and settings away; data stays", **ON)
    add_data_settings(group)
    add_key_file(group)
    add_athlete(group)
