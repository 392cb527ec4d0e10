"""Checks and moves that several endpoints about git share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.github import activity
from demo.github.access import may_change_workflows, refuse_workflow_change
from demo.github.git import GitError
from demo.github.jobs.workflow_file import FOLDER
from demo.github.routing import Refusal, Request

if TYPE_CHECKING:
    from demo.github.world import Repository, World

GIT = "/repos/{owner}/{repo}/git"
EMPTY = "Git Repository is empty."


def not_empty(repo: Repository) -> None:
    """Refuse git questions while there is no commit, or none can be seen yet."""
    if repo.unsettled_polls > 0:
        repo.unsettled_polls -= 1
        raise Refusal(409, EMPTY)
    if not repo.git.refs("refs/heads/"):
        raise Refusal(409, EMPTY)


def commit_of(repo: Repository, name: str) -> str:
    """Commit that a name means; refuses unknown names."""
    sha = repo.git.resolve(name)
    if sha is None:
        raise Refusal(422, f"No commit found for SHA: {name}")
    return sha


def guard_workflows(request: Request, old: str | None, new: str) -> None:
    """Refuse a step from one commit to another that touches workflows without the right."""
    if may_change_workflows(request.token):
        return
    if request.repo.git.changed_paths(old, new, FOLDER):
        raise refuse_workflow_change(request.token)


def move(world: World, request: Request, branch: str, new: str) -> None:
    """Set a branch to a commit and let everything follow that follows from a push."""
    repo = request.repo
    if branch in repo.protected_branches:
        raise Refusal(422, f"Protected branch update failed for refs/heads/{branch}.")
    old = repo.git.branch(branch)
    repo.git.set_ref(f"refs/heads/{branch}", new)
    activity.pushed(world, repo, branch, old, new, request.account)


def object_of(repo: Repository, sha: str) -> str:
    """Name of a commit that has to be there."""
    try:
        return repo.git.read_commit(sha).sha
    except GitError:
        raise Refusal(422, "Object does not exist") from None
