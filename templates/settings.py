"""What an athlete chose for a data repository: the one input of every template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import engine

if TYPE_CHECKING:
    from engine.base.format import ArchiveBranch, ArchivePolicy, Privacy

WORKFLOW_PATH = ".github/workflows/auto-sync.yml"
BUNDLE = "engine.pyz"
"""The engine in a data repository."""
WORKFLOW_NAME = "Auto-Sync Intervals.icu Data"
"""Shown in the Actions tab; guides in the field send people to this name."""

SECRETS = ("ATHLETE_ID", "INTERVALS_KEY")

VARIABLES = {
    "week_start": "WEEK_START",
    "zone_preference": "ZONE_PREFERENCE",
    "days": "DAYS",
    "privacy": "PRIVACY",
    "archive": "ARCHIVE",
    "archive_branch": "ARCHIVE_BRANCH",
}
"""Setting -> Actions variable that the workflow hands to the engine."""


@dataclass(frozen=True, slots=True)
class MirrorSettings:
    """Settings of one data mirror.

    Attributes:
        owner: account that owns the repository.
        repo: name of the repository.
        default_branch: the branch that the schedule runs on.
        private: False only after the athlete confirmed that everyone may read the data.
        schedule: key of `templates.schedule.PRESETS`, or cron expressions separated by ``;``.
        timezone: IANA name of the athlete's time zone, for the schedule.
        week_start: first day of the training week, ``mon`` to ``sun``.
        zone_preference: such as ``run:hr,cycling:power``; empty for the default.
        days: length of the display window in days, today included.
        privacy: what is left out of the published files.
        archive: which snapshots under ``archive/`` are kept.
        archive_branch: whether they are on a branch of their own or beside the data.
        engine_version: version of the engine that is copied into the repository.
    """

    owner: str
    repo: str
    default_branch: str = "main"
    private: bool = True
    schedule: str = "30min"
    timezone: str = "UTC"
    week_start: str = "mon"
    zone_preference: str = ""
    days: int = 7
    privacy: Privacy = "standard"
    archive: ArchivePolicy = "default"
    archive_branch: ArchiveBranch = "own"
    engine_version: str = engine.__version__

    @property
    def full_name(self) -> str:
        """Name of the repository as ``owner/repo``."""
        return f"{self.owner}/{self.repo}"

    def variables(self) -> dict[str, str]:
        """Name and value of the Actions variables; an empty value means: no such variable."""
        values = {name: str(getattr(self, field)) for field, name in VARIABLES.items()}
        # few ever need it, and without it snapshots have a branch of their own
        return values | ({"ARCHIVE_BRANCH": ""} if self.archive_branch == "own" else {})
