"""What a workflow file does, read from its text: ours, an edited one, or one made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

WRITE = "write"
LEVELS = {"write-all": WRITE, "read-all": "read"}


@dataclass(frozen=True, slots=True)
class WorkflowFacts:
    """Facts about one workflow file.

    Attributes:
        readable: whether it is YAML with triggers and jobs at all.
        dispatch: whether it can be started by hand.
        contents: right to the repository's contents that it asks for; None: it does not ask.
        timeout: whether every job has a time limit.
        concurrency: whether two runs at once are ruled out.
        stages_ftp: whether the FTP history is committed, too.
    """

    readable: bool
    dispatch: bool = False
    contents: str | None = None
    timeout: bool = False
    concurrency: bool = False
    stages_ftp: bool = True


@lru_cache(maxsize=4)
def read_workflow(text: str) -> WorkflowFacts:
    """Read the facts; a file that is no workflow gives ``readable`` False."""
    try:
        document = YAML(typ="safe").load(text)
    except YAMLError:
        return WorkflowFacts(readable=False)
    if not isinstance(document, dict) or not isinstance(document.get("jobs"), dict):
        return WorkflowFacts(readable=False)
    # YAML 1.1 takes the key `on` for the value True
    triggers = document.get("on", document.get(True)) or {}
    jobs = [job for job in document["jobs"].values() if isinstance(job, dict)]
    script = "\n".join(_commands(jobs))
    added = "git add" in script
    return WorkflowFacts(
        readable=True,
        dispatch="workflow_dispatch" in triggers,
        contents=_contents(document, jobs),
        timeout=all("timeout-minutes" in job for job in jobs),
        concurrency="concurrency" in document or all("concurrency" in job for job in jobs),
        stages_ftp=not added or any(word in script for word in ("ftp_history.json", "git add .",
                                                                "git add -A", "git add --all")),
    )  # fmt: skip


def _contents(document: dict[str, Any], jobs: list[dict[str, Any]]) -> str | None:
    """Return the right of the jobs; a job's own block counts before the file's."""
    asked = [job.get("permissions", document.get("permissions")) for job in jobs]
    levels = [_level(one) for one in asked if one is not None]
    if not levels:
        return None
    return WRITE if WRITE in levels else levels[0]


def _level(permissions: Any) -> str:
    if isinstance(permissions, str):
        return LEVELS.get(permissions, "none")
    # naming one permission sets all others to none
    return str(permissions.get("contents", "none")) if isinstance(permissions, dict) else "none"


def _commands(jobs: list[dict[str, Any]]) -> list[str]:
    steps = [step for job in jobs for step in job.get("steps") or [] if isinstance(step, dict)]
    return [str(step.get("run") or "") for step in steps]
