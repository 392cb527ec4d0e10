"""The options of ``section11-setup local`` that no other command has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.local.settings import KEY_PLACES, TIMER_KINDS
from wizard.local.timers.interval import DEFAULT_INTERVAL, INTERVALS

if TYPE_CHECKING:
    from argparse import _ArgumentGroup


def add_local_options(group: _ArgumentGroup) -> None:
    """Describe them."""
    group.add_argument("--folder", metavar="DIR", help="where the files go (~/training-data)")
    group.add_argument(
        "--schedule",
        choices=tuple(INTERVALS),
        help=f"how often it refreshes itself (default: {DEFAULT_INTERVAL})",
    )
    group.add_argument("--timer", choices=TIMER_KINDS, help="default: what this computer has")
    group.add_argument(
        "--key-store",
        choices=KEY_PLACES,
        help="where the API key is kept (default: the keyring); file: plain text, only yours",
    )
    group.add_argument("--sync", action="store_true", help="only sync now")
    group.add_argument(
        "--remove", action="store_true", help="take timer, key and settings away; the data stays"
    )
