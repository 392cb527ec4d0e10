"""Options of ``doctor``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.commands.options.shared import MirrorOptions, add_week_start

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class DoctorOptions(MirrorOptions):
    """Options of ``doctor``; an empty ``fix`` repairs all that nobody can have wanted so."""

    fix: Sequence[str] | None = None
    athlete: str | None = None
    week_start: str | None = None
    zone_preference: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``doctor`` has."""
    group = parser.add_argument_group("repairs")
    group.add_argument(
        "--fix",
        nargs="*",
        metavar="FINDING",
        help="repair these; else all that nobody can have wanted",
    )
    group.add_argument("--athlete", metavar="ID", help="whose data it should be")
    add_week_start(group, "the secret's value, when it becomes a variable")
    group.add_argument("--zone-preference", metavar="PAIRS", help="likewise")
