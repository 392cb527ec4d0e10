"""Who calls, and may they: tokens of every kind against the permission each endpoint needs."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from demo.github.routing import Refusal, not_found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from demo.github.records import Token
    from demo.github.routing import Request, Route
    from demo.github.world import Repository, World

PUBLIC = {"", "metadata", "contents", "actions", "issues"}
"""Permissions whose reading side everybody has on a public repository."""


def authenticate(world: World, headers: Mapping[str, str]) -> Token | None:
    """Return the token of a call, or None when there is none; a wrong one is refused."""
    kind, _, value = headers.get("authorization", "").partition(" ")
    if not kind:
        return None
    if kind.lower() == "basic":
        try:
            _, _, value = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            value = ""
    token = world.tokens.get(value.strip())
    if token is None or token.expired:
        raise Refusal(401, "Bad credentials")
    return token


def authorize(world: World, route: Route, request: Request, params: Mapping[str, str]) -> None:
    """Check the call against its route and find the repository that it names."""
    if "owner" not in params:
        _authorize_account(route, request)
        return
    repository = world.repository(f"{params['owner']}/{params['repo']}")
    if repository is None or not world.may_see(request.token, repository):
        raise not_found()
    if repository.invisible_polls > 0:
        repository.invisible_polls -= 1
        raise not_found()
    request.repo = repository
    name, _, level = route.needs.partition(":")
    writes = level != "read"
    if writes or not (name in PUBLIC and not repository.private):
        _authorize_repository(world, route, request, repository)
    if repository.archived and writes and route.scope != "delete_repo":
        frees = route.method == "PATCH" and request.json().get("archived") is False
        if not frees:
            raise Refusal(403, "Repository was archived so is read-only.")


def _authorize_account(route: Route, request: Request) -> None:
    """Check a call about the account itself."""
    if not route.needs:
        if route.scope and request.token is None:
            raise Refusal(401, "Requires authentication")
        if route.scope and request.account.kind == "Bot":
            raise lacking(request.token, "")
        return
    token = request.token
    if token is None:
        raise Refusal(401, "Requires authentication")
    if token.has_scopes:
        if route.scope and route.scope not in token.scopes:
            raise not_found()
    elif not token.allows(route.needs):
        raise lacking(token, route.needs)


def _authorize_repository(
    world: World, route: Route, request: Request, repository: Repository
) -> None:
    """Check a call that needs more than what everybody may see."""
    token = request.token
    if token is None:
        raise Refusal(401, "Requires authentication")
    if token.has_scopes:
        enough = {route.scope, "repo"} if route.scope != "delete_repo" else {"delete_repo"}
        if not repository.private and route.scope == "repo":
            enough.add("public_repo")
        if not enough & token.scopes:
            raise not_found()
        if not world.belongs(token.account, repository):
            raise Refusal(403, "Must have admin rights to Repository.")
    elif not repository.grants(token) or not token.allows(route.needs):
        raise lacking(token, route.needs)


def lacking(token: Token | None, needs: str) -> Refusal:
    """Build the refusal of a token that has permissions instead of scopes."""
    who = "integration" if token and token.kind == "job" else "personal access token"
    accepted = {"X-Accepted-GitHub-Permissions": needs.replace(":", "=")} if needs else {}
    return Refusal(403, f"Resource not accessible by {who}", headers=accepted)


def may_change_workflows(token: Token | None) -> bool:
    """Whether the caller may write below `.github/workflows`."""
    if token is None:
        return False
    return "workflow" in token.scopes if token.has_scopes else token.allows("workflows:write")


def refuse_workflow_change(token: Token | None) -> Refusal:
    """Build the refusal for a change below `.github/workflows`: scopes see a bare 404."""
    if token is not None and not token.has_scopes:
        refusal = lacking(token, "workflows:write")
        refusal.headers["X-Accepted-GitHub-Permissions"] = "contents=write,workflows=write"
        return refusal
    return not_found()
