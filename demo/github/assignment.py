"""What stands between the server, which keeps runs, and a runner, which executes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from demo.github.runs import Annotation, Conclusion


@dataclass(frozen=True, slots=True)
class Assignment:
    """Everything that a runner is told about one run."""

    workflow_text: str
    workflow_path: str
    workflow_name: str
    repository: str
    """`owner/name`."""
    repository_id: int
    owner: str
    owner_id: int
    private: bool
    default_branch: str
    server_url: str
    event: str
    payload: Mapping[str, Any]
    inputs: Mapping[str, Any]
    ref: str
    """Full reference name."""
    sha: str
    run_id: int
    run_number: int
    run_attempt: int
    actor: str
    actor_id: int
    secrets: Mapping[str, str] = field(repr=False)
    variables: Mapping[str, str]
    write_by_default: bool
    """Whether a workflow that names no permissions gets a token that may write."""
    pinned_only: bool
    """Whether actions have to be named by full commit."""
    storage: Path
    """Folder for work spaces and caches of this repository."""
    clock: Callable[[], datetime]


class Reporter(Protocol):
    """Where a runner reports progress; job keys are those of the workflow file."""

    def start_job(self, key: str, name: str, labels: Sequence[str], steps: Sequence[str]) -> int:
        """Announce a job and its steps; returns the job's id."""

    def skip_job(self, key: str, name: str) -> None:
        """Announce a job whose condition is false."""

    def start_step(self, job: int, number: int) -> None:
        """Mark a step as running."""

    def finish_step(self, job: int, number: int, conclusion: Conclusion) -> None:
        """Mark a step as completed."""

    def log(self, job: int, number: int, text: str) -> None:
        """Append a line to the log of a step."""

    def annotate(self, job: int, annotation: Annotation) -> None:
        """Attach a notice, warning or error."""

    def summarize(self, job: int, text: str) -> None:
        """Set the Markdown summary of a job."""

    def finish_job(self, job: int, conclusion: Conclusion) -> None:
        """Mark a job as completed."""

    def token(self, permissions: Mapping[str, str]) -> str:
        """Make the token of a job, limited to these permissions and this repository."""

    def upload(self, name: str, content: bytes, days: int, *, overwrite: bool) -> int:
        """Store an artifact (a zip) and return its id."""

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""


class JobRunner(Protocol):
    """Something that can execute a run."""

    def run(self, assignment: Assignment, reporter: Reporter) -> Conclusion:
        """Execute all jobs and return the conclusion of the run."""
