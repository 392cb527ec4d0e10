"""Options of the commands that look after a mirror."""

from __future__ import annotations

import argparse
from typing import Any

from engine.base.format import WEEKDAYS

EDITED = ("keep", "replace")
ON = {"action": "store_true"}


def doctor_options() -> argparse.ArgumentParser:
    """Options of ``doctor``."""
    parser, group = _part("repairs")
    group.add_argument(
        "--fix",
        nargs="*",
        metavar="FINDING",
        help="repair what is named; without a name all that nobody can have wanted so",
    )
    group.add_argument("--athlete", metavar="ID", help="whose data it should be")
    group.add_argument(
        "--week-start", choices=WEEKDAYS, help="value of the secret, when it becomes a variable"
    )
    group.add_argument("--zone-preference", metavar="PAIRS", help="likewise")
    return parser


def update_options() -> argparse.ArgumentParser:
    """Options of ``update``."""
    parser, group = _part("what you edited")
    group.add_argument(
        "--edited", choices=EDITED, help="files that you edited: keep (default) or replace"
    )
    return parser


def status_options() -> argparse.ArgumentParser:
    """Options of ``status``."""
    parser, group = _part("minutes")
    group.add_argument("--billing", help="ask GitHub for the account's minutes, too", **ON)
    return parser


def uninstall_options() -> argparse.ArgumentParser:
    """Options of ``uninstall``."""
    parser, group = _part("what goes")
    group.add_argument(
        "--confirm", metavar="NAME", help="name of the repository, instead of typing"
    )
    either = {"action": argparse.BooleanOptionalAction}
    group.add_argument("--remove-engine", help="engine and README, too (default: no)", **either)
    group.add_argument("--remove-data", help="data files, too (default: no)", **either)
    group.add_argument(
        "--forget", help="key and token in this computer's keyring, too (default: no)", **either
    )
    return parser


def key_options() -> argparse.ArgumentParser:
    """Options of ``settings`` about whose data it is."""
    parser, group = _part("whose data")
    group.add_argument("--rotate-key", help="replace the API key in the mirror", **ON)
    group.add_argument("--athlete", metavar="ID", help="another athlete that the key may read")
    group.add_argument(
        "--remove-data",
        action=argparse.BooleanOptionalAction,
        help="when the athlete changes: delete the old one's data files (default: yes)",
    )
    return parser


def _part(title: str) -> tuple[argparse.ArgumentParser, Any]:
    parser = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    return parser, parser.add_argument_group(title)
