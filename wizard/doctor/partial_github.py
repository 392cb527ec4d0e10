"""GitHub for somebody who looks around: what the token may not read is noted and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wizard.github.client import GitHub
from wizard.github.errors import MissingRightError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.errors import WizardError
    from wizard.github.records import Head, Repository, Run, Workflow

T = TypeVar("T")


class PartialGitHub(GitHub):
    """A gateway that reads as much as it may.

    Attributes:
        denied: what could not be read, with GitHub's remedy.
    """

    def __init__(self, github: GitHub) -> None:
        super().__init__(github.http)
        self.denied: dict[str, WizardError] = {}

    def _try(self, what: str, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except MissingRightError as error:
            self.denied[what] = error
            return otherwise

    def head(self, repo: Repository) -> Head | None:
        """Read the newest commit of the default branch."""
        return self._try("files", lambda: super(PartialGitHub, self).head(repo), None)

    def secrets(self, repo: Repository) -> dict[str, str]:
        """List the secrets."""
        return self._try("secrets", lambda: super(PartialGitHub, self).secrets(repo), {})

    def variables(self, repo: Repository) -> dict[str, str]:
        """List the variables."""
        return self._try("variables", lambda: super(PartialGitHub, self).variables(repo), {})

    def workflow(self, repo: Repository, file: str) -> Workflow | None:
        """Read the workflow."""
        return self._try("runs", lambda: super(PartialGitHub, self).workflow(repo, file), None)

    def runs(self, repo: Repository, file: str, limit: int, event: str = "") -> tuple[Run, ...]:
        """Read the newest runs."""
        return self._try(
            "runs", lambda: super(PartialGitHub, self).runs(repo, file, limit, event), ()
        )
