"""The one door to Intervals.icu: limits, retries, time-outs and a memory of what was asked.

Intervals.icu allows 10 requests per second and address, with short bursts; at most eight requests
are under way at once. Connection errors and 5xx are tried again with backoff and jitter, 401, 403
and 404 never. A 429 speaks for the whole account, and so does Cloudflare: after one, nothing more
is asked for. Whatever the network does, its outcome is an ``Answer``.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import random
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx

from engine.base.format import USER_AGENT
from engine.intervals_icu.answer import (
    FORBIDDEN,
    HTTP_OK,
    LONGEST_WAIT_S,
    STOPPED,
    TOO_MANY,
    UNAUTHORIZED,
    Answer,
    refusal,
)
from engine.intervals_icu.budget import Budget, TokenBucket

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

AT_ONCE = 8
TRIES = 4
DETAIL_TRIES = 2
"""For what belongs to one activity: the next sync asks again anyway."""
FIRST_BACKOFF_S = 0.4
ANSWER_S = 120.0
"""For a whole answer, however slowly it trickles in."""
DOWNLOAD_S = 60.0
ANSWER_LIMIT = 32_000_000
"""Bytes of one answer, unpacked; the longest lists of three years have a few millions."""
MAX_REDIRECTS = 5
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
USER_NAME = "API_KEY"
PACKED = ("gzip", "x-gzip", "deflate")
GZIP_OR_ZLIB = 47
"""For zlib: tell the two by their beginning."""


class IntervalsError(Exception):
    """A request failed for good; the text says what happened, never the key."""


class KeyRefusedError(IntervalsError):
    """Intervals.icu does not accept the API key for this athlete."""


class BlockedError(IntervalsError):
    """Cloudflare stopped the request; nobody looked at the key."""


@dataclass(slots=True)
class IntervalsClient:
    """Async client for one athlete. Use as ``async with``.

    Attributes:
        base_url: of the API.
        key: the API key.
        user_agent: the program's own name.
        seconds: after so long nothing more is asked, and what is under way is given up.
        now: the clock of the run, against which a date to wait for is measured.
        zoned: whether that clock shows the athlete's own time.
        budget: what the key has left, as the service said last; None when it never did.
    """

    base_url: str
    key: str = field(repr=False)
    user_agent: str = USER_AGENT
    seconds: float = math.inf
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random
    requests: Counter[str] = field(default_factory=Counter)
    bucket: TokenBucket = field(default_factory=TokenBucket)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    zoned: bool = False
    budget: Budget | None = None
    _stopped: Answer | None = None
    _began: float = field(init=False)
    _http: httpx.AsyncClient | None = None
    _elsewhere: httpx.AsyncClient | None = None
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _asked: dict[str, asyncio.Task[Answer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._began = self.bucket.clock()

    async def __aenter__(self) -> Self:
        headers = {"User-Agent": self.user_agent, "Accept-Encoding": "gzip"}
        self._http = httpx.AsyncClient(
            auth=(USER_NAME, self.key),
            headers={**headers, "Accept": "application/json"},
            timeout=TIMEOUT,
            limits=httpx.Limits(max_connections=AT_ONCE),
            verify=_tls(),
        )
        self._elsewhere = httpx.AsyncClient(headers=headers, timeout=TIMEOUT, verify=_tls())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)
        self._asked.clear()
        for http in (self._http, self._elsewhere):
            if http is not None:
                await http.aclose()

    async def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        expected_type: type = object,
        required: bool = True,
        decode: Callable[[bytes], object] = json.loads,
    ) -> Any:
        """Return the decoded JSON of an answer.

        Raises:
            KeyRefusedError: on 401 and 403.
            BlockedError: Cloudflare stopped the request.
            IntervalsError: when there is no usable answer after all tries.
        """
        answer = await self.ask(
            path, params, expected_type=expected_type, required=required, decode=decode
        )
        if answer.blocked:
            raise BlockedError(
                f"The request for {_subject(path)} was {STOPPED}: keep the key and run the sync "
                "again later, or from another network."
            )
        if answer.status in UNAUTHORIZED:
            raise KeyRefusedError(
                f"Intervals.icu refused the API key for {_subject(path)} (HTTP {answer.status}): "
                "check INTERVALS_KEY and ATHLETE_ID in Intervals.icu, Settings, Developer Settings."
            )
        if not answer.ok:
            raise IntervalsError(
                f"Intervals.icu gave no usable answer for {_subject(path)} ({answer.error}): "
                "run the sync again later."
            )
        return answer.body

    async def ask(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        tries: int = TRIES,
        expected_type: type = object,
        required: bool = False,
        decode: Callable[[bytes], object] = json.loads,
    ) -> Answer:
        """Return the answer whatever it is; the same question is asked only once in a run.

        Args:
            path: below the base of the API.
            params: of the query.
            tries: how often at most.
            expected_type: of what is decoded that makes an answer usable, such as ``list``.
            required: whether to ask even with what is left of the budget.
            decode: reads the JSON, always in the same way for one question; what it gives is kept.
        """
        url = str(httpx.URL(f"{self.base_url.rstrip('/')}/{path.lstrip('/')}", params=params or {}))
        task = self._asked.get(url)
        if task is None:
            task = asyncio.create_task(
                self._with_retries(lambda: self._once(url, decode), tries, required=required)
            )
            self._asked[url] = task
        answer = await asyncio.shield(task)
        if answer.ok and not isinstance(answer.body, expected_type):
            return replace(answer, body=None, error="the answer has an unknown form")
        return answer

    async def _with_retries(
        self, ask: Callable[[], Awaitable[Answer]], tries: int, *, required: bool = False
    ) -> Answer:
        answer: Answer | None = None
        for attempt in itertools.count(1):
            async with self._gate:
                await self.bucket.take()
                stop = self._stop(required=required)
                if stop is not None:
                    return answer or stop
                answer = await ask()
            wait = FIRST_BACKOFF_S * 2 ** (attempt - 1) * (0.5 + self.jitter())
            wait = max(wait, answer.retry_after or 0)
            longest = min(LONGEST_WAIT_S, self._left())
            if not answer.may_pass or attempt >= tries or wait > longest:
                return answer
            await self.sleep(wait)
        raise AssertionError("a count has no end")

    def _left(self) -> float:
        """Return the seconds that this run has left."""
        return self._began + self.seconds - self.bucket.clock()

    def _stop(self, *, required: bool) -> Answer | None:
        """Return what becomes of a question that is not to be put any more; None while it may."""
        if self._stopped is not None:
            return self._stopped
        if self._left() <= 0:
            return _not_asked(f"the {self.seconds:.0f} s of this sync are over")
        if not required and self.budget is not None and self.budget.nearly_spent:
            return _not_asked(f"only {self.budget}")
        return None

    async def _once(self, url: str, decode: Callable[[bytes], object]) -> Answer:
        if self._http is None:
            raise RuntimeError("use the client as an async context manager")
        http = self._http
        self.requests[urlsplit(url).path] += 1

        def objection(to: str) -> str | None:
            return None if same_place(url, to) else f"redirected to {urlsplit(to).hostname}"

        answer = await self._guarded(
            lambda: self._fetch(http, url, ANSWER_LIMIT, objection), ANSWER_S
        )
        if answer.status == TOO_MANY or answer.blocked:
            stop = replace(answer, status=None, retry_after=None, asked=False)
            self._stopped = self._stopped or stop
        if not answer.ok:
            return answer
        try:
            return replace(answer, body=decode(answer.body))
        except (ValueError, RecursionError):
            return Answer(HTTP_OK, error="the answer is not complete JSON")

    async def download(self, url: str, limit: int, allowed: Callable[[str], bool]) -> Answer:
        """Fetch a file from elsewhere, without credentials.

        Args:
            url: where it is.
            limit: largest size in bytes.
            allowed: judges every address, also those of redirects.
        """
        http = self._elsewhere
        if http is None:
            raise RuntimeError("use the client as an async context manager")

        def objection(to: str) -> str | None:
            return None if allowed(to) else "the address is not https"

        async def fetch() -> Answer:
            self.requests[urlsplit(url).path] += 1
            return await self._fetch(http, url, limit, objection)

        return await self._with_retries(lambda: self._guarded(fetch, DOWNLOAD_S), DETAIL_TRIES)

    async def _guarded(self, fetch: Callable[[], Awaitable[Answer]], seconds: float) -> Answer:
        """Return an answer whatever the network, or the address, makes of the request."""
        try:
            async with asyncio.timeout(min(seconds, self._left())):
                return await fetch()
        except (httpx.TimeoutException, TimeoutError):
            return Answer(None, error="no answer in time")
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, ValueError, OverflowError):
            return Answer(None, error="the address is unusable", final=True)
        except Exception as error:  # noqa: BLE001 - what a network stack throws has no common class
            return Answer(None, error=f"connection failed ({type(error).__name__})")

    async def _fetch(
        self,
        http: httpx.AsyncClient,
        url: str,
        limit: int,
        objection: Callable[[str], str | None],
    ) -> Answer:
        for _ in range(MAX_REDIRECTS):
            refused = objection(url)
            if refused is not None:
                return Answer(None, error=refused, final=True)
            async with http.stream("GET", url) as response:
                if http is self._http:
                    self.budget = Budget.from_headers(response.headers) or self.budget
                if response.next_request is not None:
                    url = str(response.next_request.url)
                    continue
                status = response.status_code
                if status == HTTP_OK:
                    return await unpacked(response, limit)
                beginning = await unpacked(response, limit) if status == FORBIDDEN else None
                page = beginning.body if beginning else None
                return refusal(status, response.headers, page or b"", self.now, zoned=self.zoned)
        return Answer(None, error="too many redirects", final=True)


async def unpacked(response: httpx.Response, limit: int) -> Answer:
    """Return the body; a packed one is not unpacked beyond the limit."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    unpack = zlib.decompressobj(GZIP_OR_ZLIB) if encoding in PACKED else None
    if unpack is None and encoding != "identity":
        return Answer(HTTP_OK, error="the answer is packed in an unknown way", final=True)
    body = bytearray()
    try:
        async for chunk in response.aiter_raw():
            body += unpack.decompress(chunk, limit + 1 - len(body)) if unpack else chunk
            if len(body) > limit:
                size = f"larger than {limit // 1_000_000} MB"
                return Answer(HTTP_OK, error=size, final=True)
    except zlib.error:
        return Answer(HTTP_OK, error="the answer cannot be unpacked")
    if unpack is not None and body and not unpack.eof:
        return Answer(HTTP_OK, error="the answer is cut off")
    return Answer(HTTP_OK, bytes(body))


def same_place(origin: str, target: str) -> bool:
    """Whether a redirect stays with the host that was asked; it may leave plain http behind."""
    before, after = httpx.URL(origin), httpx.URL(target)
    upgraded = (before.scheme, after.scheme) == ("http", "https")
    same_port = (before.scheme, before.port) == (after.scheme, after.port)
    return before.host == after.host and (upgraded or same_port)


@cache
def _tls() -> ssl.SSLContext:
    """Return the certificates to trust; reading them takes longer than a small request."""
    return httpx.create_ssl_context()


def _not_asked(reason: str) -> Answer:
    """Return what is left for the next sync, with the reason."""
    return Answer(None, error=reason, asked=False)


def _subject(path: str) -> str:
    """Say what a path asks for, without the athlete's id, which messages must not give away."""
    kind, _, rest = path.strip("/").partition("/")
    if kind != "athlete":
        return path
    return rest.partition("/")[2] or "the athlete record"
