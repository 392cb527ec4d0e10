"""References, commits, trees, blobs, branches, history."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wizard.standins.github import activity, render
from wizard.standins.github.access import may_change_workflows, refuse_workflow_change
from wizard.standins.github.git import Entry, GitError, Signature
from wizard.standins.github.routing import (
    Refusal,
    Request,
    Response,
    done,
    invalid,
    not_found,
    page,
    route,
)
from wizard.standins.github.workflow_file import FOLDER

if TYPE_CHECKING:
    from wizard.standins.github.world import Repository, World

GIT = "/repos/{owner}/{repo}/git"
MODES = {"100644": "blob", "100755": "blob", "120000": "blob", "040000": "tree", "160000": "commit"}
EMPTY = "Git Repository is empty."
SHA = re.compile(r"[0-9a-f]{40}")


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


# references


@route("GET", GIT + "/ref/{ref*}", needs="contents:read")
def ref(request: Request, ref: str) -> Response:
    """One reference."""
    world = request.world
    not_empty(request.repo)
    sha = request.repo.git.ref(f"refs/{ref}")
    if sha is None:
        raise not_found()
    return Response(render.reference(world, request.repo, f"refs/{ref}", sha))


@route("GET", GIT + "/matching-refs/{ref*}", needs="contents:read")
@route("GET", GIT + "/refs/{ref*}", needs="contents:read")
@route("GET", GIT + "/refs", needs="contents:read")
def refs(request: Request, ref: str = "") -> Response:
    """References that start with a name."""
    world = request.world
    not_empty(request.repo)
    found = request.repo.git.refs(f"refs/{ref}")
    return page(
        request, [render.reference(world, request.repo, name, found[name]) for name in found]
    )


@route("POST", GIT + "/refs", needs="contents:write")
def create_ref(request: Request) -> Response:
    """Make a branch or tag."""
    world = request.world
    not_empty(request.repo)
    body = request.required(ref=str, sha=str)
    name, git = body["ref"], request.repo.git
    if not re.fullmatch(r"refs/[^/]+/.+", name):
        raise Refusal(422, "Reference name must start with 'refs/'.")
    if git.ref(name):
        raise Refusal(422, "Reference already exists")
    _commit(request.repo, body["sha"])
    base = git.branch(request.repo.default_branch)
    guard_workflows(request, base, body["sha"])
    _set(world, request, name, body["sha"])
    return Response(render.reference(world, request.repo, name, body["sha"]), 201)


@route("PATCH", GIT + "/refs/{ref*}", needs="contents:write")
def change_ref(request: Request, ref: str) -> Response:
    """Move a branch; without force only forward."""
    world = request.world
    not_empty(request.repo)
    body = request.required(sha=str)
    force = request.fields(force=bool).get("force", False)
    name, git = f"refs/{ref}", request.repo.git
    old = git.ref(name)
    if old is None:
        raise Refusal(422, "Reference does not exist")
    new = _commit(request.repo, body["sha"])
    if not force and git.history(new, "--max-count=1", f"^{old}") == [] and new != old:
        raise Refusal(422, "Update is not a fast forward")
    if not force and git.git("merge-base", old, new).decode().strip() != old:
        raise Refusal(422, "Update is not a fast forward")
    guard_workflows(request, old, new)
    _set(world, request, name, new)
    return Response(render.reference(world, request.repo, name, new))


def _set(world: World, request: Request, name: str, sha: str) -> None:
    if name.startswith("refs/heads/"):
        move(world, request, name.removeprefix("refs/heads/"), sha)
        return
    try:
        request.repo.git.set_ref(name, sha)
    except GitError:
        raise invalid("Reference", "ref") from None


@route("DELETE", GIT + "/refs/{ref*}", needs="contents:write")
def delete_ref(request: Request, ref: str) -> Response:
    """Remove a branch or tag."""
    found = request.repo
    if found.git.ref(f"refs/{ref}") is None:
        raise Refusal(422, "Reference does not exist")
    if ref == f"heads/{found.default_branch}":
        raise Refusal(422, "Cannot delete the default branch")
    found.git.delete_ref(f"refs/{ref}")
    return done()


# commits


def _commit(repo: Repository, sha: str) -> str:
    try:
        return repo.git.read_commit(sha).sha
    except GitError:
        raise Refusal(422, "Object does not exist") from None


@route("GET", GIT + "/commits/{sha}", needs="contents:read")
def git_commit(request: Request, sha: str) -> Response:
    """One commit object."""
    world = request.world
    not_empty(request.repo)
    try:
        return Response(render.git_commit(world, request.repo, request.repo.git.read_commit(sha)))
    except GitError:
        raise not_found() from None


@route("POST", GIT + "/commits", needs="contents:write")
def create_commit(request: Request) -> Response:
    """Make a commit object; no branch moves."""
    world, found = request.world, request.repo
    not_empty(found)
    body = request.required(message=str, tree=str)
    parents = request.fields(parents=list).get("parents", [])
    try:
        found.git.read_as("tree", body["tree"])
    except GitError:
        raise Refusal(422, "Tree SHA does not exist") from None
    for parent in parents:
        _commit(found, str(parent))
    author = _signature(world, request, body.get("author"))
    committer = _signature(world, request, body.get("committer") or body.get("author"))
    sha = found.git.commit(body["tree"], tuple(parents), body["message"], author, committer)
    return Response(render.git_commit(world, found, found.git.read_commit(sha)), 201)


def _signature(world: World, request: Request, given: dict[str, Any] | None) -> Signature:
    now = world.clock()
    if not given:
        return request.account.signature(now)
    when = datetime.fromisoformat(given["date"]) if given.get("date") else now
    if not isinstance(given.get("name"), str) or not isinstance(given.get("email"), str):
        raise Refusal(422, 'Invalid request.\n\n"email", "name" weren\'t supplied.')
    return Signature(given["name"], given["email"], when)


@route("GET", "/repos/{owner}/{repo}/commits", needs="contents:read")
def commits(request: Request) -> Response:
    """History of a branch, newest first."""
    world = request.world
    found, query = request.repo, request.query
    not_empty(found)
    start = commit_of(found, query.get("sha") or found.default_branch)
    options = [f"--{name}={query[name]}" for name in ("since", "until") if name in query]
    if "author" in query:
        options.append(f"--author={query['author']}")
    shas = found.git.history(start, *options, path=query.get("path", ""))
    answer = page(request, shas)
    answer.body = [render.commit(world, found, found.git.read_commit(sha)) for sha in answer.body]
    return answer


@route("GET", "/repos/{owner}/{repo}/commits/{ref*}", needs="contents:read")
def commit(request: Request, ref: str) -> Response:
    """One commit with its changed files, or (media type `sha`) only its name."""
    world, found = request.world, request.repo
    not_empty(found)
    sha = commit_of(found, ref)
    if request.accepts("sha"):
        return Response(sha, content_type="application/vnd.github.sha; charset=utf-8")
    made = found.git.read_commit(sha)
    old = made.parents[0] if made.parents else None
    files = changed_files(world, found, old, sha)
    return Response({**render.commit(world, found, made), "files": files})


def changed_files(
    world: World, repo: Repository, old: str | None, new: str
) -> list[dict[str, Any]]:
    """Build `diff-entry` for each file that differs between two commits."""
    tree, url, html = (
        repo.git.read_commit(new).tree,
        render.repo_url(world, repo),
        render.html_url(world, repo),
    )
    before = repo.git.read_commit(old).tree if old else None
    rows = []
    for path in repo.git.changed_paths(old, new):
        entry = repo.git.find(tree, path)
        known = before is not None and repo.git.find(before, path) is not None
        status = "removed" if entry is None else "modified" if known else "added"
        rows.append(
            {
                "sha": entry.sha if entry else None,
                "filename": path,
                "status": status,
                "additions": 0,
                "deletions": 0,
                "changes": 0,
                "blob_url": f"{html}/blob/{new}/{path}",
                "raw_url": f"{world.url}/raw/{repo.full_name}/{new}/{path}",
                "contents_url": f"{url}/contents/{path}?ref={new}",
            }
        )
    return rows


@route("GET", "/repos/{owner}/{repo}/compare/{basehead*}", needs="contents:read")
def compare(request: Request, basehead: str) -> Response:
    """What `head` has that `base` lacks."""
    world = request.world
    found, git = request.repo, request.repo.git
    not_empty(found)
    base_name, dots, head_name = basehead.partition("...")
    base, head = git.resolve(base_name), git.resolve(head_name.rpartition(":")[2])
    if not dots or base is None or head is None:
        raise not_found()
    merged = git.git("merge-base", base, head).decode().strip()
    ahead = git.history(head, "--reverse", f"^{base}")
    behind = len(git.history(base, f"^{head}"))
    status = {
        (True, True): "diverged",
        (True, False): "ahead",
        (False, True): "behind",
        (False, False): "identical",
    }[bool(ahead), bool(behind)]
    url, html = render.repo_url(world, found), render.html_url(world, found)
    page_url = f"{html}/compare/{basehead}"

    def shape(sha: str) -> dict[str, Any]:
        return render.commit(world, found, git.read_commit(sha))

    return Response(
        {
            "url": f"{url}/compare/{basehead}",
            "html_url": page_url,
            "permalink_url": page_url,
            "diff_url": f"{page_url}.diff",
            "patch_url": f"{page_url}.patch",
            "base_commit": shape(base),
            "merge_base_commit": shape(merged),
            "status": status,
            "ahead_by": len(ahead),
            "behind_by": behind,
            "total_commits": len(ahead),
            "commits": [shape(sha) for sha in ahead],
            "files": changed_files(world, found, merged, head),
        }
    )


# trees and blobs


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
        shapes = [render.tree_row(world, found, path, entry) for path, entry in rows]
    except GitError:
        raise not_found() from None
    url = f"{render.repo_url(world, found)}/git/trees/{name}"
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
    changes = {str(row.get("path", "")): _entry(found, row) for row in body["tree"]}
    may = may_change_workflows(request.token) or world.workflow_refused_at == "ref"
    if not may and any(_touches(found, base, path, changes[path]) for path in changes):
        raise refuse_workflow_change(request.token)
    made = found.git.overlay(base, changes)
    if made is None:
        raise Refusal(422, "Invalid tree info")
    rows = [
        render.tree_row(world, found, path, entry) for path, entry in found.git.tree(made).items()
    ]
    url = f"{render.repo_url(world, found)}/git/trees/{made}"
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
    path, mode = row.get("path"), str(row.get("mode", "100644"))
    bad = not isinstance(path, str) or not path or path.startswith("/") or ".." in path.split("/")
    if bad or mode not in MODES:
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
            "node_id": render.node("Blob", sha),
            "size": len(data),
            "url": f"{render.repo_url(world, request.repo)}/git/blobs/{sha}",
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
    except binascii.Error:
        raise Refusal(422, "content is not valid Base64") from None
    sha = request.repo.git.write("blob", data)
    url = f"{render.repo_url(world, request.repo)}/git/blobs/{sha}"
    return Response({"sha": sha, "url": url}, 201)


# branches


@route("GET", "/repos/{owner}/{repo}/branches", needs="contents:read")
def branches(request: Request) -> Response:
    """All branches; an empty repository has none."""
    world = request.world
    found, url = request.repo, render.repo_url(world, request.repo)
    rows = [
        {
            "name": name.removeprefix("refs/heads/"),
            "commit": {"sha": sha, "url": f"{url}/commits/{sha}"},
            "protected": name.removeprefix("refs/heads/") in found.protected_branches,
        }
        for name, sha in found.git.refs("refs/heads/").items()
    ]
    return page(request, rows)


@route("GET", "/repos/{owner}/{repo}/branches/{branch*}", needs="contents:read")
def branch(request: Request, branch: str) -> Response:
    """One branch with its newest commit."""
    world = request.world
    found, git = request.repo, request.repo.git
    sha = git.branch(branch)
    if sha is None:
        raise Refusal(404, "Branch not found")
    url = f"{render.repo_url(world, found)}/branches/{branch}"
    guarded = branch in found.protected_branches
    return Response(
        {
            "name": branch,
            "commit": render.commit(world, found, git.read_commit(sha)),
            "_links": {"self": url, "html": f"{render.html_url(world, found)}/tree/{branch}"},
            "protected": guarded,
            "protection": {"enabled": guarded},
            "protection_url": f"{url}/protection",
        }
    )
