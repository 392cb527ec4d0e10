"""Trees and blobs."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from demo.github.access import may_change_workflows, refuse_workflow_change
from demo.github.endpoints.shared import GIT, not_empty
from demo.github.git import Entry, GitError, sound_path
from demo.github.jobs.workflow_file import FOLDER
from demo.github.render import git_objects, repositories
from demo.github.routing import Refusal, Request, Response, not_found, route

if TYPE_CHECKING:
    from demo.github.world import Repository

MODES = {"100644": "blob", "100755": "blob", "120000": "blob", "040000": "tree", "160000": "commit"}
SHA = re.compile(r"[0-9a-f]{40}")


@route("GET", GIT + "/trees/{sha*}", needs="contents:read")
def tree(request: Request, sha: str) -> Response:
    """A tree, by its own name or that of a commit or branch; all levels with `recursive`."""
    world = request.world
    found, git = request.repo, request.repo.git
    not_empty(found)
    name = sha
    commit = git.resolve(sha)
    if commit:
        name = git.read_commit(commit).tree
    try:
        rows = git.walk(name) if request.query.get("recursive") else git.tree(name).items()
        shapes = [git_objects.tree_row(world, found, path, entry) for path, entry in rows]
    except GitError:
        raise not_found() from None
    url = f"{repositories.repo_url(world, found)}/git/trees/{name}"
    return Response({"sha": name, "url": url, "tree": shapes, "truncated": False})


@route("POST", GIT + "/trees", needs="contents:write")
def create_tree(request: Request) -> Response:
    """Make a tree, from nothing or on top of another one."""
    world, found = request.world, request.repo
    not_empty(found)
    body = request.required(tree=list)
    base = request.fields(base_tree=str).get("base_tree")
    if base:
        base = _tree_of(found, base)
    if not body["tree"]:
        raise Refusal(422, "Invalid tree info")
    entries = [_entry(found, row) for row in body["tree"]]
    changes = {row["path"]: entry for row, entry in zip(body["tree"], entries, strict=True)}
    may = may_change_workflows(request.token) or world.workflow_refused_at == "ref"
    if not may and any(_touches(found, base, path, changes[path]) for path in changes):
        raise refuse_workflow_change(request.token)
    made = found.git.overlay(base, changes)
    if made is None:
        raise Refusal(422, "Invalid tree info")
    rows = [
        git_objects.tree_row(world, found, path, entry)
        for path, entry in found.git.tree(made).items()
    ]
    url = f"{repositories.repo_url(world, found)}/git/trees/{made}"
    return Response({"sha": made, "url": url, "tree": rows, "truncated": False}, 201)


def _tree_of(repo: Repository, name: str) -> str:
    try:
        kind, _ = repo.git.read(name)
        return repo.git.read_commit(name).tree if kind == "commit" else name
    except GitError:
        raise Refusal(422, "base_tree is not a valid tree oid") from None


def _touches(repo: Repository, base: str | None, path: str, entry: Entry | None) -> bool:
    return path.startswith(FOLDER) and (repo.git.find(base, path) if base else None) != entry


def _entry(repo: Repository, row: dict[str, Any]) -> Entry | None:
    """One row of a request; None removes the path."""
    if not isinstance(row, dict):
        raise Refusal(422, "Invalid request.\n\nA tree entry has to be an object.")
    mode = str(row.get("mode", "100644"))
    if not sound_path(row.get("path")) or mode not in MODES:
        raise Refusal(422, "tree.path contains a malformed path component")
    if "content" in row and "sha" in row:
        raise Refusal(422, "Must supply either tree.sha or tree.content")
    if row.get("type", MODES[mode]) != MODES[mode]:
        raise Refusal(422, "tree.type does not fit tree.mode")
    if isinstance(row.get("content"), str):
        return Entry(mode, repo.git.write("blob", row["content"].encode()))
    if "sha" not in row:
        raise Refusal(422, "Must supply either tree.sha or tree.content")
    if row["sha"] is None:
        return None
    try:
        repo.git.read_as(MODES[mode], str(row["sha"]))
    except GitError:
        raise Refusal(422, f"tree.sha {row['sha']} is not a valid {MODES[mode]}") from None
    return Entry(mode, row["sha"])


@route("GET", GIT + "/blobs/{sha}", needs="contents:read")
def blob(request: Request, sha: str) -> Response:
    """The content of a file by its object name."""
    world = request.world
    not_empty(request.repo)
    try:
        data = request.repo.git.read_as("blob", sha) if SHA.fullmatch(sha) else None
    except GitError:
        data = None
    if data is None:
        raise not_found()
    if request.accepts("raw"):
        return Response(data, content_type="application/vnd.github.raw; charset=utf-8")
    return Response(
        {
            "sha": sha,
            "node_id": repositories.node("Blob", sha),
            "size": len(data),
            "url": f"{repositories.repo_url(world, request.repo)}/git/blobs/{sha}",
            "content": base64.encodebytes(data).decode(),
            "encoding": "base64",
        }
    )


@route("POST", GIT + "/blobs", needs="contents:write")
def create_blob(request: Request) -> Response:
    """Store the content of a file."""
    world = request.world
    not_empty(request.repo)
    body = request.required(content=str)
    try:
        is_base64 = body.get("encoding", "utf-8") == "base64"
        data = base64.b64decode(body["content"]) if is_base64 else body["content"].encode()
    except ValueError:
        raise Refusal(422, "content is not valid Base64") from None
    sha = request.repo.git.write("blob", data)
    url = f"{repositories.repo_url(world, request.repo)}/git/blobs/{sha}"
    return Response({"sha": sha, "url": url}, 201)
