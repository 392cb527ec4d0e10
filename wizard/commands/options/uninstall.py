"""Options of ``uninstall``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.commands.options.shared import EITHER, MirrorOptions

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True, slots=True)
class UninstallOptions(MirrorOptions):
    """Options of ``uninstall``."""

    confirm: str | None = None
    remove_engine: bool | None = None
    remove_data: bool | None = None
    forget: bool | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``uninstall`` has."""
    group = parser.add_argument_group("what goes")
    group.add_argument(
        "--confirm", metavar="NAME", help="name of the repository, instead of typing"
    )
    group.add_argument("--remove-engine", help="engine and README, too (default: no)", **EITHER)
    group.add_argument("--remove-data", help="data files, too (default: no)", **EITHER)
    group.add_argument("--forget", help="key and token in the keyring, too (default: no)", **EITHER)
