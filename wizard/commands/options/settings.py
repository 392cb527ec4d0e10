"""Options of ``settings``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wizard.commands.options.shared import EITHER, MirrorOptions, add_athlete, add_rotate_key
from wizard.setting_values import SettingValues

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True, slots=True)
class SettingsOptions(MirrorOptions):
    """Options of ``settings``."""

    settings: SettingValues = field(default_factory=SettingValues)
    rotate_key: bool = False
    athlete: str | None = None
    remove_data: bool | None = None
    remove_archive: bool | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``settings`` has."""
    group = parser.add_argument_group("whose data")
    add_rotate_key(group)
    add_athlete(group)
    group.add_argument(
        "--remove-data",
        help="when the athlete changes: delete the old one's data files (default: yes)",
        **EITHER,
    )
    group.add_argument(
        "--remove-archive",
        help="delete the snapshots, which keep what they said before privacy was stricter",
        **EITHER,
    )
