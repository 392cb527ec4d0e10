"""Git over HTTP: clone, fetch and push against the bare repositories."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from demo.github import activity
from demo.github.access import may_change_workflows
from demo.github.git import GitError
from demo.github.routing import Refusal, Request, Response, not_found

if TYPE_CHECKING:
    from demo.github.records import Token
    from demo.github.world import Repository, World

PATH = re.compile(
    r"/(?P<owner>[^/]+)/(?P<name>[^/]+?)(\.git)?/"
    r"(?P<action>info/refs|git-upload-pack|git-receive-pack)"
)
SERVICES = {"git-upload-pack", "git-receive-pack"}


def wanted(path: str) -> bool:
    """Whether a path belongs to git's protocol."""
    return PATH.fullmatch(path) is not None


def serve(world: World, request: Request) -> Response:
    """Answer one request of git's; only pushes hold the lock."""
    found = PATH.fullmatch(request.path)
    if found is None:
        raise not_found()
    action = found["action"]
    service = request.query.get("service", "") if action == "info/refs" else action
    if service not in SERVICES:
        raise Refusal(403, "Please upgrade your git client.")
    with world.lock:
        repo = world.repository(f"{found['owner']}/{found['name']}")
        repo = _granted(world, request.token, repo, writes=service == "git-receive-pack")
    protocol = {"GIT_PROTOCOL": request.headers.get("git-protocol", "")}
    command = service.removeprefix("git-")
    try:
        if action == "info/refs":
            advertised = repo.git.git(
                command, "--stateless-rpc", "--advertise-refs", ".", env=protocol
            )
            head = f"# service={service}\n"
            body = f"{len(head) + 4:04x}{head}0000".encode() + advertised
            return _answer(body, f"application/x-{service}-advertisement")
        data = request.body
        if request.headers.get("content-encoding") == "gzip":
            data = gzip.decompress(data)
        if service == "git-upload-pack":
            body = repo.git.git(command, "--stateless-rpc", ".", data=data, env=protocol)
        else:
            body = _receive(world, request.token, repo, data, protocol)
    except GitError as error:
        raise Refusal(422, str(error)) from None
    return _answer(body, f"application/x-{service}-result")


def _answer(body: bytes, media_type: str) -> Response:
    headers = {"Content-Type": media_type, "Cache-Control": "no-cache"}
    return Response(body, headers=headers, content_type=media_type)


def _granted(
    world: World, token: Token | None, repo: Repository | None, *, writes: bool
) -> Repository:
    """Check the right to fetch or push; git asks for a password on 401."""
    ask = {"WWW-Authenticate": 'Basic realm="GitHub"'}
    if token is None and (repo is None or repo.private or writes):
        raise Refusal(401, "Requires authentication", headers=ask)
    if repo is None or not world.may_see(token, repo):
        raise not_found()
    if not writes or token is None:
        if token and not token.has_scopes and repo.private and not token.allows("contents:read"):
            raise not_found()
        return repo
    if repo.archived:
        raise Refusal(403, "This repository was archived so it is read-only.")
    if token.has_scopes:
        may = bool(token.scopes & {"repo", "public_repo"}) and world.belongs(token.account, repo)
    else:
        may = repo.grants(token) and token.allows("contents:write")
    if not may:
        raise Refusal(403, f"Permission to {repo.full_name}.git denied to {token.account.login}.")
    return repo


def _receive(
    world: World, token: Token | None, repo: Repository, data: bytes, protocol: dict[str, str]
) -> bytes:
    """Take a push in, then react to each branch that moved."""
    who = "a GitHub App" if token and token.kind == "job" else "a Personal Access Token"
    guards = {
        "STANDIN_NO_WORKFLOWS": "" if may_change_workflows(token) else who,
        "STANDIN_PROTECTED": " ".join(f"refs/heads/{name}" for name in repo.protected_branches),
    }
    with world.changed:
        before = repo.git.refs("refs/heads/")
        hooks = [] if any(guards.values()) else ["-c", "core.hooksPath=/dev/null"]
        body = repo.git.git(
            *hooks, "receive-pack", "--stateless-rpc", ".", data=data, env={**protocol, **guards}
        )
        after = repo.git.refs("refs/heads/")
        actor = token.account if token else repo.owner
        for name in {**before, **after}:
            old, new = before.get(name), after.get(name)
            if old != new:
                branch = name.removeprefix("refs/heads/")
                activity.pushed(world, repo, branch, old, new, actor)
        world.changed.notify_all()
    return body
