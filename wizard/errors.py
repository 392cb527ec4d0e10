"""Everything that a user or a server can cause, as one sentence and one remedy."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from wizard import PROGRAM
from wizard.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def interrupted(arguments: Sequence[str]) -> str:
    """Return what is said after Ctrl-C; ``arguments`` are those that were typed."""
    return f"Interrupted. To go on: {shlex.join([PROGRAM, *arguments])}"


class WizardError(Exception):
    """A failure that is explained to the user instead of shown as a traceback.

    Attributes:
        message: what is wrong and where, one sentence.
        remedy: what to do next; empty when the message says it.
        details: what only those want to read who ask for everything, such as a log.
        exit_code: exit status of the program.
    """

    exit_code = ExitCode.FAILURE

    def __init__(self, message: str, remedy: str = "", details: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.details = details

    @property
    def next_step(self) -> str:
        """The remedy as a sentence; an address at its end gets no period, so it can be copied."""
        if not self.remedy:
            return ""
        ends = "" if "://" in self.remedy.rpartition(" ")[2] else "."
        return f"Next: {self.remedy}{ends}"


class UsageError(WizardError):
    """An option has a value that cannot be used."""

    exit_code = ExitCode.USAGE


class NeedsInputError(WizardError):
    """An answer is missing and nobody can be asked."""

    exit_code = ExitCode.NEEDS_INPUT


class AuthError(WizardError):
    """A key or token is wrong or lacks a permission."""

    exit_code = ExitCode.AUTH


class RefusedError(WizardError):
    """A server understood the request and said no."""

    exit_code = ExitCode.REFUSED


class RunFailedError(WizardError):
    """The sync run ended without fresh data."""

    exit_code = ExitCode.RUN_FAILED


class TimedOutError(WizardError):
    """Something that was waited for did not happen in time."""

    exit_code = ExitCode.TIMED_OUT
