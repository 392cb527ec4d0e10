"""Options of ``update``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.commands.options.shared import MirrorOptions

if TYPE_CHECKING:
    import argparse

KEEP, JOIN, REPLACE = "keep", "join", "replace"
EDITED = (KEEP, JOIN, REPLACE)


@dataclass(frozen=True, slots=True)
class UpdateOptions(MirrorOptions):
    """Options of ``update``."""

    edited: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``update`` has."""
    group = parser.add_argument_group("what you edited")
    group.add_argument(
        "--edited",
        metavar="HOW",
        choices=EDITED,
        help="keep them (default), join with this version, replace",
    )
