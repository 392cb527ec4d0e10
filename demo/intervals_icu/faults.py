"""Faults and a rate limit that a test can switch on in the Intervals.icu stand-in."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Mode = Literal["status", "drop", "cut", "truncate", "body"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail for requests whose `path?query` matches `path` (regular expression).

    Modes: `status` answers with `status` (and `page` instead of JSON); `drop` closes without an
    answer; `cut` promises the whole body and sends half; `truncate` is a complete answer whose
    JSON stops in the middle; `body` answers 200 with the text in `body`. The first
    `skip` matches pass, then `times` fail (None: always). `retry_after` (seconds or an HTTP
    date) becomes the header.
    """

    path: str = ""
    times: int | None = None
    skip: int = 0
    mode: Mode = "status"
    status: int = 503
    retry_after: str | int | None = None
    body: str = "null"
    page: str = ""


class Faults:
    """Counts matches; the first rule that still has turns left wins."""

    def __init__(self, rules: Sequence[Fault]) -> None:
        self._lock = threading.Lock()
        self._rules = [(rule, re.compile(rule.path)) for rule in rules]
        self._seen = [0] * len(self._rules)

    def pick(self, target: str) -> Fault | None:
        """The fault for this request, if any."""
        with self._lock:
            for index, (rule, pattern) in enumerate(self._rules):
                if not pattern.search(target):
                    continue
                turn = self._seen[index] - rule.skip
                if rule.times is not None and turn >= rule.times:
                    continue
                self._seen[index] += 1
                if turn >= 0:
                    return rule
        return None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Requests allowed per address: `burst` at once, then `per_second`."""

    per_second: float = 10.0
    burst: float = 20.0


class Buckets:
    """One token bucket per address."""

    def __init__(self, limit: RateLimit, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._level: dict[str, tuple[float, float]] = {}

    def take(self, address: str) -> bool:
        """Take one token; False when the address has none left."""
        with self._lock:
            now = self._clock()
            tokens, since = self._level.get(address, (self._limit.burst, now))
            tokens = min(self._limit.burst, tokens + (now - since) * self._limit.per_second)
            allowed = tokens >= 1
            self._level[address] = (tokens - 1 if allowed else tokens, now)
            return allowed
