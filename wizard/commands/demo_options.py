"""The options of ``demo``, described without loading the stand-ins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wizard.commands.arguments import EITHER
from wizard.commands.extras import ExtrasOptions, add_extras
from wizard.setting_values import SettingValues

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """Options of ``demo``."""

    settings: SettingValues = field(default_factory=SettingValues)
    folder: str | None = None
    keep: bool = True
    extras: ExtrasOptions = field(default_factory=ExtrasOptions)


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Describe what only ``demo`` has."""
    group = parser.add_argument_group("demonstration")
    group.add_argument("--folder", metavar="DIR", help="where the result goes (./demo-output)")
    group.add_argument("--keep", help="keep that folder (default: yes)", **EITHER)
    add_extras(parser)
