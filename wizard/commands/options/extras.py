"""What was said about the optional last steps: dossier, protocol, coach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.coaches import COACHES
from wizard.commands.options.shared import ON

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

PLATFORMS = tuple(COACHES)
DOSSIER_STEP, PROTOCOL_STEP, COACH_STEP = "dossier", "protocol", "coach"


@dataclass(frozen=True, slots=True)
class ExtrasOptions:
    """What was said about the optional last steps."""

    dossier: bool = False
    dossier_set: Sequence[str] = ()
    overwrite_dossier: bool = False
    protocol: bool = False
    coach: str | None = None
    copy: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that are asked for."""
        flags = {
            DOSSIER_STEP: bool(self.dossier or self.dossier_set or self.overwrite_dossier),
            PROTOCOL_STEP: self.protocol,
            COACH_STEP: self.coach is not None,
        }
        return tuple(step for step, wanted in flags.items() if wanted)


def add_extras(parser: argparse.ArgumentParser) -> None:
    """Describe the optional last steps."""
    group = parser.add_argument_group("optional last steps")
    group.add_argument("--dossier", help="commit a DOSSIER.md about you, prefilled", **ON)
    group.add_argument(
        "--dossier-set",
        action="append",
        metavar="FIELD=TEXT",
        help="an answer for it, as goals='sub-3 marathon'",
    )
    group.add_argument(
        "--overwrite-dossier", help="replace the one that is there; git keeps it", **ON
    )
    group.add_argument("--protocol", help="commit SECTION_11.md", **ON)
    group.add_argument(
        "--coach",
        metavar="PLATFORM",
        choices=PLATFORMS,
        help=f"print the steps for one of {', '.join(PLATFORMS)}",
    )
    add_copy(group)


def add_copy(group: argparse._ArgumentGroup) -> None:
    """Describe the way to the clipboard."""
    group.add_argument("--copy", help="put the instructions on the clipboard, too", **ON)
