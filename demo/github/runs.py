"""Workflow runs, their jobs, steps, logs and artifacts."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from demo.github.records import Account, Workflow

Status = Literal["queued", "in_progress", "completed", "pending"]
Conclusion = Literal["success", "failure", "cancelled", "skipped", "startup_failure"]


@dataclass(slots=True, eq=False)
class Step:
    """One step of a job; numbers count from 1 with "Set up job"."""

    number: int
    name: str
    status: Status = "queued"
    conclusion: Conclusion | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    log: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Annotation:
    """A notice, warning or error that a job reported."""

    level: Literal["notice", "warning", "failure"]
    message: str
    title: str = ""
    path: str = ".github"
    line: int = 1


@dataclass(slots=True, eq=False)
class Job:
    """One job of a run."""

    id: int
    key: str
    name: str
    created_at: datetime
    labels: list[str] = field(default_factory=list)
    status: Status = "queued"
    conclusion: Conclusion | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    steps: list[Step] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    summary: str = ""

    def annotate(self, level: Literal["notice", "warning", "failure"], message: str) -> None:
        """Attach a message that has no place in a file."""
        self.annotations.append(Annotation(level, message))

    def text(self) -> str:
        """The whole log."""
        return "".join(line for step in self.steps for line in step.log)


@dataclass(slots=True, eq=False)
class Artifact:
    """An uploaded zip."""

    id: int
    name: str
    content: bytes = field(repr=False)
    run: Run
    created_at: datetime
    expires_at: datetime


@dataclass(slots=True, eq=False)
class Run:
    """One run of a workflow."""

    id: int
    number: int
    workflow: Workflow
    event: str
    branch: str
    sha: str
    actor: Account
    created_at: datetime
    updated_at: datetime
    title: str
    inputs: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)
    attempt: int = 1
    status: Status = "queued"
    conclusion: Conclusion | None = None
    started_at: datetime | None = None
    jobs: list[Job] = field(default_factory=list)
    cancel: threading.Event = field(default_factory=threading.Event)

    def text(self) -> str:
        """The logs of all jobs."""
        return "".join(job.text() for job in self.jobs)
