"""Servers that a client is asked about, and what it takes to ask."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from demo.athlete import Account
from demo.intervals_icu.server import Fault, IntervalsServer
from engine.intervals_icu.budget import TokenBucket
from engine.intervals_icu.client import IntervalsClient
from tests.engine.clocks import Clock

KEY = "key-of-nobody-123"
ACCOUNT = Account(athlete={"id": "i123456", "name": "N", "timezone": "UTC"})
PASSING = {
    "dropped": Fault(mode="drop", times=1),
    "cut": Fault(mode="cut", times=1),
    "truncated": Fault(mode="truncate", times=1),
    "too deep": Fault(mode="body", body="[" * 100_000, times=1),
    **{f"HTTP {n}": Fault(status=n, times=1) for n in (408, 425, 500, 502, 503, 504)},
}


def asked(url, question, *, key=KEY, clock=None, **client_options):
    """What `question(client)` gives, and the clock that its pauses moved."""
    clock = clock or Clock()

    async def run():
        bucket = TokenBucket(clock=clock, sleep=clock.sleep)
        pace = {"sleep": clock.sleep, "jitter": lambda: 0.5, "bucket": bucket}
        client = IntervalsClient(url, key, **pace, **client_options)
        async with client:
            return await question(client), client

    (result, client) = asyncio.run(run())
    return result, client, clock


def answered(*faults, path="athlete/0", **options):
    """The answer of a stand-in with faults, how often it was asked, and the pauses."""
    with IntervalsServer(ACCOUNT, key=KEY, faults=faults) as server:
        answer, _, clock = asked(server.url, lambda c: c.ask(path, **options))
        return answer, len(server.requests), clock.slept


@contextmanager
def site(answers):
    """A web server: path to (status, headers, body); a callable body is called to give it."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append((self.path, dict(self.headers)))
            status, headers, body = answers[self.path]
            content = body() if callable(body) else body
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            # a client that has read enough leaves
            with suppress(ConnectionError):
                self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def silent(path):
    """A web server that does not answer at a path before the block ends."""
    release = threading.Event()

    def late():
        release.wait(10)
        return b"{}"

    with site({path: (200, {}, late)}) as found:
        try:
            yield found
        finally:
            release.set()
