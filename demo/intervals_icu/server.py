"""Stand-in for the Intervals.icu API: real HTTP on loopback, answers from an `Account`."""

from __future__ import annotations

import base64
import hmac
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from demo.intervals_icu.answers import Answer, Query, View
from demo.intervals_icu.faults import Buckets, Fault, Faults, RateLimit

if TYPE_CHECKING:
    from types import TracebackType

    from demo.intervals_icu.account import Account, Row

__all__ = ["Fault", "IntervalsServer", "RateLimit", "Request"]

API = "/api/v1/"
FILES = "/attachments/"
MISSING: Answer = (404, {"status": 404, "error": "Not found"})


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the server saw it; `at` is the arrival on the monotonic clock (s)."""

    at: float
    method: str
    path: str
    query: str
    status: int
    fault: str | None
    authorized: bool
    """Whether an Authorization header came along."""


class IntervalsServer:
    """Serve `account` as it stands at `now` until the `with` block ends.

    `now` may carry an offset (it is converted to the athlete's zone) or be the athlete's wall
    clock; without it the clock of the machine is read once. `port` 0 takes a free port.
    """

    def __init__(
        self,
        account: Account,
        *,
        key: str,
        now: datetime | None = None,
        port: int = 0,
        latency_ms: float = 0,
        faults: Sequence[Fault] = (),
        rate_limit: RateLimit | None = None,
    ) -> None:
        self._server = _Server(("127.0.0.1", port), _Handler)
        base = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._server.view = View(account, _wall_clock(account, now), base)
        self._server.wanted = "Basic " + base64.b64encode(f"API_KEY:{key}".encode()).decode()
        self._server.latency = latency_ms / 1000
        self._server.faults = Faults(faults)
        self._server.buckets = Buckets(rate_limit) if rate_limit else None
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.url = base + API.rstrip("/")

    def tell_budget(self, left: str) -> None:
        """Say from now on what the key has left in 15 minutes and in the day, as `2400,4800`."""
        self._server.budget = left

    @property
    def requests(self) -> list[Request]:
        """What was asked so far, in the order of arrival."""
        return sorted(self._server.log, key=lambda request: request.at)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _wall_clock(account: Account, now: datetime | None) -> str:
    zone = ZoneInfo(account.timezone)
    now = datetime.now(zone) if now is None else now
    if now.tzinfo is not None:
        now = now.astimezone(zone)
    return now.strftime("%Y-%m-%dT%H:%M:%S")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    view: View
    wanted: str
    latency: float
    faults: Faults
    buckets: Buckets | None
    budget: str | None = None

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.log: list[Request] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent when the client went away; a bug still shows its traceback."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (inherited name)
        """The log is `IntervalsServer.requests`."""

    def do_GET(self) -> None:
        self._serve()

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815  (inherited names)

    def _serve(self) -> None:
        at = time.monotonic()
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.latency:
            time.sleep(self.server.latency)
        fault = self.server.faults.pick(self.path)
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        status, body, headers = self._answer(path, parts.query, fault)
        self.server.log.append(
            Request(
                at=at,
                method=self.command,
                path=path,
                query=parts.query,
                status=status,
                fault=fault.mode if fault else None,
                authorized="Authorization" in self.headers,
            )
        )
        try:
            if fault and fault.mode == "drop":
                self._hang_up()
            else:
                self._send(status, body, headers, fault)
        except ConnectionError:
            self.close_connection = True

    def _answer(
        self, path: str, query: str, fault: Fault | None
    ) -> tuple[int, bytes, dict[str, str]]:
        headers: dict[str, str] = {}
        if self.server.budget is not None:
            headers["X-RateLimit-Remaining"] = self.server.budget
            headers["X-RateLimit-Limit"] = "2500,5000"
        if fault and fault.mode == "drop":
            return 0, b"", headers
        if not self._within_limit(path):
            status, body = 429, _encode({"status": 429, "error": "Too many requests"})
            headers["Retry-After"] = "1"
        elif fault and fault.mode == "status":
            refusal = _encode({"status": fault.status, "error": "Fault"})
            status, body = fault.status, fault.page.encode() or refusal
        elif fault and fault.mode == "body":
            status, body = 200, fault.body.encode()
        elif path.startswith(FILES):
            status, body = self._file(path.removeprefix(FILES))
        else:
            status, payload = self._api(path, parse_qs(query, keep_blank_values=True))
            body = _encode(payload)
        if fault and fault.retry_after is not None:
            headers["Retry-After"] = str(fault.retry_after)
        return status, body, headers

    def _within_limit(self, path: str) -> bool:
        buckets = self.server.buckets
        return not (buckets and path.startswith(API)) or buckets.take(self.client_address[0])

    def _send(self, status: int, body: bytes, headers: dict[str, str], fault: Fault | None) -> None:
        half = len(body) // 2
        if fault and fault.mode == "truncate":
            body = body[:half]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:half] if fault and fault.mode == "cut" else body)
        self.wfile.flush()
        if fault and fault.mode == "cut":
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _file(self, name: str) -> tuple[int, bytes]:
        content = self.server.view.account.attachment(name)
        return (404, b"") if content is None else (200, content)

    def _api(self, path: str, query: Query) -> Answer:
        given = (self.headers.get("Authorization") or "").encode()
        if not path.startswith(API):
            return MISSING
        if self.command not in ("GET", "HEAD"):
            return 405, {"status": 405, "error": "Method not allowed"}
        if not hmac.compare_digest(given, self.server.wanted.encode()):
            return 401, {"status": 401, "error": "Unauthorized"}
        parts = [part.removesuffix(".json") for part in path.removeprefix(API).split("/") if part]
        return _route(self.server.view, parts, query)


def _route(view: View, parts: list[str], query: Query) -> Answer:
    """Answer for a path below the API's base, split at its slashes."""
    match parts:
        case ["athlete", ident, *rest] if ident in (view.account.athlete_id, "0"):
            answers = _ATHLETE
        case ["activity", ident, *rest]:
            answers = _ACTIVITY
        case _:
            return MISSING
    if answers is _ATHLETE and len(rest) == len(("wellness", "2026-01-31")):
        name, item = rest
        return _ITEM[name](view, item, query) if name in _ITEM else MISSING
    name = "/".join(rest)
    return answers[name](view, ident, query) if name in answers else MISSING


def _several(view: View, idents: str, query: Query) -> Answer:
    found = [view.one_activity(ident, query) for ident in idents.split(",")]
    return HTTPStatus.OK, [row for status, row in found if status == HTTPStatus.OK]


def _profile(view: View) -> Row:
    return {"athlete": view.account.athlete, "sharedFolders": [], "customItems": []}


_Route = Callable[[View, str, Query], Answer]

_ATHLETE: dict[str, _Route] = {
    "": lambda view, _, __: (200, view.account.athlete),
    "profile": lambda view, _, __: (200, _profile(view)),
    "sport-settings": lambda view, _, __: (200, view.account.athlete.get("sportSettings") or []),
    "activities": lambda view, _, query: view.list_activities(query),
    "wellness": lambda view, _, query: view.list_wellness(query),
    "events": lambda view, _, query: view.list_events(query),
    "power-curves": lambda view, _, query: view.list_curves("power", query),
    "hr-curves": lambda view, _, query: view.list_curves("hr", query),
}
_ITEM: dict[str, _Route] = {
    "activities": _several,
    "wellness": lambda view, day, _: view.one_wellness(day),
    "events": lambda view, ident, _: view.one_event(ident),
}
_ACTIVITY: dict[str, _Route] = {
    "": lambda view, ident, query: view.one_activity(ident, query),
    "intervals": lambda view, ident, _: view.activity_intervals(ident),
    "streams": lambda view, ident, query: view.activity_streams(ident, query),
    "messages": lambda view, ident, _: view.activity_messages(ident),
}


def _encode(payload: Any) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
