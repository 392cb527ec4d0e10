"""`actions/checkout`: a real clone over HTTP with the token of the job."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING

from demo.github.jobs.errors import ActionError
from demo.github.jobs.shell import Process

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from demo.github.jobs.shell import Log
    from demo.github.jobs.state import JobState

GIT_PATIENCE = 120
"""Seconds that one git command may take."""


class _Git:
    """Runs git in the folder of a checkout and writes its output into the log."""

    def __init__(self, job: JobState, folder: Path, log: Log) -> None:
        self.job, self.folder, self.log = job, folder, log
        self.environment = {
            **job.environment(job.plan.steps[0], {}),
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }

    def __call__(self, *arguments: str) -> None:
        shown = [word if "AUTHORIZATION" not in word else "***" for word in arguments]
        self.log.line(f"[command]git {' '.join(shown)}")
        process = Process(
            ["git", *arguments],
            self.folder,
            self.environment,
            min(self.job.deadline, time.monotonic() + GIT_PATIENCE),
            self.job.reporter.cancelled,
        )
        code = process.run(self.log.line)
        if code:
            raise ActionError(f"The process 'git' failed with exit code {code}")


def checkout(job: JobState, inputs: Mapping[str, str], log: Log) -> dict[str, str]:
    """Clone the repository as the inputs say: depth, filter, sparse patterns, reference."""
    a = job.assignment
    name = inputs.get("repository") or a.repository
    folder = job.folders.workspace / inputs.get("path", "")
    folder.mkdir(parents=True, exist_ok=True)
    git = _Git(job, folder, log)
    git("init", "--quiet", ".")
    git("remote", "add", "origin", f"{a.server_url}/{name}")
    git("config", "--local", "gc.auto", "0")
    header = f"http.{a.server_url}/.extraheader"
    word = base64.b64encode(f"x-access-token:{inputs.get('token') or job.token}".encode()).decode()
    job.masker.add(word)
    git("config", "--local", header, f"AUTHORIZATION: basic {word}")
    sparse = [line.strip() for line in inputs.get("sparse-checkout", "").splitlines()]
    sparse = [line for line in sparse if line]
    start = _fetch(git, job, inputs, name, sparse=bool(sparse))
    if sparse:
        _narrow(git, folder, sparse, cone=inputs.get("sparse-checkout-cone-mode", "true") == "true")
    git("checkout", "--quiet", "--force", *start)
    if inputs.get("persist-credentials", "true") != "true":
        git("config", "--local", "--unset-all", header)
    return {"ref": inputs.get("ref") or a.ref, "commit": a.sha}


def _fetch(
    git: _Git, job: JobState, inputs: Mapping[str, str], name: str, *, sparse: bool
) -> list[str]:
    """Fetch what is wanted and return the arguments of `git checkout`."""
    a, wanted = job.assignment, inputs.get("ref", "")
    kind = inputs.get("filter") or ("blob:none" if sparse else "")
    depth = inputs.get("fetch-depth", "1")
    options = ["--no-recurse-submodules", "--prune", *([f"--filter={kind}"] if kind else [])]
    options += ["--tags" if inputs.get("fetch-tags") == "true" else "--no-tags"]
    own = name == a.repository and wanted in {"", a.ref, _short(a.ref), a.sha}
    branch = _short(a.ref) if own else wanted.removeprefix("refs/heads/")
    remote = f"refs/remotes/origin/{branch or 'HEAD'}"
    if depth == "0":
        git("fetch", *options, "origin", "+refs/heads/*:refs/remotes/origin/*")
    else:
        source = a.sha if own else (branch or "HEAD")
        git("fetch", *options, f"--depth={depth}", "origin", f"+{source}:{remote}")
    if own and a.ref.startswith("refs/heads/") and wanted != a.sha:
        git("update-ref", remote, a.sha)
        return ["-B", branch, remote]
    return ["--detach", a.sha if own else remote]


def _short(ref: str) -> str:
    return ref.partition("/")[2].partition("/")[2]


def _narrow(git: _Git, folder: Path, patterns: list[str], *, cone: bool) -> None:
    """Limit the checkout to folders (cone) or to patterns as in a .gitignore."""
    if cone:
        git("sparse-checkout", "set", *patterns)
        return
    git("config", "core.sparseCheckout", "true")
    file = folder / ".git" / "info" / "sparse-checkout"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(["", *patterns, ""]), encoding="utf-8", newline="\n")


def after_checkout(job: JobState, inputs: Mapping[str, str], log: Log) -> None:
    """Take the credentials out again."""
    folder = job.folders.workspace / inputs.get("path", "")
    header = f"http.{job.assignment.server_url}/.extraheader"
    if inputs.get("persist-credentials", "true") == "true" and (folder / ".git").exists():
        try:
            _Git(job, folder, log)("config", "--local", "--unset-all", header)
        except ActionError:
            log.line("The credentials had been removed already")
