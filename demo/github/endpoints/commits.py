"""Commit objects, history, comparison."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from demo.github.endpoints.shared import GIT, commit_of, not_empty, object_of
from demo.github.git import GitError, Signature
from demo.github.render import git_objects, repositories
from demo.github.routing import Refusal, Request, Response, not_found, page, route

if TYPE_CHECKING:
    from demo.github.world import Repository, World


@route("GET", GIT + "/commits/{sha}", needs="contents:read")
def git_commit(request: Request, sha: str) -> Response:
    """One commit object."""
    world = request.world
    not_empty(request.repo)
    try:
        return Response(
            git_objects.git_commit(world, request.repo, request.repo.git.read_commit(sha))
        )
    except GitError:
        raise not_found() from None


@route("POST", GIT + "/commits", needs="contents:write")
def create_commit(request: Request) -> Response:
    """Make a commit object; no branch moves."""
    world, found = request.world, request.repo
    not_empty(found)
    body = request.required(message=str, tree=str)
    parents = request.fields(parents=list).get("parents", [])
    if "\0" in body["message"]:
        raise Refusal(422, "A commit message may not contain NUL")
    try:
        found.git.read_as("tree", body["tree"])
    except GitError:
        raise Refusal(422, "Tree SHA does not exist") from None
    for parent in parents:
        object_of(found, str(parent))
    request.fields(author=dict, committer=dict)
    author = _signature(world, request, body.get("author"))
    committer = _signature(world, request, body.get("committer") or body.get("author"))
    sha = found.git.commit(
        body["tree"], tuple(map(str, parents)), body["message"], author, committer
    )
    return Response(git_objects.git_commit(world, found, found.git.read_commit(sha)), 201)


def _signature(world: World, request: Request, given: dict[str, Any] | None) -> Signature:
    now = world.clock()
    if not given:
        return request.account.signature(now)
    try:
        when = datetime.fromisoformat(str(given.get("date") or now)).astimezone()
    except (ValueError, OverflowError):
        raise Refusal(422, f"Invalid request.\n\n{given['date']} is not a date.") from None
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
    answer.body = [
        git_objects.commit(world, found, found.git.read_commit(sha)) for sha in answer.body
    ]
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
    return Response({**git_objects.commit(world, found, made), "files": files})


def changed_files(
    world: World, repo: Repository, old: str | None, new: str
) -> list[dict[str, Any]]:
    """Build `diff-entry` for each file that differs between two commits."""
    tree, url, html = (
        repo.git.read_commit(new).tree,
        repositories.repo_url(world, repo),
        repositories.html_url(world, repo),
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
    url, html = repositories.repo_url(world, found), repositories.html_url(world, found)
    page_url = f"{html}/compare/{basehead}"

    def shape(sha: str) -> dict[str, Any]:
        return git_objects.commit(world, found, git.read_commit(sha))

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
