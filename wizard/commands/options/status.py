"""Options of ``status``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.commands.options.shared import ON, MirrorOptions

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True, slots=True)
class StatusOptions(MirrorOptions):
    """Options of ``status``."""

    billing: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``status`` has."""
    group = parser.add_argument_group("minutes")
    group.add_argument("--billing", help="ask GitHub for the account's minutes, too", **ON)
