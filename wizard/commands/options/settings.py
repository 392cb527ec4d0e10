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
        help="the former athlete's data files go (default: yes)",
        **EITHER,
    )
    group.add_argument(
        "--remove-archive",
        help="snapshots from before privacy was stricter go",
        **EITHER,
    )
