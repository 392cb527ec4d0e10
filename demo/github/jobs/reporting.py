"""Keeps what a runner reports where the API can show it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from demo.github.records import Token
from demo.github.runs import Annotation, Artifact, Job, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from demo.github.runs import Conclusion, Run
    from demo.github.world import Repository, World


class ServerReporter:
    """A `jobs.Reporter` that writes into a run of the server."""

    def __init__(self, world: World, repo: Repository, run: Run) -> None:
        self.world, self.repo, self.run = world, repo, run
        self.jobs: dict[int, Job] = {job.id: job for job in run.jobs}
        self.tokens: list[str] = []

    def start_job(self, key: str, name: str, labels: Sequence[str], steps: Sequence[str]) -> int:
        """Announce a job and its steps; returns the job's id."""
        with self.world.changed:
            now = self.world.clock()
            job = Job(
                id=self.world.next_id(),
                key=key,
                name=name,
                created_at=now,
                labels=list(labels),
                status="in_progress",
                started_at=now,
                steps=[Step(number, title) for number, title in enumerate(steps, 1)],
            )
            self.jobs[job.id] = job
            self.run.jobs.append(job)
            self.world.changed.notify_all()
            return job.id

    def skip_job(self, key: str, name: str) -> None:
        """Announce a job whose condition is false."""
        self.finish_job(self.start_job(key, name, [], []), "skipped")

    def _step(self, job: int, number: int) -> Step:
        return self.jobs[job].steps[number - 1]

    def start_step(self, job: int, number: int) -> None:
        """Mark a step as running."""
        with self.world.changed:
            step = self._step(job, number)
            step.status, step.started_at = "in_progress", self.world.clock()
            self.run.updated_at = step.started_at
            self.world.changed.notify_all()

    def finish_step(self, job: int, number: int, conclusion: Conclusion) -> None:
        """Mark a step as completed."""
        with self.world.changed:
            step = self._step(job, number)
            step.status, step.conclusion = "completed", conclusion
            step.completed_at = self.world.clock()
            step.started_at = step.started_at or step.completed_at
            self.world.changed.notify_all()

    def log(self, job: int, number: int, text: str) -> None:
        """Append a line to the log of a step."""
        with self.world.lock:
            moment = self.world.clock().strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
            self._step(job, number).log.append(f"{moment} {text}\n")

    def annotate(self, job: int, annotation: Annotation) -> None:
        """Attach a notice, warning or error."""
        with self.world.lock:
            self.jobs[job].annotations.append(annotation)

    def summarize(self, job: int, text: str) -> None:
        """Set the Markdown summary of a job."""
        with self.world.lock:
            self.jobs[job].summary = text

    def finish_job(self, job: int, conclusion: Conclusion) -> None:
        """Mark a job as completed; its tokens stop working."""
        with self.world.changed:
            done = self.jobs[job]
            done.status, done.conclusion = "completed", conclusion
            done.completed_at = self.world.clock()
            for value in self.tokens:
                self.world.tokens.pop(value, None)
            self.tokens.clear()
            self.world.changed.notify_all()

    def crash(self, error: Exception) -> None:
        """Show a fault of the runner itself, or of the workflow file, as GitHub would."""
        with self.world.changed:
            job = next((job for job in self.run.jobs if job.status != "completed"), None)
            if job is None:
                job = self.jobs[
                    self.start_job("workflow", self.run.workflow.name, [], ["Set up job"])
                ]
            job.annotate("failure", f"{type(error).__name__}: {error}")
            if job.steps:
                job.steps[0].log.append(f"##[error]{type(error).__name__}: {error}\n")
            self.finish_job(job.id, "failure")

    def token(self, permissions: Mapping[str, str]) -> str:
        """Make the token of a job, limited to these permissions and this repository."""
        value = f"ghs_{secrets.token_hex(18)}"
        token = Token(
            value,
            self.world.bot,
            "job",
            permissions=dict(permissions),
            repositories=frozenset({self.repo.full_name}),
        )
        with self.world.lock:
            self.world.tokens[value] = token
            self.tokens.append(value)
        return value

    def upload(self, name: str, content: bytes, days: int, *, overwrite: bool) -> int:
        """Store an artifact (a zip) and return its id; a taken name raises FileExistsError."""
        with self.world.lock:
            taken = [a for a in self.repo.artifacts if a.run is self.run and a.name == name]
            if taken and not overwrite:
                raise FileExistsError(f"an artifact with the name {name} exists on this run")
            self.repo.artifacts = [a for a in self.repo.artifacts if a not in taken]
            now = self.world.clock()
            expires = now + timedelta(days=days)
            artifact = Artifact(self.world.next_id(), name, content, self.run, now, expires)
            self.repo.artifacts.append(artifact)
            return artifact.id

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self.run.cancel.is_set() or self.world.closing.is_set()
