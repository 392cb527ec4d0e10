"""Issues, comments, labels and the search for issues."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from demo.github.records import Comment, Issue
from demo.github.render import repositories
from demo.github.routing import Refusal, Request, Response, invalid, not_found, page, route

if TYPE_CHECKING:
    from demo.github.world import Repository, World

TEXT = (str, type(None))
ISSUES = "/repos/{owner}/{repo}/issues"


def _enabled(request: Request) -> Repository:
    if not request.repo.has_issues:
        raise Refusal(410, "Issues has been disabled in this repository.")
    return request.repo


def _find(request: Request, number: str) -> Issue:
    for issue in _enabled(request).issues:
        if str(issue.number) == number:
            return issue
    raise not_found()


def _labels(world: World, repo: Repository, given: list[Any]) -> list[str]:
    """Names of labels, given as text or as objects; unknown ones are made."""
    names = [str(item.get("name") if isinstance(item, dict) else item) for item in given]
    for name in names:
        repo.labels.setdefault(name.lower(), {"name": name, "id": world.next_id()})
    return names


@route("GET", ISSUES, needs="issues:read")
def issues(request: Request) -> Response:
    """Issues, newest first; open ones unless asked otherwise."""
    world = request.world
    found, query = _enabled(request), request.query
    state = query.get("state", "open")
    wanted = {name for name in query.get("labels", "").split(",") if name}
    shown = [
        issue
        for issue in reversed(found.issues)
        if state in {"all", issue.state}
        and wanted <= set(issue.labels)
        and query.get("creator", issue.author.login) == issue.author.login
    ]
    if query.get("direction") == "asc":
        shown.reverse()
    return page(request, [repositories.issue(world, found, issue) for issue in shown])


@route("POST", ISSUES, needs="issues:write")
def create(request: Request) -> Response:
    """Open an issue."""
    world = request.world
    found = _enabled(request)
    body = request.required(title=(str, int))
    request.fields(body=TEXT, labels=list)
    now = world.clock()
    issue = Issue(
        id=world.next_id(),
        number=len(found.issues) + 1,
        title=str(body["title"]),
        body=body.get("body"),
        author=request.account,
        created_at=now,
        updated_at=now,
        labels=_labels(world, found, body.get("labels") or []),
    )
    found.issues.append(issue)
    return Response(repositories.issue(world, found, issue), 201)


@route("GET", ISSUES + "/{number}", needs="issues:read")
def show(request: Request, number: str) -> Response:
    """One issue."""
    world = request.world
    return Response(repositories.issue(world, request.repo, _find(request, number)))


@route("PATCH", ISSUES + "/{number}", needs="issues:write")
def change(request: Request, number: str) -> Response:
    """Change title, text, labels or state."""
    world = request.world
    issue, now = _find(request, number), world.clock()
    body = request.fields(state=str, labels=list, title=(str, int), body=TEXT, state_reason=TEXT)
    if body.get("state", "open") not in {"open", "closed"}:
        raise invalid("Issue", "state")
    if "title" in body:
        issue.title = str(body["title"])
    if "body" in body:
        issue.body = body["body"]
    if "labels" in body:
        issue.labels = _labels(world, request.repo, body["labels"])
    if "state" in body and body["state"] != issue.state:
        issue.state = body["state"]
        closed = issue.state == "closed"
        issue.closed_at = now if closed else None
        issue.state_reason = body.get("state_reason") or ("completed" if closed else "reopened")
    issue.updated_at = now
    return Response(repositories.issue(world, request.repo, issue))


@route("GET", ISSUES + "/{number}/comments", needs="issues:read")
def comments(request: Request, number: str) -> Response:
    """Comments on an issue, oldest first."""
    world = request.world
    issue = _find(request, number)
    rows = [repositories.comment(world, request.repo, issue, one) for one in issue.comments]
    return page(request, rows)


@route("POST", ISSUES + "/{number}/comments", needs="issues:write")
def add_comment(request: Request, number: str) -> Response:
    """Comment on an issue."""
    world = request.world
    issue, now = _find(request, number), world.clock()
    comment = Comment(world.next_id(), request.account, request.required(body=str)["body"], now)
    issue.comments.append(comment)
    issue.updated_at = now
    return Response(repositories.comment(world, request.repo, issue, comment), 201)


@route("GET", "/repos/{owner}/{repo}/labels", needs="issues:read")
def labels(request: Request) -> Response:
    """Labels of a repository."""
    world = request.world
    kept = request.repo.labels.values()
    return page(request, [repositories.label(world, request.repo, one["name"]) for one in kept])


@route("POST", "/repos/{owner}/{repo}/labels", needs="issues:write")
def create_label(request: Request) -> Response:
    """Make a label."""
    world = request.world
    body, kept = request.required(name=str), request.repo.labels
    request.fields(color=str, description=str)
    if body["name"].lower() in kept:
        raise invalid("Label", "name", "already_exists")
    kept[body["name"].lower()] = {**body, "id": world.next_id()}
    return Response(repositories.label(world, request.repo, body["name"]), 201)


@route("GET", "/search/issues", needs="", scope="")
def search(request: Request) -> Response:
    """Search by `repo:`, `is:`, `state:`, `label:`, `in:title` and words."""
    world = request.world
    if not request.query.get("q"):
        raise invalid("Search", "q", "missing")
    rows = []
    for repo in world.repositories.values():
        if world.may_see(request.token, repo):
            rows += [
                # without a body the member is absent here, while it is null elsewhere
                {**{k: v for k, v in shape.items() if (k, v) != ("body", None)}, "score": 1.0}
                for shape in (
                    repositories.issue(world, repo, issue)
                    for issue in repo.issues
                    if _matches(repo, issue, request.query["q"])
                )
            ]
    return page(request, rows, "items", incomplete_results=False, search_type="lexical")


def _matches(repo: Repository, issue: Issue, query: str) -> bool:
    try:
        words = shlex.split(query)
    except ValueError:
        words = query.split()
    only_title = "in:title" in words
    text = (issue.title if only_title else f"{issue.title}\n{issue.body or ''}").lower()
    for word in words:
        key, colon, value = word.partition(":")
        if not colon:
            fits = word.lower() in text
        elif key == "repo":
            fits = value.lower() == repo.full_name.lower()
        elif key in {"is", "state"} and value in {"open", "closed"}:
            fits = issue.state == value
        elif key == "label":
            fits = value in issue.labels
        elif key == "author":
            fits = value == issue.author.login
        else:
            fits = word in {"is:issue", "type:issue", "in:title", "in:body"}
        if not fits:
            return False
    return True
