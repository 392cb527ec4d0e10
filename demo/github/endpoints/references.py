"""References and branches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from demo.github.endpoints.shared import GIT, guard_workflows, move, not_empty, object_of
from demo.github.git import GitError
from demo.github.render import git_objects, repositories
from demo.github.routing import Refusal, Request, Response, done, invalid, not_found, page, route

if TYPE_CHECKING:
    from demo.github.world import World


@route("GET", GIT + "/ref/{ref*}", needs="contents:read")
def ref(request: Request, ref: str) -> Response:
    """One reference."""
    world = request.world
    not_empty(request.repo)
    sha = request.repo.git.ref(f"refs/{ref}")
    if sha is None:
        raise not_found()
    return Response(git_objects.reference(world, request.repo, f"refs/{ref}", sha))


@route("GET", GIT + "/matching-refs/{ref*}", needs="contents:read")
def refs(request: Request, ref: str) -> Response:
    """References that start with a name."""
    world = request.world
    not_empty(request.repo)
    found = request.repo.git.refs(f"refs/{ref}")
    return page(
        request, [git_objects.reference(world, request.repo, name, found[name]) for name in found]
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
    object_of(request.repo, body["sha"])
    base = git.branch(request.repo.default_branch)
    guard_workflows(request, base, body["sha"])
    _set(world, request, name, body["sha"])
    return Response(git_objects.reference(world, request.repo, name, body["sha"]), 201)


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
    new = object_of(request.repo, body["sha"])
    if not force and git.history(new, "--max-count=1", f"^{old}") == [] and new != old:
        raise Refusal(422, "Update is not a fast forward")
    if not force and git.git("merge-base", old, new).decode().strip() != old:
        raise Refusal(422, "Update is not a fast forward")
    guard_workflows(request, old, new)
    _set(world, request, name, new)
    return Response(git_objects.reference(world, request.repo, name, new))


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


@route("GET", "/repos/{owner}/{repo}/branches", needs="contents:read")
def branches(request: Request) -> Response:
    """All branches; an empty repository has none."""
    world = request.world
    found, url = request.repo, repositories.repo_url(world, request.repo)
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
    url = f"{repositories.repo_url(world, found)}/branches/{branch}"
    guarded = branch in found.protected_branches
    return Response(
        {
            "name": branch,
            "commit": git_objects.commit(world, found, git.read_commit(sha)),
            "_links": {"self": url, "html": f"{repositories.html_url(world, found)}/tree/{branch}"},
            "protected": guarded,
            "protection": {"enabled": guarded},
            "protection_url": f"{url}/protection",
        }
    )
