"""JSON shapes of Actions: workflows, runs, jobs, artifacts, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from demo.github.git import GitError
from demo.github.render.repositories import (
    Shape,
    account,
    html_url,
    maybe,
    node,
    repo_url,
    repository,
    stamp,
)

if TYPE_CHECKING:
    from demo.github.records import Setting, Workflow
    from demo.github.runs import Annotation, Artifact, Job, Run, Step
    from demo.github.world import Repository, World


def secret(shown: Setting) -> Shape:
    """`actions-secret`: never the value."""
    return {
        "name": shown.name,
        "created_at": stamp(shown.created_at),
        "updated_at": stamp(shown.updated_at),
    }


def variable(shown: Setting) -> Shape:
    """`actions-variable`."""
    return {**secret(shown), "value": shown.value}


def workflow(world: World, repo: Repository, shown: Workflow) -> Shape:
    """`workflow`."""
    html = html_url(world, repo)
    name = quote(shown.path.rpartition("/")[2])
    return {
        "id": shown.id,
        "node_id": node("Workflow", shown.id),
        "name": shown.name,
        "path": shown.path,
        "state": shown.state,
        "created_at": stamp(shown.created_at),
        "updated_at": stamp(shown.updated_at),
        "url": f"{repo_url(world, repo)}/actions/workflows/{shown.id}",
        "html_url": f"{html}/blob/{repo.default_branch}/{quote(shown.path)}",
        "badge_url": f"{html}/actions/workflows/{name}/badge.svg",
    }


def _head_commit(repo: Repository, run: Run) -> Shape | None:
    try:
        made = repo.git.read_commit(run.sha)
    except GitError:
        return None
    return {
        "id": made.sha,
        "tree_id": made.tree,
        "message": made.message.rstrip("\n"),
        "timestamp": stamp(made.committer.when),
        "author": {"name": made.author.name, "email": made.author.email},
        "committer": {"name": made.committer.name, "email": made.committer.email},
    }


def run(world: World, repo: Repository, shown: Run) -> Shape:
    """`workflow-run`."""
    url = f"{repo_url(world, repo)}/actions/runs/{shown.id}"
    home = repository(world, repo, None)
    return {
        "id": shown.id,
        "name": shown.workflow.name,
        "node_id": node("WorkflowRun", shown.id),
        "check_suite_id": shown.id + 1,
        "check_suite_node_id": node("CheckSuite", shown.id + 1),
        "head_branch": shown.branch,
        "head_sha": shown.sha,
        "path": shown.workflow.path,
        "display_title": shown.title,
        "run_number": shown.number,
        "run_attempt": shown.attempt,
        "event": shown.event,
        "status": shown.status,
        "conclusion": shown.conclusion,
        "workflow_id": shown.workflow.id,
        "url": url,
        "html_url": f"{html_url(world, repo)}/actions/runs/{shown.id}",
        "pull_requests": [],
        "created_at": stamp(shown.created_at),
        "updated_at": stamp(shown.updated_at),
        "run_started_at": stamp(shown.started_at or shown.created_at),
        "actor": account(world, shown.actor),
        "triggering_actor": account(world, shown.actor),
        "jobs_url": f"{url}/jobs",
        "logs_url": f"{url}/logs",
        "check_suite_url": f"{repo_url(world, repo)}/check-suites/{shown.id + 1}",
        "artifacts_url": f"{url}/artifacts",
        "cancel_url": f"{url}/cancel",
        "rerun_url": f"{url}/rerun",
        "previous_attempt_url": None,
        "workflow_url": f"{repo_url(world, repo)}/actions/workflows/{shown.workflow.id}",
        "head_commit": _head_commit(repo, shown),
        "repository": home,
        "head_repository": home,
    }


def step(shown: Step) -> Shape:
    """One step of `job`."""
    return {
        "name": shown.name,
        "status": shown.status,
        "conclusion": shown.conclusion,
        "number": shown.number,
        "started_at": maybe(shown.started_at),
        "completed_at": maybe(shown.completed_at),
    }


def job(world: World, repo: Repository, of: Run, shown: Job) -> Shape:
    """`job`."""
    url, html = repo_url(world, repo), html_url(world, repo)
    started = shown.started_at is not None
    return {
        "id": shown.id,
        "run_id": of.id,
        "workflow_name": of.workflow.name,
        "head_branch": of.branch,
        "run_url": f"{url}/actions/runs/{of.id}",
        "run_attempt": of.attempt,
        "node_id": node("Job", shown.id),
        "head_sha": of.sha,
        "url": f"{url}/actions/jobs/{shown.id}",
        "html_url": f"{html}/actions/runs/{of.id}/job/{shown.id}",
        "status": shown.status,
        "conclusion": shown.conclusion,
        "created_at": stamp(shown.created_at),
        "started_at": stamp(shown.started_at or shown.created_at),
        "completed_at": maybe(shown.completed_at),
        "name": shown.name,
        "steps": [step(one) for one in shown.steps],
        "check_run_url": f"{url}/check-runs/{shown.id}",
        "labels": shown.labels,
        "runner_id": 1 if started else None,
        "runner_name": "GitHub Actions 1" if started else None,
        "runner_group_id": 0 if started else None,
        "runner_group_name": "GitHub Actions" if started else None,
    }


def annotation(world: World, repo: Repository, of: Run, shown: Annotation) -> Shape:
    """`check-annotation`."""
    return {
        "path": shown.path,
        "start_line": shown.line,
        "end_line": shown.line,
        "start_column": None,
        "end_column": None,
        "annotation_level": shown.level,
        "title": shown.title,
        "message": shown.message,
        "raw_details": None,
        "blob_href": f"{html_url(world, repo)}/blob/{of.sha}/{quote(shown.path)}",
    }


def artifact(world: World, repo: Repository, shown: Artifact) -> Shape:
    """`artifact`."""
    url = f"{repo_url(world, repo)}/actions/artifacts/{shown.id}"
    return {
        "id": shown.id,
        "node_id": node("Artifact", shown.id),
        "name": shown.name,
        "size_in_bytes": len(shown.content),
        "url": url,
        "archive_download_url": f"{url}/zip",
        "expired": shown.expires_at <= world.clock(),
        "created_at": stamp(shown.created_at),
        "updated_at": stamp(shown.created_at),
        "expires_at": stamp(shown.expires_at),
        "workflow_run": {
            "id": shown.run.id,
            "repository_id": repo.id,
            "head_repository_id": repo.id,
            "head_branch": shown.run.branch,
            "head_sha": shown.run.sha,
        },
    }
