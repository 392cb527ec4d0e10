"""Each setting of a mirror: its option, where it is kept, what it may be, its default."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from engine.base.format import (
    ARCHIVE_BRANCHES,
    ARCHIVE_POLICIES,
    MAX_DAYS,
    PRIVACY_LEVELS,
    WEEKDAYS,
)
from scripts.facts.table import table
from templates.schedule import PRESETS
from templates.settings import VARIABLES, WORKFLOW_PATH, MirrorSettings
from wizard.setting_values import SettingValues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def _any_of(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


VALUES: Mapping[str, str] = {
    "schedule": f"{_any_of(PRESETS)}, or cron lines",
    "timezone": "a name such as `Europe/Berlin`",
    "week_start": _any_of(WEEKDAYS),
    "zone_preference": "pairs such as `run:hr,cycling:power`",
    "days": f"1 to {MAX_DAYS}",
    "privacy": _any_of(PRIVACY_LEVELS),
    "archive": _any_of(ARCHIVE_POLICIES),
    "archive_branch": _any_of(ARCHIVE_BRANCHES),
}
DEFAULTS: Mapping[str, str] = {
    "timezone": "that of your account",
    "zone_preference": "power, else heart rate",
}
"""Where the default is no value."""


def rows() -> str:
    """Return a row for each setting."""
    usual = MirrorSettings("owner", "repository")
    heads = ("option", "kept in", "values", "default")
    return table(
        heads,
        (
            (
                f"`--{name.replace('_', '-')}`",
                f"variable `{VARIABLES[name]}`" if name in VARIABLES else f"`{WORKFLOW_PATH}`",
                VALUES[name],
                DEFAULTS.get(name) or f"`{getattr(usual, name)}`",
            )
            for name in (field.name for field in fields(SettingValues))
        ),
    )
