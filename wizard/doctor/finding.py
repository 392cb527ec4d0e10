"""What the doctor reports: one fault, its evidence, what to do, and whether it can be repaired."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from templates.settings import SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How bad it is: only errors keep the mirror from working."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Order from harmless to bad."""
        return list(Severity).index(self)


class Repair(StrEnum):
    """Repairs, in the order in which they are made; `wizard.doctor.repairs` carries them out."""

    UNARCHIVE = "unarchive"
    PRIVATE = "private"
    ACTIONS = "actions"
    SECRETS = "secrets"
    NAMES = "names"
    VARIABLES = "variables"
    ENGINE = "engine"
    FILES = "files"
    WORKFLOW = "workflow"
    OTHERS = "others"
    SCHEDULE = "schedule"
    PERMISSIONS = "permissions"
    DATA = "data"
    LEFTOVERS = "leftovers"
    REGISTER = "register"
    ENABLE = "enable"
    WAKE = "wake"
    SYNC = "sync"


TITLES: Mapping[Repair, str] = {
    Repair.UNARCHIVE: "Unarchive the repository",
    Repair.PRIVATE: "Make the repository private",
    Repair.ACTIONS: "Switch Actions on",
    Repair.SECRETS: f"Set {' and '.join(SECRETS)} from your API key",
    Repair.NAMES: "Remove what stands under a name that nobody reads",
    Repair.VARIABLES: "Set the variables to values that can be used",
    Repair.ENGINE: "Place the engine again",
    Repair.FILES: "Bring engine, workflow and README to this version",
    Repair.WORKFLOW: "Replace the workflow",
    Repair.OTHERS: "Stop the other workflows that sync, too",
    Repair.SCHEDULE: "Change the schedule",
    Repair.PERMISSIONS: "Let workflows write by default",
    Repair.DATA: "Take damaged and outdated data files out of the way",
    Repair.LEFTOVERS: "Delete left-over copies",
    Repair.REGISTER: "Wait until GitHub knows the workflow",
    Repair.ENABLE: "Switch the workflow on",
    Repair.WAKE: "Switch the workflow off and on again",
    Repair.SYNC: "Start a sync and watch it",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        id: stable name, such as ``secret-missing``.
        severity: how bad it is.
        what: what is wrong, one sentence.
        why: the evidence; empty when ``what`` says it all.
        remedy: what the athlete, or the repair, does about it.
        repair: what mends it; None when only the athlete can do something.
        deliberate: whether somebody may have wanted it so, so that it is only repaired when that
            very finding is named or confirmed.
        subject: name of the one thing that it is about, for the repair.
    """

    id: str
    severity: Severity
    what: str
    why: str = ""
    remedy: str = ""
    repair: Repair | None = None
    deliberate: bool = False
    subject: str = ""


def error(
    name: str, what: str, why: str = "", remedy: str = "", repair: Repair | None = None
) -> Finding:
    """Return a finding that keeps the mirror from working."""
    return Finding(name, Severity.ERROR, what, why, remedy, repair)


def warning(
    name: str, what: str, why: str = "", remedy: str = "", repair: Repair | None = None
) -> Finding:
    """Return a finding that makes the mirror worse than it could be."""
    return Finding(name, Severity.WARNING, what, why, remedy, repair)


def note(
    name: str, what: str, why: str = "", remedy: str = "", repair: Repair | None = None
) -> Finding:
    """Return a finding that is worth knowing."""
    return Finding(name, Severity.NOTE, what, why, remedy, repair)
