"""What a job knows while it runs: folders, environment, contexts, results of steps."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from demo.github.jobs import expressions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from demo.github.assignment import Assignment, Reporter
    from demo.github.jobs.python import Packages
    from demo.github.jobs.shell import Log, Masker
    from demo.github.jobs.workflow_jobs import JobPlan, StepPlan

    Post = Callable[["JobState", Log], None]

Outcome = Literal["success", "failure", "cancelled", "skipped"]
STATUS_FUNCTIONS = ("success(", "failure(", "cancelled(", "always(")
SYSTEM = {"Linux": "Linux", "Darwin": "macOS", "Windows": "Windows"}
FILES = ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_STATE")
NEEDED_ON_WINDOWS = ("SYSTEMROOT", "COMSPEC", "PATHEXT", "WINDIR", "TEMP", "TMP", "USERPROFILE")


@dataclass(slots=True)
class StepResult:
    """What later steps may ask about a step."""

    outcome: Outcome
    conclusion: Outcome
    outputs: dict[str, str] = field(default_factory=dict)

    def shape(self) -> dict[str, Any]:
        """The form in the `steps` context."""
        return {
            "outcome": self.outcome,
            "conclusion": self.conclusion,
            "outputs": self.outputs,
        }


@dataclass(slots=True)
class Folders:
    """Folders of one job; all but the caches are gone afterwards."""

    root: Path
    caches: Path

    @classmethod
    def make(cls, storage: Path, run_id: int, key: str) -> Folders:
        """Make fresh folders for a job."""
        storage.mkdir(parents=True, exist_ok=True)
        root = Path(tempfile.mkdtemp(prefix=f"{run_id}-{key}-", dir=storage)).resolve()
        folders = cls(root, storage / "caches")
        for folder in (folders.workspace, folders.temp, folders.home, folders.tools):
            folder.mkdir(parents=True)
        return folders

    @property
    def workspace(self) -> Path:
        """GITHUB_WORKSPACE; GitHub names it twice after the repository."""
        return self.root / "work" / "repo" / "repo"

    @property
    def temp(self) -> Path:
        """RUNNER_TEMP."""
        return self.root / "temp"

    @property
    def home(self) -> Path:
        """HOME."""
        return self.root / "home"

    @property
    def tools(self) -> Path:
        """RUNNER_TOOL_CACHE."""
        return self.root / "tools"

    def remove(self) -> None:
        """Remove what belongs to the job."""
        shutil.rmtree(self.root, ignore_errors=True)


@dataclass(slots=True)
class JobState:
    """One job while it runs."""

    assignment: Assignment
    plan: JobPlan
    reporter: Reporter
    folders: Folders
    masker: Masker
    token: str
    needs: Mapping[str, Any]
    extra: Mapping[str, str]
    """Variables that the operator adds to every job, such as another base URL."""
    packages: Packages = "installed"
    id: int = 0
    deadline: float = 0.0
    env: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    results: dict[str, StepResult] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    status: Outcome = "success"
    summary: str = ""

    # contexts

    def github(self) -> dict[str, Any]:
        """Build the `github` context."""
        a = self.assignment
        return {
            "token": self.token,
            "actor": a.actor,
            "actor_id": str(a.actor_id),
            "api_url": a.server_url,
            "server_url": a.server_url,
            "graphql_url": f"{a.server_url}/graphql",
            "base_ref": "",
            "head_ref": "",
            "event": dict(a.payload),
            "event_name": a.event,
            "event_path": str(self.folders.temp / "event.json"),
            "job": self.plan.key,
            "ref": a.ref,
            "ref_name": a.ref.partition("/")[2].partition("/")[2],
            "ref_protected": False,
            "ref_type": "tag" if a.ref.startswith("refs/tags/") else "branch",
            "repository": a.repository,
            "repository_id": str(a.repository_id),
            "repository_owner": a.owner,
            "repository_owner_id": str(a.owner_id),
            "retention_days": "90",
            "run_attempt": str(a.run_attempt),
            "run_id": str(a.run_id),
            "run_number": str(a.run_number),
            "sha": a.sha,
            "triggering_actor": a.actor,
            "workflow": a.workflow_name,
            "workflow_ref": f"{a.repository}/{a.workflow_path}@{a.ref}",
            "workflow_sha": a.sha,
            "workspace": str(self.folders.workspace),
        }

    def runner(self) -> dict[str, str]:
        """Build the `runner` context."""
        arm = platform.machine().lower() in {"arm64", "aarch64"}
        return {
            "name": "GitHub Actions 1",
            "os": SYSTEM.get(platform.system(), "Linux"),
            "arch": "ARM64" if arm else "X64",
            "temp": str(self.folders.temp),
            "tool_cache": str(self.folders.tools),
            "environment": "github-hosted",
            "debug": "",
        }

    def contexts(self, env: Mapping[str, str] | None = None, *, secrets: bool = True) -> Any:
        """Build the contexts that a step may use; `if:` may not use secrets."""
        a = self.assignment
        contexts: dict[str, Any] = {
            "github": self.github(),
            "runner": self.runner(),
            "env": {**self.env, **(env or {})},
            "vars": dict(a.variables),
            "inputs": dict(a.inputs),
            "needs": dict(self.needs),
            "steps": {key: result.shape() for key, result in self.results.items()},
            "job": {"status": self.status, "check_run_id": self.id},
            "strategy": {"fail-fast": True, "job-index": 0, "job-total": 1},
            "matrix": {},
        }
        if secrets:
            contexts["secrets"] = {**a.secrets, "GITHUB_TOKEN": self.token}
        return contexts

    def functions(self) -> dict[str, Any]:
        """Build the functions that depend on the state of the job."""
        return {
            "success": lambda: self.status == "success",
            "failure": lambda: self.status == "failure",
            "cancelled": lambda: self.status == "cancelled",
            "always": lambda: True,
            "hashFiles": self._hash_files,
        }

    def _hash_files(self, *patterns: str) -> str:
        files = sorted(
            {
                file
                for pattern in patterns
                for file in self.folders.workspace.glob(pattern)
                if file.is_file()
            }
        )
        whole = hashlib.sha256()
        for file in files:
            whole.update(hashlib.sha256(file.read_bytes()).digest())
        return whole.hexdigest() if files else ""

    def wanted(self, condition: str, env: Mapping[str, str] | None = None) -> bool:
        """Whether an `if:` lets a step run; without a status function it implies success()."""
        squeezed = condition.replace(" ", "").lower()
        if not any(name in squeezed for name in STATUS_FUNCTIONS):
            condition = f"success() && ({condition})" if condition else "success()"
        contexts = self.contexts(env, secrets=False)
        return expressions.truthy(expressions.evaluate(condition, contexts, self.functions()))

    def fill(self, value: Any, env: Mapping[str, str] | None = None) -> Any:
        """Put the values of expressions into data."""
        return expressions.resolve(value, self.contexts(env), self.functions())

    def step_env(self, step: StepPlan) -> dict[str, str]:
        """Variables of one step."""
        return {name: expressions.as_text(self.fill(text)) for name, text in step.env.items()}

    # processes

    def environment(self, step: StepPlan, env: Mapping[str, str]) -> dict[str, str]:
        """Environment of a process: what GitHub gives, what the workflow adds, nothing else."""
        github = {
            f"GITHUB_{name.upper()}": expressions.as_text(value)
            for name, value in self.github().items()
            if name not in {"token", "event"}
        }
        runner = {f"RUNNER_{name.upper()}": value for name, value in self.runner().items() if value}
        return {
            **{name: os.environ[name] for name in NEEDED_ON_WINDOWS if name in os.environ},
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            **github,
            "GITHUB_ACTION": step.key,
            **{name: str(self.command_file(name, step)) for name in FILES},
            **runner,
            "HOME": str(self.folders.home),
            "ImageOS": "ubuntu24",
            "LANG": "C.UTF-8",
            "SHELL": "/bin/bash",
            "USER": "runner",
            "GIT_CONFIG_NOSYSTEM": "1",
            **self.extra,
            **self.env,
            **env,
            "PATH": os.pathsep.join([*self.path, self.env.get("PATH", base_path())]),
        }

    def command_file(self, name: str, step: StepPlan) -> Path:
        """File behind GITHUB_OUTPUT and its like for one step."""
        return self.folders.temp / "_runner_file_commands" / f"{name.lower()}_{step.index}"

    def write_event(self) -> None:
        """Put the event payload where GITHUB_EVENT_PATH says."""
        text = json.dumps(dict(self.assignment.payload))
        (self.folders.temp / "event.json").write_text(text, encoding="utf-8")
        (self.folders.temp / "_runner_file_commands").mkdir()


def base_path() -> str:
    """PATH of a fresh machine, with the folder of git added."""
    usual = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    git = shutil.which("git")
    folders = [*usual, str(Path(git).parent)] if git else usual
    if os.name == "nt" and git:
        folders = [str(Path(git).parent.parent / "usr" / "bin"), os.environ.get("PATH", "")]
    return os.pathsep.join(dict.fromkeys(folders))
