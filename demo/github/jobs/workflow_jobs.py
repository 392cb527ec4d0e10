"""A workflow file as jobs and steps, checked as strictly as GitHub checks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from demo.github.jobs.workflow_file import WorkflowError, WorkflowFile

TOP = {"name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs"}
JOB = {
    *("name", "permissions", "needs", "if", "runs-on", "environment", "concurrency", "outputs"),
    *("env", "defaults", "steps", "timeout-minutes", "continue-on-error"),
}
UNSUPPORTED = {"strategy", "container", "services", "uses", "with", "secrets"}
STEP = {
    *("id", "if", "name", "uses", "run", "working-directory", "shell", "with", "env"),
    *("continue-on-error", "timeout-minutes"),
}
PERMISSIONS = {
    *("actions", "attestations", "checks", "contents", "deployments", "discussions", "id-token"),
    *("issues", "models", "packages", "pages", "pull-requests", "repository-projects"),
    *("security-events", "statuses"),
}
DEFAULT_TIMEOUT = 360


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step as written; expressions are still in it."""

    index: int
    key: str
    title: str
    condition: str
    uses: str
    run: str
    shell: str | None
    folder: str
    inputs: dict[str, Any] = field(default_factory=dict)
    env: dict[str, Any] = field(default_factory=dict)
    goes_on: Any = False
    timeout: Any = None


@dataclass(frozen=True, slots=True)
class JobPlan:
    """One job as written."""

    key: str
    name: str
    needs: tuple[str, ...]
    condition: str
    labels: tuple[str, ...]
    permissions: dict[str, str]
    env: dict[str, Any]
    outputs: dict[str, Any]
    timeout: Any
    steps: tuple[StepPlan, ...]


def jobs_of(file: WorkflowFile, *, write_by_default: bool) -> list[JobPlan]:
    """Jobs in an order that respects `needs`; raises WorkflowError."""
    document = file.document
    _known(document, TOP, "the workflow")
    plans = {
        str(key): _job(str(key), job, document, write_by_default=write_by_default)
        for key, job in document["jobs"].items()
    }
    ordered: list[JobPlan] = []
    while len(ordered) < len(plans):
        done = {plan.key for plan in ordered}
        ready = [p for p in plans.values() if p.key not in done and set(p.needs) <= done]
        if not ready:
            raise WorkflowError("`needs` names a job that is not there, or goes in a circle")
        ordered += ready
    return ordered


def _known(node: dict[str, Any], names: set[str], where: str) -> None:
    unknown = sorted(set(map(str, node)) - names)
    if unknown:
        unsupported = [name for name in unknown if name in UNSUPPORTED]
        what = "This stand-in does not run" if unsupported else "Unexpected value in"
        raise WorkflowError(f"{what} {where}: {', '.join(unsupported or unknown)}")


def _job(
    key: str, job: dict[str, Any], document: dict[str, Any], *, write_by_default: bool
) -> JobPlan:
    _known(job, JOB, f"job {key}")
    if "runs-on" not in job or not job.get("steps"):
        raise WorkflowError(f"job {key}: `runs-on` and `steps` are needed")
    needs, labels = job.get("needs", []), job["runs-on"]
    defaults = {
        **((document.get("defaults") or {}).get("run") or {}),
        **((job.get("defaults") or {}).get("run") or {}),
    }
    return JobPlan(
        key=key,
        name=str(job.get("name", key)),
        needs=(needs,) if isinstance(needs, str) else tuple(needs),
        condition=_condition(job.get("if")),
        labels=(labels,) if isinstance(labels, str) else tuple(labels),
        permissions=permissions(
            job.get("permissions", document.get("permissions")), write_by_default=write_by_default
        ),
        env={**(document.get("env") or {}), **(job.get("env") or {})},
        outputs=job.get("outputs") or {},
        timeout=job.get("timeout-minutes", DEFAULT_TIMEOUT),
        steps=tuple(_step(index, step, defaults) for index, step in enumerate(job["steps"], 1)),
    )


def _condition(written: Any) -> str:
    if written is None:
        return ""
    text = str(written).lower() if isinstance(written, bool) else str(written).strip()
    return text[3:-2].strip() if text.startswith("${{") and text.endswith("}}") else text


def _step(index: int, step: dict[str, Any], defaults: dict[str, Any]) -> StepPlan:
    _known(step, STEP, f"step {index}")
    if ("uses" in step) == ("run" in step):
        raise WorkflowError(f"step {index}: either `uses` or `run` is needed")
    run, uses = str(step.get("run", "")), str(step.get("uses", ""))
    first = run.strip().partition("\n")[0]
    return StepPlan(
        index=index,
        key=str(step.get("id") or f"__{index}"),
        title=str(step.get("name") or f"Run {uses or first}"),
        condition=_condition(step.get("if")),
        uses=uses,
        run=run,
        shell=step.get("shell") or defaults.get("shell"),
        folder=str(step.get("working-directory") or defaults.get("working-directory") or ""),
        inputs=step.get("with") or {},
        env=step.get("env") or {},
        goes_on=step.get("continue-on-error", False),
        timeout=step.get("timeout-minutes"),
    )


def permissions(written: Any, *, write_by_default: bool) -> dict[str, str]:
    """Rights of a job's token; naming one sets all others to none."""
    if written is None:
        if write_by_default:
            return dict.fromkeys(PERMISSIONS - {"id-token"}, "write")
        return {"contents": "read", "packages": "read"}
    if written in ("read-all", "write-all"):
        return dict.fromkeys(PERMISSIONS, str(written).removesuffix("-all"))
    if not isinstance(written, dict):
        raise WorkflowError(f"Unexpected value for `permissions`: {written}")
    for name, level in written.items():
        if name not in PERMISSIONS or level not in {"read", "write", "none"}:
            raise WorkflowError(f"Unexpected permission: {name}: {level}")
    return {str(name): str(level) for name, level in written.items()}
