"""Users, organizations, rate limit, billing."""

from __future__ import annotations

from demo.github.render import repositories
from demo.github.routing import Refusal, Request, Response, not_found, page, route

MINUTE_PRICE = 0.006


@route("GET", "/user", needs="", scope="user")
def me(request: Request) -> Response:
    """Who the token belongs to."""
    world = request.world
    return Response(repositories.private_user(world, request.account))


@route("GET", "/users/{login}", needs="", scope="")
def user(request: Request, login: str) -> Response:
    """Anybody's public profile."""
    world = request.world
    found = world.account(login)
    if found is None:
        raise not_found()
    return Response(repositories.public_user(world, found))


@route("GET", "/user/orgs", needs="", scope="user")
def organizations(request: Request) -> Response:
    """Organizations of the caller; a token without `read:org` sees none."""
    world = request.world
    token, login = request.token, request.account.login
    if token and token.has_scopes and not token.scopes & {"read:org", "user", "repo"}:
        raise Refusal(403, "You need at least read:org scope or user scope to list organizations.")
    found = [org for org in world.accounts.values() if login in org.members]
    return page(request, [repositories.organization(world, org) for org in found])


@route("GET", "/orgs/{login}", needs="", scope="")
def organization(request: Request, login: str) -> Response:
    """One organization."""
    world = request.world
    found = world.account(login)
    if found is None or found.kind != "Organization":
        raise not_found()
    return Response(repositories.organization_full(world, found))


@route("GET", "/rate_limit", needs="", scope="")
def rate_limit(request: Request) -> Response:
    """How many calls are left; asking costs nothing."""
    world = request.world
    key = request.token.value if request.token else ""
    rate = world.rates.get(key)
    used = rate.used if rate else 0
    resets = rate.resets_at if rate else world.clock()
    core = {
        "limit": world.rate_limit,
        "used": used,
        "remaining": max(world.rate_limit - used, 0),
        "reset": int(resets.timestamp()),
    }
    search = {"limit": 30, "used": 0, "remaining": 30, "reset": core["reset"]}
    return Response({"resources": {"core": core, "search": search}, "rate": core})


@route("GET", "/users/{login}/settings/billing/usage", needs="plan:read", scope="user")
def usage(request: Request, login: str) -> Response:
    """Minutes used: of the runs that were made here, and of items that a test added."""
    world = request.world
    account = request.account
    if account.login.lower() != login.lower():
        raise not_found()
    year, month = request.query.get("year"), request.query.get("month")
    items = []
    for repo in world.repositories.values():
        for run in repo.runs if repo.owner is account and repo.private else ():
            if year and str(run.created_at.year) != year:
                continue
            if month and str(run.created_at.month) != month.lstrip("0"):
                continue
            minutes = sum(
                max(1, -int(-(job.completed_at - job.started_at).total_seconds() // 60))
                for job in run.jobs
                if job.completed_at and job.started_at and job.steps
            )
            items.append(
                {
                    "date": repositories.stamp(run.created_at),
                    "product": "actions",
                    "sku": "Actions Linux",
                    "quantity": minutes,
                    "unitType": "Minutes",
                    "pricePerUnit": MINUTE_PRICE,
                    "grossAmount": minutes * MINUTE_PRICE,
                    "discountAmount": minutes * MINUTE_PRICE,
                    "netAmount": 0,
                    "repositoryName": repo.full_name,
                }
            )
    return Response({"usageItems": items + world.usage_items})
