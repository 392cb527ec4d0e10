"""Secrets, variables and permissions of Actions."""

from __future__ import annotations

import re

from nacl.exceptions import CryptoError

from demo.github.records import Setting
from demo.github.render import actions as render
from demo.github.routing import Refusal, Request, Response, done, invalid, not_found, page, route

ACTIONS = "/repos/{owner}/{repo}/actions"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LONGEST_VALUE = 48 * 1024


def _checked(name: str) -> str:
    """Name of a secret or variable in the form it is kept: upper case."""
    if not NAME.fullmatch(name):
        raise Refusal(
            422,
            "Name can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores "
            "(_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores.",
        )
    if name.upper().startswith("GITHUB_"):
        raise Refusal(422, "Name must not start with GITHUB_.")
    return name.upper()


# secrets


@route("GET", ACTIONS + "/secrets/public-key", needs="secrets:read")
def public_key(request: Request) -> Response:
    """The key to seal secrets with."""
    return Response({"key_id": request.repo.key_id, "key": request.repo.public_key})


@route("GET", ACTIONS + "/secrets", needs="secrets:read")
def secrets(request: Request) -> Response:
    """Names and dates of the secrets."""
    found = sorted(request.repo.secrets.items())
    return page(request, [render.secret(setting) for _, setting in found], "secrets")


@route("GET", ACTIONS + "/secrets/{name}", needs="secrets:read")
def secret(request: Request, name: str) -> Response:
    """Name and dates of one secret."""
    found = request.repo.secrets.get(name.upper())
    if found is None:
        raise not_found()
    return Response(render.secret(found))


@route("PUT", ACTIONS + "/secrets/{name}", needs="secrets:write")
def set_secret(request: Request, name: str) -> Response:
    """Create or replace a secret; the box must have been sealed with the current key."""
    world = request.world
    body = request.required(encrypted_value=str, key_id=str)
    name, now, kept = _checked(name), world.clock(), request.repo.secrets
    if body["key_id"] != request.repo.key_id:
        raise Refusal(422, "The key_id does not match the current public key of the repository")
    try:
        value = request.repo.unseal(body["encrypted_value"])
    except (CryptoError, ValueError):
        raise Refusal(422, "The encrypted value could not be opened with the key") from None
    if name in kept:
        kept[name].value, kept[name].updated_at = value, now
        return done()
    kept[name] = Setting(name, value, now, now)
    return Response({}, 201)


@route("DELETE", ACTIONS + "/secrets/{name}", needs="secrets:write")
def delete_secret(request: Request, name: str) -> Response:
    """Remove a secret."""
    if request.repo.secrets.pop(name.upper(), None) is None:
        raise not_found()
    return done()


# variables


@route("GET", ACTIONS + "/variables", needs="actions_variables:read")
def variables(request: Request) -> Response:
    """All variables with their values."""
    found = sorted(request.repo.variables.items())
    return page(request, [render.variable(setting) for _, setting in found], "variables")


@route("POST", ACTIONS + "/variables", needs="actions_variables:write")
def create_variable(request: Request) -> Response:
    """Make a variable; a second one of the same name is refused."""
    world = request.world
    body, kept, now = request.required(name=str, value=str), request.repo.variables, world.clock()
    name = _checked(body["name"])
    if name in kept:
        raise Refusal(409, "Already exists - Variable already exists")
    kept[name] = Setting(name, _value(body["value"]), now, now)
    return Response({}, 201)


def _value(text: str) -> str:
    if not text or len(text.encode()) > LONGEST_VALUE:
        raise invalid("Variable", "value", "custom", "Value is empty or longer than 48 KB")
    return text


@route("GET", ACTIONS + "/variables/{name}", needs="actions_variables:read")
def variable(request: Request, name: str) -> Response:
    """One variable."""
    found = request.repo.variables.get(name.upper())
    if found is None:
        raise not_found()
    return Response(render.variable(found))


@route("PATCH", ACTIONS + "/variables/{name}", needs="actions_variables:write")
def change_variable(request: Request, name: str) -> Response:
    """Change value or name of a variable."""
    world = request.world
    body, kept = request.fields(name=str, value=str), request.repo.variables
    found = kept.get(name.upper())
    if found is None:
        raise not_found()
    new = _checked(body.get("name", name))
    if new != found.name and new in kept:
        raise Refusal(409, "Already exists - Variable already exists")
    if "value" in body:
        found.value = _value(body["value"])
    found.updated_at = world.clock()
    del kept[found.name]
    found.name = new
    kept[new] = found
    return done()


@route("DELETE", ACTIONS + "/variables/{name}", needs="actions_variables:write")
def delete_variable(request: Request, name: str) -> Response:
    """Remove a variable."""
    if request.repo.variables.pop(name.upper(), None) is None:
        raise not_found()
    return done()


# permissions


@route("GET", ACTIONS + "/permissions", needs="administration:read")
def permissions(request: Request) -> Response:
    """Whether Actions is on, and which actions may be used."""
    world, found = request.world, request.repo
    shape: dict[str, bool | str] = {
        "enabled": found.actions_enabled,
        "sha_pinning_required": found.sha_pinning_required,
    }
    if found.actions_enabled:
        shape |= {
            "allowed_actions": found.allowed_actions,
            "selected_actions_url": f"{world.url}{request.path}/selected-actions",
        }
    return Response(shape)


@route("PUT", ACTIONS + "/permissions", needs="administration:write")
def set_permissions(request: Request) -> Response:
    """Turn Actions on or off, limit the actions."""
    body, found = request.required(enabled=bool), request.repo
    allowed = request.fields(allowed_actions=str).get("allowed_actions", found.allowed_actions)
    if allowed not in {"all", "local_only", "selected"}:
        raise invalid("Repository", "allowed_actions")
    found.actions_enabled, found.allowed_actions = body["enabled"], allowed
    if "sha_pinning_required" in body:
        found.sha_pinning_required = request.fields(sha_pinning_required=bool)[
            "sha_pinning_required"
        ]
    return done()


@route("GET", ACTIONS + "/permissions/workflow", needs="administration:read")
def workflow_permissions(request: Request) -> Response:
    """What the token of a workflow may do when the workflow does not say."""
    return Response(
        {
            "default_workflow_permissions": request.repo.workflow_permissions,
            "can_approve_pull_request_reviews": request.repo.approves_reviews,
        }
    )


@route("PUT", ACTIONS + "/permissions/workflow", needs="administration:write")
def set_workflow_permissions(request: Request) -> Response:
    """Change that, unless the organization has locked it."""
    found = request.repo
    body = request.fields(default_workflow_permissions=str, can_approve_pull_request_reviews=bool)
    level = body.get("default_workflow_permissions", found.workflow_permissions)
    if level not in {"read", "write"}:
        raise invalid("Repository", "default_workflow_permissions")
    if found.owner.locks_workflow_permissions and level == "write":
        raise Refusal(409, "Conflict: the organization has set the default workflow permissions")
    found.workflow_permissions = level
    found.approves_reviews = body.get("can_approve_pull_request_reviews", found.approves_reviews)
    return done()
