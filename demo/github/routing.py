"""Requests, answers, refusals and the table of endpoints."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from demo.github.records import Account, Token
    from demo.github.world import Repository, World

    Endpoint = Callable[..., "Response"]

DOCS = "https://docs.github.com/rest"
RAW_JSON = "application/vnd.github.raw+json"
MAX_PAGE = 100


class Refusal(Exception):  # noqa: N818 - GitHub refuses; it is an answer, not a fault
    """An answer other than success, raised from wherever the reason is found."""

    def __init__(
        self,
        status: int,
        message: str,
        errors: list[Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {"message": message}
        if errors is not None:
            self.body["errors"] = errors
        self.body |= {"documentation_url": DOCS, "status": str(status)}


def not_found() -> Refusal:
    """Build the refusal that GitHub gives for what is not there or may not be seen."""
    return Refusal(404, "Not Found")


def invalid(resource: str, name: str, code: str = "invalid", message: str = "") -> Refusal:
    """Build the 422 with a list of errors."""
    error = {"resource": resource, "field": name, "code": code}
    return Refusal(422, "Validation Failed", [error | ({"message": message} if message else {})])


@dataclass(slots=True)
class Request:
    """One call as the server received it; `token` is None for anonymous calls."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    world: World
    token: Token | None = None
    accepted_scope: str = ""
    _repository: Repository | None = None

    @property
    def repo(self) -> Repository:
        """The repository that the path names; access to it has been granted."""
        if self._repository is None:
            raise not_found()
        return self._repository

    @repo.setter
    def repo(self, repository: Repository) -> None:
        self._repository = repository

    @property
    def account(self) -> Account:
        """Who is calling; anonymous callers are told to authenticate."""
        if self.token is None:
            raise Refusal(401, "Requires authentication")
        return self.token.account

    def accepts(self, *kinds: str) -> bool:
        """Whether one of these media types (`raw`, `sha`, …) of GitHub's was asked for."""
        wanted = self.headers.get("accept", "")
        return any(re.search(rf"vnd\.github\.(v3\.)?{kind}\b", wanted) for kind in kinds)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; an empty body is an empty object."""
        if not self.body:
            return {}
        try:
            value = json.loads(self.body)
        except ValueError:
            raise Refusal(400, "Problems parsing JSON") from None
        if not isinstance(value, dict):
            raise Refusal(400, "Body should be a JSON object")
        return value

    def fields(self, **kinds: type | tuple[type, ...]) -> dict[str, Any]:
        """Body members that are present, checked against the named types."""
        body = self.json()
        for name, kind in kinds.items():
            wrong_bool = isinstance(body.get(name), bool) and kind is int
            if name in body and (wrong_bool or not isinstance(body[name], kind)):
                raise Refusal(
                    422,
                    f"Invalid request.\n\nFor 'properties/{name}', {json.dumps(body[name])[:80]} "
                    f"is not a {getattr(kind, '__name__', 'valid value')}.",
                )
        return body

    def required(self, **kinds: type | tuple[type, ...]) -> dict[str, Any]:
        """Like `fields`, but each name has to be there."""
        body = self.fields(**kinds)
        missing = [name for name in kinds if name not in body]
        if missing:
            named = ", ".join(f'"{name}"' for name in missing)
            raise Refusal(422, f"Invalid request.\n\n{named} wasn't supplied.")
        return body


@dataclass(slots=True)
class Response:
    """An answer; `body` is JSON data, or text or bytes together with `content_type`."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"

    def payload(self) -> bytes:
        """The bytes to send."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str) and "json" not in self.content_type:
            return self.body.encode()
        return json.dumps(self.body).encode()


NO_CONTENT = 204


def done(status: int = NO_CONTENT) -> Response:
    """Build an answer without a body."""
    return Response(None, status)


def page(request: Request, items: list[Any], name: str = "", **more: Any) -> Response:
    """One page of a list, with a Link header; `name` wraps the list as GitHub's counted lists."""
    size = min(max(number(request, "per_page", 30), 1), MAX_PAGE)
    current = max(number(request, "page", 1), 1)
    last = max(-(-len(items) // size), 1)

    def link(target: int, relation: str) -> str:
        query = urlencode({**request.query, "page": target})
        return f'<{request.world.url}{request.path}?{query}>; rel="{relation}"'

    links = [link(current - 1, "prev"), link(1, "first")] if current > 1 else []
    links += [link(current + 1, "next"), link(last, "last")] if current < last else []
    shown = items[(current - 1) * size : current * size]
    body = {"total_count": len(items), **more, name: shown} if name else shown
    return Response(body, headers={"Link": ", ".join(links)} if links else {})


def number(request: Request, name: str, default: int) -> int:
    """Read a whole number of the query, or the default when it is absent or nonsense."""
    try:
        return int(request.query[name])
    except (KeyError, ValueError):
        return default


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint.

    `needs` is the fine-grained permission (`contents:write`; empty = none), `scope` the classic
    scope that stands for it.
    """

    method: str
    pattern: re.Pattern[str]
    needs: str
    scope: str
    endpoint: Endpoint


ROUTES: list[Route] = []


def route(
    method: str, path: str, needs: str = "metadata:read", scope: str = "repo"
) -> Callable[[Endpoint], Endpoint]:
    """Register an endpoint; `{name}` matches one path segment, `{name*}` the rest."""
    pattern = re.sub(r"\{(\w+)\*\}", r"(?P<\1>.*)", path)
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)

    def register(endpoint: Endpoint) -> Endpoint:
        ROUTES.append(Route(method, re.compile(pattern + r"\Z"), needs, scope, endpoint))
        return endpoint

    return register
