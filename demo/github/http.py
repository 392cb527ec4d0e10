"""The HTTP side: from bytes to a Request, through faults, rights and routes, and back."""

from __future__ import annotations

import secrets
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.github import endpoints, smart_http
from demo.github.access import authenticate, authorize
from demo.github.faults import Exchange
from demo.github.git import GitError
from demo.github.routing import ROUTES, Refusal, Request, Response, not_found
from demo.github.world import RateLimit

if TYPE_CHECKING:
    from demo.github.faults import Fault
    from demo.github.world import World

__all__ = ["Listener", "endpoints"]

VERSIONS = {"2022-11-28", "2026-03-10"}
PRIMARY = "API rate limit exceeded for user. If you reach out to GitHub Support for help, please"
SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)
HOUR = timedelta(hours=1)


class Service(Protocol):
    """What a listener serves."""

    world: World

    def answer(self, request: Request, target: str) -> Response | None:
        """Answer a request; None closes the connection without a word."""


class Listener(ThreadingHTTPServer):
    """Listens on loopback; one thread for each connection."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, github: Service) -> None:
        self.github = github
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """Reads a request, has it answered, writes the answer."""

    protocol_version = "HTTP/1.1"
    server: Listener
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name of the base
        """Stay silent; exchanges are kept in `GitHubServer.log`."""

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def _handle(self) -> None:
        target = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(
            method=self.command,
            path=target.path,
            query=dict(parse_qsl(target.query, keep_blank_values=True)),
            headers=headers,
            body=self._body(),
            world=self.server.github.world,
        )
        response = self.server.github.answer(request, self.path)
        if response is None:
            self.close_connection = True
            return
        payload = response.payload()
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if payload or response.status not in {204, 304}:
            self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _handle  # noqa: N815


def answer(world: World, request: Request) -> Response:
    """Answer a request with everything but faults; never raises for a bad request."""
    try:
        request.token = authenticate(world, request.headers)
        if smart_http.wanted(request.path):
            return smart_http.serve(world, request)
        _check_client(request)
        with world.changed:
            limited = _count(world, request)
            if limited:
                return limited
            response = _route(world, request)
            world.changed.notify_all()
    except GitError as error:
        refusal = Refusal(422, str(error))
        response = Response(refusal.body, refusal.status, refusal.headers)
    except Refusal as refusal:
        response = Response(refusal.body, refusal.status, refusal.headers)
    return _finished(world, request, response)


def _check_client(request: Request) -> None:
    if not request.headers.get("user-agent"):
        raise Refusal(
            403,
            "Request forbidden by administrative rules. "
            "Please make sure your request has a User-Agent header.",
        )
    version = request.headers.get("x-github-api-version", "2022-11-28")
    if version not in VERSIONS:
        raise Refusal(400, f"{version} is not a supported version of the API")


def _route(world: World, request: Request) -> Response:
    """Find the endpoint, check the right to call it, and call it."""
    method = "GET" if request.method == "HEAD" else request.method
    for route in ROUTES:
        found = route.pattern.match(request.path)
        if found is None or route.method != method:
            continue
        params = {name: unquote(value) for name, value in found.groupdict().items()}
        if any("\0" in value for value in params.values()):
            raise not_found()
        request.accepted_scope = route.scope
        authorize(world, route, request, params)
        if "owner" in params:
            del params["owner"], params["repo"]
        return route.endpoint(request, **params)
    raise not_found()


def _count(world: World, request: Request) -> Response | None:
    """Count the call against the hourly limit; an answer when it is used up."""
    if request.path == "/rate_limit":
        return None
    key, now = request.token.value if request.token else "", world.clock()
    rate = world.rates.get(key)
    if rate is None or now >= rate.resets_at:
        rate = world.rates[key] = RateLimit(0, now + HOUR)
    if rate.used >= world.rate_limit:
        return rate_limited(world, request, retry_after=None)
    rate.used += 1
    return None


def rate_limited(
    world: World, request: Request, *, retry_after: int | None, secondary: bool = False
) -> Response:
    """Build GitHub's answer to a caller who has used up a limit."""
    refusal = Refusal(403, SECONDARY if secondary else PRIMARY)
    response = _finished(world, request, Response(refusal.body, 403))
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    if not secondary:
        resets = world.clock() + timedelta(seconds=retry_after or HOUR.total_seconds())
        response.headers |= {
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Used": str(world.rate_limit),
            "X-RateLimit-Reset": str(int(resets.timestamp())),
        }
    return response


def _finished(world: World, request: Request, response: Response) -> Response:
    """Add the headers that every answer of the API carries."""
    token, rate = request.token, world.rates.get(request.token.value if request.token else "")
    headers = {
        "Content-Type": response.content_type,
        "X-GitHub-Request-Id": secrets.token_hex(12).upper(),
        "X-GitHub-Media-Type": "github.v3; format=json",
        "x-github-api-version-selected": request.headers.get("x-github-api-version", "2022-11-28"),
        "Cache-Control": "private, max-age=60, s-maxage=60" if token else "public, max-age=60",
    }
    if response.status == 204:  # noqa: PLR2004 - no content, so no type of it
        del headers["Content-Type"]
    if token is not None and token.has_scopes:
        headers["X-OAuth-Scopes"] = ", ".join(sorted(token.scopes))
        headers["X-Accepted-OAuth-Scopes"] = request.accepted_scope
    if rate is not None:
        headers |= {
            "X-RateLimit-Limit": str(world.rate_limit),
            "X-RateLimit-Remaining": str(max(world.rate_limit - rate.used, 0)),
            "X-RateLimit-Used": str(rate.used),
            "X-RateLimit-Reset": str(int(rate.resets_at.timestamp())),
            "X-RateLimit-Resource": "core",
        }
    response.headers = {**headers, **response.headers}
    return response


def spoiled(world: World, request: Request, fault: Fault) -> Response | None:
    """Apply a fault: an answer of its own, or None when the connection is to be closed."""
    if fault.mode == "drop":
        return None
    if fault.mode == "lost_answer":
        answer(world, request)
        return None
    if fault.mode == "slow":
        world.closing.wait(fault.seconds)
        return answer(world, request)
    if fault.mode == "status":
        body = fault.body if fault.body is not None else {"message": "Server Error"}
        text = isinstance(body, str)
        kind = "text/html; charset=utf-8" if text else "application/json; charset=utf-8"
        return Response(
            body, fault.status, {"Content-Type": kind, **fault.headers}, content_type=kind
        )
    secondary = fault.mode == "secondary_rate_limit"
    response = rate_limited(world, request, retry_after=fault.retry_after, secondary=secondary)
    response.headers |= fault.headers
    return response


def exchange(request: Request, target: str, response: Response | None, *, fault: bool) -> Exchange:
    """Record of a finished call."""
    return Exchange(
        method=request.method,
        path=unquote(request.path),
        query=request.query,
        headers={
            name: "***" if name == "authorization" else value
            for name, value in request.headers.items()
        },
        body=request.body,
        token_kind=request.token.kind if request.token else "",
        status=response.status if response else 0,
        answer_headers=dict(response.headers) if response else {},
        answer=response.payload() if response else b"",
        target=target,
        fault=fault,
    )
