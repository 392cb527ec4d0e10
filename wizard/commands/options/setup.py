"""Options of ``setup``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wizard.commands.options.extras import ExtrasOptions, add_extras
from wizard.commands.options.shared import ON, MirrorOptions, add_athlete, add_rotate_key
from wizard.setting_values import SettingValues

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True, slots=True)
class SetupOptions(MirrorOptions):
    """Options of ``setup``."""

    settings: SettingValues = field(default_factory=SettingValues)
    athlete: str | None = None
    adopt: bool = False
    with_protocol: bool = False
    fork: bool = False
    confirm_public: str | None = None
    rotate_key: bool = False
    extras: ExtrasOptions = field(default_factory=ExtrasOptions)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``setup`` has."""
    group = parser.add_argument_group("set-up")
    add_athlete(group)
    group.add_argument("--adopt", help="use a repository that holds other files; they stay", **ON)
    group.add_argument(
        "--with-protocol",
        help="commit Section 11's protocol and guides, too",
        **ON,
    )
    group.add_argument("--fork", help="a fork of Section 11 instead: PUBLIC for ever", **ON)
    group.add_argument(
        "--confirm-public",
        metavar="NAME",
        help="confirm by its name that everybody may read it",
    )
    add_rotate_key(group)
    add_extras(parser)
