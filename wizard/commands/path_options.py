"""The options of the ways into a mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _ArgumentGroup


def add_path_options(group: _ArgumentGroup) -> None:
    """Describe them."""
    group.add_argument(
        "--adopt", action="store_true", help="use an existing repository that holds other files"
    )
    group.add_argument(
        "--with-protocol",
        action="store_true",
        help="commit Section 11's protocol and guides, too: one connector for all",
    )
    group.add_argument(
        "--fork",
        action="store_true",
        help="a fork of Section 11 instead of a private repository: PUBLIC for ever",
    )
    group.add_argument(
        "--confirm-public",
        metavar="NAME",
        help="name of the repository, to confirm that everybody may read the data",
    )
