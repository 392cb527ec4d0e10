"""What happens while the plan is carried out, told to whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from wizard.github.records import Job, Run


class Progress(Protocol):
    """Shows what is going on. Titles say what is done, such as "Set the secrets"."""

    def begin(self, title: str) -> None:
        """A piece of work starts."""

    def done(self, title: str, outcome: str = "") -> None:
        """It is finished."""

    def skipped(self, title: str, why: str) -> None:
        """It could not be done and is not needed."""

    def failed(self, title: str) -> None:
        """It failed; the error follows as an exception."""

    def waiting(self, why: str, seconds: float) -> None:
        """Nothing happens for so many seconds more, and why."""

    def watching(self, run: Run, jobs: tuple[Job, ...]) -> None:
        """The state of the run that is being watched."""
