"""What the doctor reports: one fault, its evidence, what to do, and whether it can be repaired."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


class Cure(StrEnum):
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
    SCHEDULE = "schedule"
    PERMISSIONS = "permissions"
    DATA = "data"
    LEFTOVERS = "leftovers"
    REGISTER = "register"
    ENABLE = "enable"
    WAKE = "wake"
    SYNC = "sync"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        id: stable name, such as ``secret-missing``.
        severity: how bad it is.
        what: what is wrong, one sentence.
        why: the evidence; empty when ``what`` says it all.
        remedy: what the athlete, or the cure, does about it.
        cure: the repair; None when only the athlete can do something.
        deliberate: whether somebody may have wanted it so, so that it is only repaired when that
            very finding is named or confirmed.
        subject: name of the one thing that it is about, for the repair.
    """

    id: str
    severity: Severity
    what: str
    why: str = ""
    remedy: str = ""
    cure: Cure | None = None
    deliberate: bool = False
    subject: str = ""


def error(
    name: str, what: str, why: str = "", remedy: str = "", cure: Cure | None = None
) -> Finding:
    """Return a finding that keeps the mirror from working."""
    return Finding(name, Severity.ERROR, what, why, remedy, cure)


def warning(
    name: str, what: str, why: str = "", remedy: str = "", cure: Cure | None = None
) -> Finding:
    """Return a finding that makes the mirror worse than it could be."""
    return Finding(name, Severity.WARNING, what, why, remedy, cure)


def note(
    name: str, what: str, why: str = "", remedy: str = "", cure: Cure | None = None
) -> Finding:
    """Return a finding that is worth knowing."""
    return Finding(name, Severity.NOTE, what, why, remedy, cure)
