"""The options of what can be added to a mirror, and of ``coach``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.coaches import COACHES

if TYPE_CHECKING:
    from argparse import _ArgumentGroup

PLATFORMS = tuple(COACHES)


def add_extra_options(group: _ArgumentGroup) -> None:
    """Describe the optional last steps of the set-up."""
    on = "store_true"
    group.add_argument("--dossier", action=on, help="commit a DOSSIER.md about you, prefilled")
    group.add_argument(
        "--dossier-set",
        action="append",
        metavar="FIELD=TEXT",
        help="an answer for it, such as goals='sub-3 marathon'; may be repeated",
    )
    group.add_argument(
        "--overwrite-dossier", action=on, help="replace the one that is there; git keeps it"
    )
    group.add_argument("--protocol", action=on, help="commit SECTION_11.md")
    group.add_argument(
        "--coach", choices=PLATFORMS, help="print the instructions for this AI platform"
    )
    add_copy_option(group)


def add_copy_option(group: _ArgumentGroup) -> None:
    """Describe the way to the clipboard."""
    group.add_argument(
        "--copy", action="store_true", help="put the instructions on the clipboard, too"
    )


def add_platform(group: _ArgumentGroup) -> None:
    """Describe the argument of ``coach``."""
    group.add_argument("platform", nargs="?", choices=PLATFORMS, default=None, help="default: ask")
    add_copy_option(group)
