"""What follows from a change of a repository: known workflows, triggered and queued runs."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from demo.github.assignment import Assignment
from demo.github.git import GitError
from demo.github.jobs import expressions
from demo.github.jobs.reporting import ServerReporter
from demo.github.jobs.workflow_file import FOLDER, WorkflowError, WorkflowFile, load
from demo.github.records import Workflow
from demo.github.routing import not_found
from demo.github.runs import Job, Run, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from demo.github.records import Account
    from demo.github.world import Repository, World

BLOCKED = (
    "The job was not started because recent account payments have failed or your spending limit "
    "needs to be increased. Please check the 'Billing & plans' section in your settings"
)


def register(world: World, repo: Repository) -> None:
    """Compare the workflow files on the default branch with the known workflows."""
    head, now = repo.head, world.clock()
    files = workflow_files(repo, head) if head else {}
    known = {workflow.path: workflow for workflow in repo.workflows}
    for path, text in files.items():
        name = _name(text, path)
        if path in known and known[path].state != "deleted":
            known[path].name = name
            continue
        if path in known:
            known[path].state, known[path].updated_at = "active", now
            continue
        repo.workflows.append(
            Workflow(
                id=world.next_id(),
                path=path,
                name=name,
                created_at=now,
                updated_at=now,
                state="disabled_fork" if repo.parent else "active",
                hidden_polls=world.registration_polls,
                hidden_until=now + world.registration_delay,
            )
        )
    for path, workflow in known.items():
        if path not in files:
            workflow.state = "deleted"
    used = {run.workflow.id for run in repo.runs}
    repo.workflows = [w for w in repo.workflows if w.state != "deleted" or w.id in used]


def workflow_files(repo: Repository, commit: str) -> dict[str, str]:
    """Path and text of each workflow file in a commit."""
    folder = repo.git.find(repo.git.read_commit(commit).tree, FOLDER)
    if folder is None or folder.kind != "tree":
        return {}
    return {
        FOLDER + name: repo.git.read_as("blob", entry.sha).decode("utf-8", "replace")
        for name, entry in repo.git.tree(folder.sha).items()
        if entry.kind == "blob" and name.endswith((".yml", ".yaml"))
    }


def _name(text: str, path: str) -> str:
    try:
        return load(text, path).name
    except WorkflowError:
        return path


def visible(world: World, workflow: Workflow, *, asked: bool = True) -> bool:
    """Whether Actions knows the workflow yet; `asked` counts this question as a poll."""
    if workflow.hidden_polls > 0:
        workflow.hidden_polls -= asked
        return False
    return workflow.hidden_until is None or world.clock() >= workflow.hidden_until


def find_workflow(world: World, repo: Repository, wanted: str) -> Workflow:
    """Find a workflow by number or file name; refuses what is not known (yet)."""
    for workflow in repo.workflows:
        if wanted in {str(workflow.id), workflow.path.rpartition("/")[2], workflow.path}:
            if visible(world, workflow):
                return workflow
            break
    raise not_found()


def pushed(
    world: World,
    repo: Repository,
    branch: str,
    old: str | None,
    new: str | None,
    actor: Account,
) -> None:
    """React to a moved branch, whether by git or through the API."""
    repo.pushed_at = repo.updated_at = world.clock()
    if branch == repo.default_branch:
        register(world, repo)
    if new is None or actor is world.bot or not repo.actions_enabled:
        return
    for path, text in workflow_files(repo, new).items():
        try:
            file = load(text, path)
        except WorkflowError:
            continue
        workflow = next((w for w in repo.workflows if w.path == path), None)
        if workflow and workflow.state == "active" and _wants_push(repo, file, branch, old, new):
            payload = {"ref": f"refs/heads/{branch}", "before": old or "0" * 40, "after": new}
            queue(world, repo, workflow, "push", branch, actor, payload=payload)


def _wants_push(
    repo: Repository, file: WorkflowFile, branch: str, old: str | None, new: str
) -> bool:
    if "push" not in file.triggers:
        return False
    rules = file.triggers["push"] or {}
    if "branches" in rules and not any(fnmatchcase(branch, rule) for rule in rules["branches"]):
        return False
    if "tags" in rules and "branches" not in rules:
        return False
    paths = repo.git.changed_paths(old, new)
    if "paths" in rules:
        return any(fnmatchcase(path, rule) for path in paths for rule in rules["paths"])
    ignored = rules.get("paths-ignore", [])
    return not ignored or any(
        not any(fnmatchcase(path, rule) for rule in ignored) for path in paths
    )


def queue(  # noqa: PLR0913 - one argument for each fact about an event
    world: World,
    repo: Repository,
    workflow: Workflow,
    event: str,
    branch: str,
    actor: Account,
    *,
    inputs: Mapping[str, Any] | None = None,
    payload: Mapping[str, Any] | None = None,
) -> Run:
    """Make a run and start it in the background."""
    sha = repo.git.branch(branch) or repo.git.resolve(branch)
    if sha is None:
        raise GitError(f"no branch {branch}")
    now = world.clock()
    run = Run(
        id=world.next_id(),
        number=sum(other.workflow is workflow for other in repo.runs) + 1,
        workflow=workflow,
        event=event,
        branch=branch,
        sha=sha,
        actor=actor,
        created_at=now,
        updated_at=now,
        title=repo.git.read_commit(sha).message.partition("\n")[0]
        if event == "push"
        else workflow.name,
        inputs=dict(inputs or {}),
        payload=dict(payload or {}),
    )
    repo.runs.append(run)
    start(world, repo, run)
    return run


def start(world: World, repo: Repository, run: Run) -> None:
    """Hand a queued run to the runner, if there is one."""
    if world.runner is None and not repo.billing_blocked:
        return
    group, replaces = _group(repo, run)
    if group:
        waiting = world.groups.setdefault(f"{repo.id}:{group}", [])
        for other in waiting:
            if other.status == "pending" or replaces:
                other.cancel.set()
        run.status = "pending" if waiting else "queued"
        waiting.append(run)
    thread = threading.Thread(
        target=_execute, args=(world, repo, run, f"{repo.id}:{group}" if group else ""), daemon=True
    )
    world.threads.append(thread)
    thread.start()


def fire_schedule(world: World, repo: Repository) -> list[Run]:
    """Queue one `schedule` run of each active workflow that has a schedule."""
    head, runs = repo.head, []
    files = workflow_files(repo, head) if head and repo.actions_enabled else {}
    for workflow in repo.workflows:
        if workflow.state != "active" or workflow.path not in files or repo.archived:
            continue
        rules = load(files[workflow.path], workflow.path).triggers.get("schedule")
        if rules:
            payload = {"schedule": rules[0].get("cron")}
            branch = repo.default_branch
            runs.append(
                queue(world, repo, workflow, "schedule", branch, repo.owner, payload=payload)
            )
    return runs


def finish(world: World, run: Run, conclusion: str, steps: list[str]) -> None:
    """Complete a run by hand with one job of the given steps."""
    with world.changed:
        now = world.clock()
        job = Job(id=world.next_id(), key="sync", name="sync", created_at=now)
        job.labels, job.started_at, job.completed_at = ["ubuntu-latest"], now, now
        job.steps = [Step(number, name) for number, name in enumerate(steps, 1)]
        for step in job.steps:
            step.status, step.conclusion = "completed", "success"
            step.started_at = step.completed_at = now
        if job.steps:
            job.steps[-1].conclusion = conclusion  # type: ignore[assignment]
        job.status = run.status = "completed"
        job.conclusion = run.conclusion = conclusion  # type: ignore[assignment]
        run.updated_at = now
        run.jobs.append(job)
        world.changed.notify_all()


def _group(repo: Repository, run: Run) -> tuple[str, bool]:
    """Concurrency group of a run, and whether it replaces the running one."""
    try:
        text = workflow_files(repo, run.sha).get(run.workflow.path, "")
        document = load(text, run.workflow.path).document
        jobs = [job for job in document["jobs"].values() if isinstance(job, dict)]
        rule = document.get("concurrency") or jobs[0].get("concurrency")
    except WorkflowError:
        return "", False
    rule = {"group": rule} if isinstance(rule, str) else rule or {}
    contexts = {
        "github": {
            "workflow": run.workflow.name,
            "ref": f"refs/heads/{run.branch}",
            "ref_name": run.branch,
            "repository": repo.full_name,
            "event_name": run.event,
            "run_id": str(run.id),
            "actor": run.actor.login,
        },
        "inputs": run.inputs,
        "vars": {name: setting.value for name, setting in repo.variables.items()},
    }
    group = expressions.fill(str(rule.get("group", "")), contexts)
    replaces = expressions.fill(str(rule.get("cancel-in-progress", "")), contexts)
    return group, replaces.lower() == "true"


def _execute(world: World, repo: Repository, run: Run, group: str) -> None:
    """Thread of one run: wait for the turn, execute, conclude."""
    with world.changed:
        while group and world.groups[group][0] is not run and not run.cancel.is_set():
            world.changed.wait()
        run.status, run.started_at = "in_progress", world.clock()
        run.updated_at = run.started_at
        world.changed.notify_all()
        assignment = assign(world, repo, run)
    conclusion = "failure"
    try:
        if run.cancel.is_set():
            conclusion = "cancelled"
        elif repo.billing_blocked or world.runner is None:
            _block(world, run)
        else:
            conclusion = world.runner.run(assignment, ServerReporter(world, repo, run))
    except Exception as error:  # noqa: BLE001 - a broken runner must not leave a run hanging
        ServerReporter(world, repo, run).crash(error)
    finally:
        with world.changed:
            run.status, run.conclusion = "completed", conclusion  # type: ignore[assignment]
            run.updated_at = max(run.updated_at, world.clock())
            if group:
                world.groups[group].remove(run)
            world.changed.notify_all()


def _block(world: World, run: Run) -> None:
    """End a run as GitHub does when the included minutes are spent: no step, two seconds."""
    now = world.clock()
    job = Job(id=world.next_id(), key="sync", name="sync", created_at=now, labels=["ubuntu-latest"])
    job.status, job.conclusion, job.started_at = "completed", "failure", now
    job.completed_at = run.updated_at = now + timedelta(seconds=2)
    job.annotate("failure", BLOCKED)
    run.jobs.append(job)


def assign(world: World, repo: Repository, run: Run) -> Assignment:
    """Everything that the runner needs to know about a run."""
    text = workflow_files(repo, run.sha).get(run.workflow.path, "")
    payload: dict[str, Any] = {
        "repository": {
            "id": repo.id,
            "name": repo.name,
            "full_name": repo.full_name,
            "private": repo.private,
            "default_branch": repo.default_branch,
            "owner": {"login": repo.owner.login, "id": repo.owner.id},
        },
        "sender": {"login": run.actor.login, "id": run.actor.id},
        **run.payload,
    }
    return Assignment(
        workflow_text=text,
        workflow_path=run.workflow.path,
        workflow_name=run.workflow.name,
        repository=repo.full_name,
        repository_id=repo.id,
        owner=repo.owner.login,
        owner_id=repo.owner.id,
        private=repo.private,
        default_branch=repo.default_branch,
        server_url=world.url,
        event=run.event,
        payload=json.loads(json.dumps(payload)),
        inputs=dict(run.inputs),
        ref=f"refs/heads/{run.branch}",
        sha=run.sha,
        run_id=run.id,
        run_number=run.number,
        run_attempt=run.attempt,
        actor=run.actor.login,
        actor_id=run.actor.id,
        secrets={name: setting.value for name, setting in repo.secrets.items()},
        variables={name: setting.value for name, setting in repo.variables.items()},
        write_by_default=repo.workflow_permissions == "write",
        pinned_only=repo.sha_pinning_required,
        storage=world.root / ".runner" / repo.full_name,
        clock=world.clock,
    )
