"""Files by path: read, write and remove one at a time."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from demo.github.access import may_change_workflows, refuse_workflow_change
from demo.github.endpoints.shared import move
from demo.github.git import FOLDER as FOLDER_MODE
from demo.github.git import Entry, sound_path
from demo.github.jobs.workflow_file import FOLDER
from demo.github.render import git_objects
from demo.github.routing import RAW_JSON, Refusal, Request, Response, not_found, route

if TYPE_CHECKING:
    from demo.github.world import World

CONTENTS = "/repos/{owner}/{repo}/contents"


def _find(request: Request, path: str) -> tuple[Entry, str]:
    """Entry of a path, and the name of the branch, tag or commit it was looked up in."""
    repo = request.repo
    at = request.query.get("ref") or repo.default_branch
    if repo.unsettled_polls > 0:
        repo.unsettled_polls -= 1
        raise Refusal(404, "This repository is empty.")
    if not repo.git.refs("refs/heads/"):
        raise Refusal(404, "This repository is empty.")
    commit = repo.git.resolve(at)
    if commit is None:
        raise Refusal(404, f"No commit found for the ref {at}")
    entry = repo.git.find(repo.git.read_commit(commit).tree, path)
    if entry is None:
        raise not_found()
    return entry, at


@route("GET", CONTENTS, needs="contents:read")
@route("GET", CONTENTS + "/{path*}", needs="contents:read")
def read(request: Request, path: str = "") -> Response:
    """A file (described, or raw) or the list of a folder."""
    world = request.world
    path = path.strip("/")
    entry, at = _find(request, path)
    git = request.repo.git
    if entry.kind == "tree":
        rows = [
            git_objects.content_row(world, request.repo, f"{path}/{name}".lstrip("/"), inner, at)
            for name, inner in sorted(git.tree(entry.sha).items())
        ]
        return Response(rows)
    if request.accepts("raw") and entry.kind == "blob":
        return Response(git.read_as("blob", entry.sha), content_type=f"{RAW_JSON}; charset=utf-8")
    return Response(git_objects.content_file(world, request.repo, path, entry, at))


@route("GET", "/repos/{owner}/{repo}/readme", needs="contents:read")
def readme(request: Request) -> Response:
    """The README, whatever its spelling."""
    world = request.world
    root, at = _find(request, "")
    for name, entry in request.repo.git.tree(root.sha).items():
        if name.lower() in {"readme.md", "readme", "readme.txt", "readme.rst"}:
            return Response(git_objects.content_file(world, request.repo, name, entry, at))
    raise not_found()


@route("PUT", CONTENTS + "/{path*}", needs="contents:write")
def write(request: Request, path: str) -> Response:
    """Create or replace a file as one commit; on an empty repository this makes the branch."""
    world = request.world
    body = request.required(message=str, content=str)
    request.fields(branch=str, sha=str)
    try:
        data = base64.b64decode(body["content"])
    except ValueError:
        raise Refusal(422, "content is not valid Base64") from None
    old = _old_entry(request, path, body)
    sha = body.get("sha")
    if old and not sha:
        raise Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    if sha and (old is None or old.sha != sha):
        raise Refusal(409, f"{path} does not match {sha}")
    commit = _commit(world, request, path, data, body)
    entry = Entry("100644", request.repo.git.write("blob", data))
    branch = body.get("branch") or request.repo.default_branch
    shown = git_objects.content_row(world, request.repo, path, entry, branch)
    return Response({"content": shown, "commit": commit}, 200 if old else 201)


@route("DELETE", CONTENTS + "/{path*}", needs="contents:write")
def remove(request: Request, path: str) -> Response:
    """Remove a file as one commit; parameters may also come as query."""
    world = request.world
    body = {**request.query, **request.fields(branch=str, sha=str, message=str)}
    if not body.get("message") or not body.get("sha"):
        raise Refusal(422, 'Invalid request.\n\n"message", "sha" weren\'t supplied.')
    old = _old_entry(request, path, body)
    if old is None:
        raise not_found()
    if old.sha != body["sha"]:
        raise Refusal(409, f"{path} does not match {body['sha']}")
    return Response({"content": None, "commit": _commit(world, request, path, None, body)})


def _old_entry(request: Request, path: str, body: dict[str, Any]) -> Entry | None:
    """What is at the path now; refuses an unknown branch and workflow files without the right."""
    repo = request.repo
    if not sound_path(path) or "\0" in body["message"]:
        raise Refusal(422, "path contains a malformed path component, or the message NUL")
    if path.startswith(FOLDER) and not may_change_workflows(request.token):
        raise refuse_workflow_change(request.token)
    branch = body.get("branch") or repo.default_branch
    tip = repo.git.branch(branch)
    if tip is None:
        if repo.git.refs("refs/heads/"):
            raise Refusal(404, f"Branch {branch} not found")
        return None
    found = repo.git.find(repo.git.read_commit(tip).tree, path)
    if found and found.mode == FOLDER_MODE:
        raise Refusal(422, f"{path} is a directory")
    return found


def _commit(
    world: World, request: Request, path: str, data: bytes | None, body: dict[str, Any]
) -> dict[str, Any]:
    """Commit one changed file and return the commit's shape."""
    git, branch = request.repo.git, body.get("branch") or request.repo.default_branch
    tip = git.branch(branch)
    change = None if data is None else Entry("100644", git.write("blob", data))
    tree = git.overlay(git.read_commit(tip).tree if tip else None, {path: change})
    author = request.account.signature(world.clock())
    sha = git.commit(tree or git.write_tree({}), (tip,) if tip else (), body["message"], author)
    move(world, request, branch, sha)
    return git_objects.git_commit(world, request.repo, git.read_commit(sha))
