"""Both stand-ins and a way to run the wizard against them, in this process."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

# PyGithub's log goes to the stderr of the moment it is loaded, which must not be a single test's
import wizard.github.client  # noqa: F401
from tests.invented import KEY, TOKEN
from tests.wizard import json_document
from wizard.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from _pytest.capture import CaptureFixture

    from demo.github import Assignment, GitHubServer, Reporter
    from demo.intervals_icu.server import IntervalsServer

STEPS = ("Set up job", "Check out", "Sync")
__all__ = ["KEY", "TOKEN"]  # the invented secrets, for the tests that use the stage


def latest(updated: datetime) -> str:
    """Return a small latest.json."""
    document = {
        "metadata": {"last_updated": updated.isoformat()},
        "readiness_decision": {"recommendation": "go"},
        "current_status": {"fitness": {"ctl": 61.2, "atl": 70.05, "tsb": -8.85}},
        "recent_activities": [
            {
                "date": "2026-03-17T17:30:11",
                "type": "Ride",
                "name": "Training [Session]",
                "duration_formatted": "1h 30m",
                "tss": 88,
            }
        ],
    }
    return json.dumps(document)


@dataclass
class QuickRunner:
    """Stands in for the engine where only the wizard is tested: commits data, or fails."""

    server: GitHubServer | None = None
    outcome: str = "success"
    writes: bool = True
    log: str = "all fine"
    seen: list[dict[str, str]] = field(default_factory=list)
    updated: datetime | None = None
    files: dict[str, str] = field(default_factory=dict)

    def run(self, assignment: Assignment, reporter: Reporter) -> Any:
        """Report the steps, push latest.json as the workflow would."""
        self.seen.append({**assignment.secrets, **assignment.variables})
        if self.outcome == "billing":
            return "failure"
        job = reporter.start_job("sync", "Sync", ["ubuntu-latest"], STEPS)
        for number in range(1, len(STEPS) + 1):
            reporter.start_step(job, number)
            reporter.log(job, number, self.log)
            last = number == len(STEPS)
            reporter.finish_step(job, number, self.outcome if last else "success")
        if self.writes and self.outcome == "success" and self.server:
            fresh = {"latest.json": latest(self.updated or datetime.now(UTC))}
            files = {**self.files, **fresh}
            self.server.commit(assignment.repository, files, "Sync")
        reporter.finish_job(job, self.outcome)
        return self.outcome


@dataclass
class Ran:
    """What one run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The document of --json; every one that a test reads is held against its description."""
        document = json.loads(self.out)
        json_document.check(document)
        return document


@dataclass
class Stage:
    """The two servers, the environment, and the program."""

    github: GitHubServer
    intervals: IntervalsServer
    runner: QuickRunner
    home: Path
    capture: CaptureFixture[str]

    def wizard(self, *arguments: str) -> Ran:
        """Run the program in this process, without a terminal."""
        self.capture.readouterr()
        code = main(list(arguments))
        got = self.capture.readouterr()
        return Ran(code, got.out, got.err)

    def setup(self, *arguments: str) -> Ran:
        """Run the set-up straight through."""
        return self.wizard("setup", "--yes", *arguments)

    @property
    def calls(self) -> list[str]:
        """What was asked of GitHub, without the questions that only wait."""
        return [str(e) for e in self.github.log if not is_polling(e)]

    def written(self) -> list[str]:
        """Names of the calls that asked GitHub for a change."""
        return [f"{e.method} {e.path}" for e in self.github.writes()]

    def forget_calls(self) -> None:
        """Begin a new record."""
        self.github.log.clear()

    def state(self, name: str = "training-data") -> dict[str, Any]:
        """Everything that matters about a repository, for comparison."""
        repo = self.github.repository(name)
        return {
            "private": repo.private,
            "secrets": {k: s.value for k, s in repo.secrets.items()},
            "variables": {k: v.value for k, v in repo.variables.items()},
            "permissions": repo.workflow_permissions,
            "files": {path: repo.read(path) for path in repo.files() if path != "latest.json"},
            "has_data": repo.read("latest.json") is not None,
            "workflows": [(w.path, w.state) for w in repo.workflows],
        }


def end_state(stage: Stage) -> dict[str, Any]:
    """Everything that must be the same after all, and nothing that may exist only once twice."""
    repo = stage.github.repository("training-data")
    messages = [m for m in repo.messages() if m != "Sync"]
    assert len(messages) == len(set(messages)), messages
    assert len(stage.github.world.repositories) == 1
    return stage.state()


def is_polling(exchange: Any) -> bool:
    """Whether a call only waits for something."""
    watched = ("/actions/runs/", "/actions/workflows/")
    return exchange.method == "GET" and any(part in exchange.path for part in watched)


def environment(github: str, intervals: str, home: Path) -> dict[str, str]:
    """Variables for a program that talks to the stand-ins alone."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "GITHUB_API_URL": github,
        "INTERVALS_API_URL": intervals,
        "INTERVALS_KEY": KEY,
        "GH_TOKEN": TOKEN,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


def names(arguments: Sequence[str]) -> str:
    """Name a test case by its arguments."""
    return " ".join(arguments) or "none"
