"""Creating, listing, changing, forking and deleting repositories."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

from demo.github import activity
from demo.github.access import lacking
from demo.github.render import repositories
from demo.github.routing import Refusal, Request, Response, done, invalid, not_found, page, route

if TYPE_CHECKING:
    from demo.github.records import Account
    from demo.github.world import Repository, World

FLAGS = ("has_issues", "has_projects", "has_wiki", "is_template", "allow_forking")
LONGEST_NAME = 100
LONGEST_DESCRIPTION = 350
TEXT = (str, type(None))
ORDERS = {"created", "updated", "pushed"}


@route("GET", "/user/repos", needs="metadata:read", scope="")
def mine(request: Request) -> Response:
    """Repositories that the caller can work in."""
    world = request.world
    query, account, token = request.query, request.account, request.token
    found = [
        repo
        for repo in world.repositories.values()
        if world.belongs(account, repo) and world.may_see(token, repo)
    ]
    kind = query.get("visibility") or query.get("type", "all")
    if kind in {"public", "private"}:
        found = [repo for repo in found if repo.private == (kind == "private")]
    if query.get("affiliation") == "owner" or query.get("type") == "owner":
        found = [repo for repo in found if repo.owner is account]
    return page(
        request, [repositories.repository(world, repo, token) for repo in _sorted(found, query)]
    )


def _sorted(found: list[Repository], query: dict[str, str]) -> list[Repository]:
    order = query.get("sort", "full_name")
    if order not in ORDERS:
        found.sort(key=lambda repo: repo.full_name.lower())
    else:
        found.sort(key=lambda repo: getattr(repo, f"{order}_at"))
    if query.get("direction", "asc" if order == "full_name" else "desc") == "desc":
        found.reverse()
    return found


@route("GET", "/orgs/{login}/repos", needs="", scope="")
def of_organization(request: Request, login: str) -> Response:
    """Repositories of an organization that the caller may see."""
    world = request.world
    found = [
        repo
        for repo in world.repositories.values()
        if repo.owner.login.lower() == login.lower() and world.may_see(request.token, repo)
    ]
    return page(request, [repositories.repository(world, repo, request.token) for repo in found])


@route("POST", "/user/repos", needs="administration:write")
def create(request: Request) -> Response:
    """Make a repository for the caller."""
    world = request.world
    return _create(world, request, request.account)


@route("POST", "/orgs/{login}/repos", needs="administration:write")
def create_in_organization(request: Request, login: str) -> Response:
    """Make a repository in an organization."""
    world = request.world
    owner = world.account(login)
    if owner is None or owner.kind != "Organization":
        raise not_found()
    if request.account.login not in owner.members or not owner.members_can_create:
        raise Refusal(403, "You need admin access to the organization before adding a repository")
    return _create(world, request, owner)


def _create(world: World, request: Request, owner: Account) -> Response:
    token = request.token
    limited = token is not None and not token.has_scopes and token.repositories is not None
    if limited or (token is not None and token.kind == "job"):
        raise lacking(token, "administration:write")
    body = request.required(name=str)
    request.fields(private=bool, auto_init=bool, description=TEXT, homepage=TEXT)
    name = re.sub(r"[^A-Za-z0-9._-]", "-", body["name"])
    if not name or name in {".", ".."} or len(name) > LONGEST_NAME or name.endswith(".git"):
        raise _creation_failed("name is invalid")
    if world.repository(f"{owner.login}/{name}"):
        raise _creation_failed("name already exists on this account")
    _check_description(body)
    repo = world.create_repository(owner, name, private=body.get("private", False))
    repo.invisible_polls = world.appear_polls
    _apply(repo, body)
    if body.get("auto_init"):
        text = f"# {name}\n{repo.description or ''}".rstrip() + "\n"
        author = request.account.signature(world.clock())
        repo.git.commit_files(
            repo.default_branch, {"README.md": text.encode()}, "Initial commit", author
        )
        repo.unsettled_polls = world.settle_polls
    shape = repositories.full_repository(world, repo, token)
    return Response(shape, 201, {"Location": shape["url"]})


def _creation_failed(message: str) -> Refusal:
    error = {"resource": "Repository", "code": "custom", "field": "name", "message": message}
    return Refusal(422, "Repository creation failed.", [error])


def _check_description(body: dict[str, Any]) -> None:
    text = body.get("description") or ""
    if len(text) > LONGEST_DESCRIPTION or not text.isprintable():
        raise invalid("Repository", "description", "custom", "too long, or control characters")


def _apply(repo: Repository, body: dict[str, Any]) -> None:
    """Take over the settings that creation and change have in common."""
    for name in FLAGS:
        if isinstance(body.get(name), bool):
            setattr(repo, name, body[name])
    for name in ("description", "homepage"):
        if name in body:
            setattr(repo, name, body[name] or None)


@route("GET", "/repos/{owner}/{repo}")
def show(request: Request) -> Response:
    """One repository."""
    world = request.world
    return Response(repositories.full_repository(world, request.repo, request.token))


@route("PATCH", "/repos/{owner}/{repo}", needs="administration:write")
def change(request: Request) -> Response:
    """Change settings: visibility, default branch, archived, description and so on."""
    world, found = request.world, request.repo
    body = request.fields(
        private=bool,
        archived=bool,
        default_branch=str,
        visibility=str,
        description=TEXT,
        homepage=TEXT,
    )
    _check_description(body)
    private = body.get("private", found.private)
    if "visibility" in body:
        private = body["visibility"] == "private"
    if private and not found.private and found.parent:
        raise Refusal(422, "Public forks can't be made private")
    branch = body.get("default_branch", found.default_branch)
    if branch != found.default_branch and found.git.branch(branch) is None:
        raise invalid("Repository", "default_branch", message=f"The branch {branch} was not found.")
    if body.get("name", found.name) != found.name:
        raise Refusal(422, "Renaming is not part of this server")
    _apply(found, body)
    found.private, found.archived = private, body.get("archived", found.archived)
    found.updated_at = world.clock()
    if branch != found.default_branch:
        found.default_branch = branch
        found.git.set_head(branch)
        activity.register(world, found)
    return Response(repositories.full_repository(world, found, request.token))


@route("DELETE", "/repos/{owner}/{repo}", needs="administration:write", scope="delete_repo")
def delete(request: Request) -> Response:
    """Remove a repository for good."""
    world = request.world
    gone = request.repo
    del world.repositories[gone.full_name.lower()]
    shutil.rmtree(gone.git.path)
    return done()


@route("GET", "/repos/{owner}/{repo}/forks")
def forks(request: Request) -> Response:
    """Forks of a repository."""
    world = request.world
    found = [other for other in world.repositories.values() if other.parent is request.repo]
    return page(request, [repositories.repository(world, fork, request.token) for fork in found])


@route("POST", "/repos/{owner}/{repo}/forks", needs="metadata:read", scope="")
def fork(request: Request) -> Response:
    """Copy a repository; as public as its source, and its content may take a while."""
    world = request.world
    source, token = request.repo, request.token
    body = request.fields(organization=str, name=str)
    if token is not None and token.has_scopes and not token.scopes & {"repo", "public_repo"}:
        raise not_found()
    if token is not None and not token.has_scopes and not token.allows("administration:write"):
        raise lacking(token, "administration:write")
    target = world.account(body.get("organization") or request.account.login)
    if target is None:
        raise invalid("Fork", "organization")
    if source.head is None:
        raise Refusal(403, "The repository exists, but it contains no Git content.")
    name = body.get("name") or source.name
    known = world.repository(f"{target.login}/{name}")
    if known is not None and known.parent is not source:
        raise invalid("Fork", "name", "custom", "name already exists on this account")
    if known is None:
        known = _copy(world, source, target, name)
    return Response(repositories.full_repository(world, known, token), 202)


def _copy(world: World, source: Repository, target: Account, name: str) -> Repository:
    made = world.create_repository(
        target, name, private=source.private, default_branch=source.default_branch
    )
    made.git.git("fetch", "--quiet", str(source.git.path), "+refs/heads/*:refs/heads/*")
    made.parent, made.description = source, source.description
    made.unsettled_polls = world.settle_polls
    made.invisible_polls = world.appear_polls
    activity.register(world, made)
    return made


@route("GET", "/repos/{owner}/{repo}/topics")
def topics(request: Request) -> Response:
    """Topics of a repository."""
    return Response({"names": request.repo.topics})


@route("PUT", "/repos/{owner}/{repo}/topics", needs="administration:write")
def set_topics(request: Request) -> Response:
    """Replace the topics."""
    request.repo.topics = [str(name).lower() for name in request.required(names=list)["names"]]
    return Response({"names": request.repo.topics})
