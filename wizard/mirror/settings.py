"""Today's settings of a mirror, read from GitHub."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from engine.base.format import (
    DEFAULT_DAYS,
    MAX_DAYS,
    PRIVACY_LEVELS,
    WEEKDAYS,
    ArchiveBranch,
    ArchivePolicy,
    Privacy,
)
from templates import schedule
from templates.settings import VARIABLES, MirrorSettings
from templates.workflow_schedule import read_schedule
from wizard.setting_values import check_timezone, zone_preference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.mirror.found.state import MirrorState


_DAYS_BY_HAND = re.compile(r"^[^#\n]*\bsync\.py\b[^#\n]*\s--days[ =](\d+)\b", re.MULTILINE)


def defaults(state: MirrorState, timezone: str | None) -> MirrorSettings:
    """Settings of a mirror that does not exist yet."""
    return MirrorSettings(
        owner=state.owner,
        repo=state.name,
        default_branch=state.branch,
        private=state.repository is None or state.repository.private,
        timezone=timezone or "UTC",
    )


def read_settings(state: MirrorState, timezone: str | None) -> MirrorSettings:
    """Read the settings of a mirror; defaults where nothing usable is found."""
    base = with_variables(defaults(state, timezone), state.variables)
    replaced = next((other.text for other in state.others if other.replaced), "")
    workflow = state.workflow_text if state.is_mirror else replaced
    if VARIABLES["days"] not in state.variables:
        base = with_days(base, workflow)
    return with_workflow(base, workflow)


def hidden_settings(state: MirrorState) -> tuple[str, ...]:
    """Name the settings whose value stands in an Actions secret, where nobody can read it."""
    unread = set(state.secrets) - set(state.variables)
    return tuple(field for field, name in VARIABLES.items() if name in unread)


def with_variables(base: MirrorSettings, variables: Mapping[str, str]) -> MirrorSettings:
    """Take over the Actions variables that hold something usable."""
    said = {field: variables.get(name, "").strip() for field, name in VARIABLES.items()}
    days = int(said["days"]) if said["days"].isdigit() else DEFAULT_DAYS
    return replace(
        base,
        week_start=_one_of(said["week_start"].lower(), WEEKDAYS, base.week_start),
        zone_preference=zone_preference(said["zone_preference"]),
        days=days if 1 <= days <= MAX_DAYS else DEFAULT_DAYS,
        privacy=cast("Privacy", _one_of(said["privacy"].lower(), get_args(Privacy), base.privacy)),
        archive=cast(
            "ArchivePolicy", _one_of(said["archive"].lower(), get_args(ArchivePolicy), base.archive)
        ),
        archive_branch=cast(
            "ArchiveBranch",
            _one_of(said["archive_branch"].lower(), get_args(ArchiveBranch), base.archive_branch),
        ),
    )


def with_days(base: MirrorSettings, workflow: str) -> MirrorSettings:
    """Take over the days that a workflow made by hand tells the sync program."""
    found = _DAYS_BY_HAND.search(workflow)
    days = int(found[1]) if found else base.days
    return replace(base, days=days) if 1 <= days <= MAX_DAYS else base


def is_stricter(before: str, after: str) -> bool:
    """Whether a privacy level leaves out more than another."""
    return PRIVACY_LEVELS.index(after) > PRIVACY_LEVELS.index(before)


def with_workflow(base: MirrorSettings, text: str) -> MirrorSettings:
    """Take over the schedule of a workflow file; one that nobody understands says nothing."""
    try:
        found = read_schedule(text)
        key = schedule.name_of(found, base.full_name)
    except ValueError:
        return base
    timezone = found[0].timezone if found else base.timezone
    return replace(
        base,
        schedule=key,
        timezone=timezone if check_timezone(timezone) is None else base.timezone,
    )


def _one_of(value: str, known: tuple[str, ...], otherwise: str) -> str:
    return value if value in known else otherwise
