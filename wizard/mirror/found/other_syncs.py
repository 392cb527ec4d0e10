"""Workflows under other names that sync, too: made by hand, or copied. Pure.

Beside ours they would fail at every tick, or publish twice, and cost minutes either way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.schedule import readable
from templates.settings import SECRETS, WORKFLOW_PATH
from templates.workflow_schedule import read_schedule
from wizard.github.records import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.schedule import ScheduleEntry
    from wizard.github.records import Workflow

WORKFLOW_FILE = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
SYNCS = re.compile(r"(?<![\w./-])(?:\./)?sync\.py\b|-m engine\b|\bengine\.pyz\b|\bsection11-sync\b")
CREDENTIALS = re.compile(rf"\bsecrets(?:\.|\[['\"])(?:{'|'.join(SECRETS)})\b", re.IGNORECASE)
COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")


@dataclass(frozen=True, slots=True)
class OtherSync:
    """One such workflow.

    Attributes:
        path: of its file.
        text: of its file.
        workflow: as GitHub knows it; None when it does not.
    """

    path: str
    text: str
    workflow: Workflow | None = None

    @property
    def file(self) -> str:
        """Name of its file, as GitHub's addresses have it."""
        return self.path.rpartition("/")[2]

    @property
    def replaced(self) -> bool:
        """Whether it does what ours does, so that ours takes its place."""
        said = COMMENT.sub("", self.text)
        return SYNCS.search(said) is not None and CREDENTIALS.search(said) is not None

    @property
    def active(self) -> bool:
        """Whether GitHub runs it."""
        return self.workflow is not None and self.workflow.state == ACTIVE

    @property
    def schedule(self) -> tuple[ScheduleEntry, ...]:
        """When it runs; empty where nobody understands it."""
        try:
            return readable(read_schedule(self.text))
        except ValueError:
            return ()


def other_workflow_paths(files: Iterable[str]) -> tuple[str, ...]:
    """Return the workflow files that are not ours by name."""
    return tuple(path for path in files if WORKFLOW_FILE.fullmatch(path) and path != WORKFLOW_PATH)


def concerns_us(text: str) -> bool:
    """Whether a workflow runs a sync or reads the mirror's credentials."""
    said = COMMENT.sub("", text)
    return SYNCS.search(said) is not None or CREDENTIALS.search(said) is not None


def to_silence(others: Iterable[OtherSync]) -> tuple[str, ...]:
    """Name the files of those to switch off: they are on, and theirs to keep."""
    return tuple(other.file for other in others if other.active and not other.replaced)


def schedules_of(others: Iterable[OtherSync]) -> tuple[ScheduleEntry, ...]:
    """Return when those run that are switched on."""
    return tuple(entry for other in others if other.active for entry in other.schedule)
