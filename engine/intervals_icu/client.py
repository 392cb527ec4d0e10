"""The one door to Intervals.icu: limits, retries, time-outs and a memory of what was asked.

Intervals.icu allows 10 requests per second and address, with short bursts; at most eight requests
are under way at once. Connection errors and 5xx are tried again with backoff and jitter, 401, 403
and 404 never. A 429 speaks for the whole account: after one, nothing more is asked for.
"""

from __future__ import annotations

import asyncio
import email.utils
import itertools
import json
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

AT_ONCE = 8
BURST = 20
PER_SECOND = 10.0
TRIES = 4
DETAIL_TRIES = 2
"""For what belongs to one activity: the next sync asks again anyway."""
FIRST_BACKOFF_S = 0.4
LONGEST_WAIT_S = 20.0
ANSWER_S = 120.0
"""For a whole answer, however slowly it trickles in."""
DOWNLOAD_S = 60.0
MAX_REDIRECTS = 5
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
USER_NAME = "API_KEY"
HTTP_OK = 200
UNAUTHORIZED = (401, 403)
TOO_MANY = 429
SECONDS = re.compile("[0-9]{1,12}")
RETRIED = frozenset({408, 425, 500, 502, 503, 504})


class IntervalsError(Exception):
    """A request failed for good; the text says what happened, never the key."""


class KeyRefusedError(IntervalsError):
    """Intervals.icu does not accept the API key for this athlete."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``status`` is None when there was no answer at all.

    ``body`` is the decoded JSON, or the bytes of a file; None when there is no usable one.
    ``error`` says what went wrong, ``final`` that it will not get better by asking again, ``asked``
    whether the question was put at all.
    """

    status: int | None
    body: Any = None
    retry_after: float | None = None
    error: str | None = None
    final: bool = False
    asked: bool = True

    @property
    def ok(self) -> bool:
        """Whether the answer is complete and has status 200."""
        return self.status == HTTP_OK and self.error is None

    @property
    def may_pass(self) -> bool:
        """Whether the same question may soon have a better answer."""
        if self.ok or self.final:
            return False
        return self.status in RETRIED or self.status in (None, HTTP_OK)


NOT_ASKED = Answer(None, error=f"HTTP {TOO_MANY}", asked=False)
"""What is left for the next sync, with the reason."""


@dataclass(slots=True)
class TokenBucket:
    """Lets ``burst`` requests pass at once and then ``rate`` per second."""

    rate: float = PER_SECOND
    burst: int = BURST
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _free_at: float | None = None

    async def take(self) -> None:
        """Wait for the next free place."""
        now = self.clock()
        earliest = now - (self.burst - 1) / self.rate
        free_at = max(self._free_at if self._free_at is not None else earliest, earliest)
        self._free_at = free_at + 1 / self.rate
        if free_at > now:
            await self.sleep(free_at - now)


@dataclass(slots=True)
class IntervalsClient:
    """Async client for one athlete. Use as ``async with``.

    ``now`` is the clock of the run, against which a date to wait for is measured.
    """

    base_url: str
    key: str = field(repr=False)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random
    requests: Counter[str] = field(default_factory=Counter)
    bucket: TokenBucket = field(default_factory=TokenBucket)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    _limited: bool = False
    _http: httpx.AsyncClient | None = None
    _elsewhere: httpx.AsyncClient | None = None
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _asked: dict[str, asyncio.Task[Answer]] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self._http = httpx.AsyncClient(
            auth=(USER_NAME, self.key),
            headers={"Accept": "application/json"},
            timeout=TIMEOUT,
            follow_redirects=True,
            limits=httpx.Limits(max_connections=AT_ONCE),
            verify=_tls(),
        )
        self._elsewhere = httpx.AsyncClient(timeout=TIMEOUT, verify=_tls())
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
        for http in (self._http, self._elsewhere):
            if http is not None:
                await http.aclose()

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, *, expected_type: type = object
    ) -> Any:
        """Return the decoded JSON of an answer.

        Raises:
            KeyRefusedError: on 401 and 403.
            IntervalsError: when there is no usable answer after all tries.
        """
        answer = await self.ask(path, params, expected_type=expected_type)
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
    ) -> Answer:
        """Return the answer whatever it is; the same question is asked only once in a run.

        Args:
            path: below the base of the API.
            params: of the query.
            tries: how often at most.
            expected_type: of the JSON that makes an answer usable, such as ``list``.
        """
        url = str(httpx.URL(f"{self.base_url.rstrip('/')}/{path.lstrip('/')}", params=params or {}))
        task = self._asked.get(url)
        if task is None:
            task = asyncio.create_task(self._with_retries(lambda: self._once(url), tries))
            self._asked[url] = task
        answer = await asyncio.shield(task)
        if answer.ok and not isinstance(answer.body, expected_type):
            return replace(answer, body=None, error="the answer has an unknown form")
        return answer

    async def _with_retries(self, ask: Callable[[], Awaitable[Answer]], tries: int) -> Answer:
        answer = NOT_ASKED
        for attempt in itertools.count(1):
            async with self._gate:
                await self.bucket.take()
                if self._limited:
                    break
                answer = await ask()
            wait = FIRST_BACKOFF_S * 2 ** (attempt - 1) * (0.5 + self.jitter())
            wait = max(wait, answer.retry_after or 0)
            if not answer.may_pass or attempt >= tries or wait > LONGEST_WAIT_S:
                break
            await self.sleep(wait)
        return answer

    async def _once(self, url: str) -> Answer:
        if self._http is None:
            raise RuntimeError("use the client as an async context manager")
        self.requests[urlsplit(url).path] += 1
        try:
            async with asyncio.timeout(ANSWER_S):
                response = await self._http.get(url)
        except (httpx.TimeoutException, TimeoutError):
            return Answer(None, error="no answer in time")
        except httpx.HTTPError as error:
            return Answer(None, error=f"connection failed ({type(error).__name__})")
        if response.status_code != HTTP_OK:
            self._limited = self._limited or response.status_code == TOO_MANY
            return _refusal(response, self.now)
        try:
            return Answer(HTTP_OK, json.loads(response.content))
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

        async def once() -> Answer:
            try:
                self.requests[urlsplit(url).path] += 1
                async with asyncio.timeout(DOWNLOAD_S):
                    return await _fetch(http, url, limit, allowed, self.now)
            except (httpx.TimeoutException, TimeoutError):
                return Answer(None, error="no answer in time")
            except (httpx.UnsupportedProtocol, httpx.InvalidURL, ValueError):
                return Answer(None, error="the address is unusable", final=True)
            except httpx.HTTPError as error:
                return Answer(None, error=f"connection failed ({type(error).__name__})")

        return await self._with_retries(once, DETAIL_TRIES)


async def _fetch(
    http: httpx.AsyncClient,
    url: str,
    limit: int,
    allowed: Callable[[str], bool],
    now: datetime,
) -> Answer:
    for _ in range(MAX_REDIRECTS):
        if not allowed(url):
            return Answer(None, error="the address is not https", final=True)
        async with http.stream("GET", url) as response:
            if response.next_request is not None:
                url = str(response.next_request.url)
                continue
            if response.status_code != HTTP_OK:
                return _refusal(response, now)
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > limit:
                    size = f"larger than {limit // 1_000_000} MB"
                    return Answer(HTTP_OK, error=size, final=True)
            return Answer(HTTP_OK, bytes(body))
    return Answer(None, error="too many redirects", final=True)


def _refusal(response: httpx.Response, now: datetime) -> Answer:
    return Answer(
        response.status_code,
        retry_after=retry_after(response.headers.get("Retry-After"), now),
        error=f"HTTP {response.status_code}",
    )


@cache
def _tls() -> ssl.SSLContext:
    """Return the certificates to trust; reading them takes longer than a small request."""
    return httpx.create_ssl_context()


def _subject(path: str) -> str:
    """Say what a path asks for, without the athlete's id, which messages must not give away."""
    kind, _, rest = path.strip("/").partition("/")
    if kind != "athlete":
        return path
    return rest.partition("/")[2] or "the athlete record"


def retry_after(text: str | None, now: datetime) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date; None when it says nothing usable."""
    stripped = (text or "").strip()
    if SECONDS.fullmatch(stripped):
        return float(stripped)
    try:
        moment = email.utils.parsedate_to_datetime(stripped)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return float(max(0, int((moment - now).total_seconds())))
    except (ValueError, OverflowError):
        return None
