"""Sync accounts whose answers are mutated at random, for a while: ``python -m tests.bench.mutate``.

Values, texts, status codes, headers and packing are mutated; the files of one sync are the state of
the next. A sync may fail in one of the known ways. It may never fail in another, write anything
but strict JSON, or a ``latest.json`` above the limit. The seed of a failure repeats it.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import gzip
import json
import shutil
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Self

import httpx

from engine.base.format import LATEST
from engine.config import Config
from engine.intervals_icu.budget import TokenBucket
from engine.intervals_icu.client import IntervalsClient
from engine.latest.size import LARGEST
from engine.program import KNOWN_FAILURES, summary_lines
from engine.run import sync
from tests.engine.accounts import MORNING, documents, small
from tests.engine.sync.wild import NONSENSE, answers, endpoint_of, places, with_value

if TYPE_CHECKING:
    from datetime import datetime

STATUSES = (200,) * 30 + (204, 302, 307, 400, 401, 403, 404, 410, 418, 429, 500, 503, 599)
HEADERS = (
    {},
    {},
    {},
    {"Retry-After": "99999999999"},
    {"Retry-After": "Wed, 99 Mar 2026 07:00:00 GMT"},
    {"Location": "http://[::1"},
    {"Location": "//elsewhere.invalid/x"},
    {"Location": "?a=1"},
    {"X-RateLimit-Remaining": "0,0", "X-RateLimit-Limit": "1,1"},
    {"X-RateLimit-Remaining": "x"},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "br"},
    {"cf-mitigated": "challenge"},
)
LONG = ("x" * 100_000, "\u202e\x1b[2J", "9" * 5000, ["y"] * 5000, {"k": {"k": {"k": "\ud800"}}})


@dataclass(slots=True)
class Mutant(IntervalsClient):
    """The real client before a service that is out of its mind."""

    dice: Random = field(default_factory=Random)
    wildness: float = 0.0
    course: bytes = b""

    async def __aenter__(self) -> Self:
        self._http = httpx.AsyncClient(transport=httpx.MockTransport(self.api))
        self._elsewhere = httpx.AsyncClient(transport=httpx.MockTransport(self.file))
        return self

    def api(self, request: httpx.Request) -> httpx.Response:
        """Answer a question, now and then in an odd way."""
        try:
            body = copy.deepcopy(answers()[endpoint_of(str(request.url))])
        except StopIteration:
            body = []
        if self.dice.random() < self.wildness:
            body = mutated(body, self.dice)
        return self.response(json.dumps(body).encode("utf-8", "surrogatepass"))

    def file(self, _request: httpx.Request) -> httpx.Response:
        """Give the route file."""
        return self.response(self.course)

    def response(self, content: bytes) -> httpx.Response:
        """Send a content, now and then not whole, not with 200, or with odd headers."""
        status, headers = 200, {}
        if self.dice.random() < self.wildness:
            content = mangled(content, self.dice)
        if self.dice.random() < self.wildness:
            status, headers = self.dice.choice(STATUSES), self.dice.choice(HEADERS)
        if headers.get("Content-Encoding") == "gzip" and self.dice.random() < 1 / 2:
            content = gzip.compress(content, 1)
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))


def mutated(value: Any, dice: Random) -> Any:
    """Return a JSON value with a few values replaced, dropped or doubled."""
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        found = places(value)
        if not found:
            return dice.choice(NONSENSE)
        path = dice.choice(found)
        value = with_value(value, path, dice.choice((*NONSENSE, *LONG)))
        if isinstance(value, list) and value and dice.random() < 1 / 5:
            value = dice.choice((value * 2, value[1:], [*value, dice.choice(NONSENSE)], []))
    return value


def mangled(content: bytes, dice: Random) -> bytes:
    """Return bytes that were cut, doubled or spoiled."""
    place = dice.randrange(len(content) + 1)
    return dice.choice(
        (
            content[:place],
            content + content[:place],
            content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :],
            b"<html>" + content[:100],
            b"[" * dice.choice((10, 100_000)),
            b"",
        )
    )


def one_sync(folder: Path, dice: Random, now: datetime) -> str:
    """Sync once and return how it ended.

    Raises:
        Exception: whatever must not happen.
    """
    wildness = dice.choice((0.02, 0.1, 0.5))
    course = small().attachment("demo-gran-fondo.gpx")

    async def no_wait(_seconds: float) -> None:
        await asyncio.sleep(0)

    def connect(base_url: str, key: str) -> Mutant:
        bucket = TokenBucket(rate=1e9, burst=10**6, sleep=no_wait)
        pace = {"sleep": no_wait, "bucket": bucket}
        return Mutant(base_url, key, **pace, dice=dice, wildness=wildness, course=course)  # type: ignore[arg-type]

    level = dice.choice(("off", "standard", "strict"))
    config = Config("0", "k", data_dir=folder, now=now, privacy=level)  # type: ignore[arg-type]
    try:
        result = asyncio.run(sync(config, connect=connect))
    except KNOWN_FAILURES as error:
        outcome = type(error).__name__
    else:
        "\n".join(summary_lines(result, None)).encode("utf-8", "replace")
        outcome = "problems" if result.problems else "good"
    documents(folder)  # fails on what is not strict JSON
    latest = folder / LATEST
    if latest.exists() and latest.stat().st_size > LARGEST:
        raise AssertionError(f"{LATEST} has {latest.stat().st_size} bytes")
    return outcome


def run(seconds: float, seed: int) -> int:
    """Sync until the time is over; return the number of seeds that failed."""
    ends, failures, outcomes = time.monotonic() + seconds, 0, dict[str, int]()
    while time.monotonic() < ends:
        dice, folder = Random(seed), Path(tempfile.mkdtemp(prefix="mutate-"))
        try:
            for day in range(4):
                outcome = one_sync(
                    folder, dice, MORNING + timedelta(hours=dice.choice((1, 25)) * day)
                )
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
        except Exception:  # noqa: BLE001 - every one is a finding
            failures += 1
            print(f"seed {seed}:\n{traceback.format_exc()}")  # noqa: T201
        finally:
            shutil.rmtree(folder)
        seed += 1
    told = f"{sum(outcomes.values())} syncs, next seed {seed}, {failures} failed: {outcomes}"
    print(told)  # noqa: T201
    return failures


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    raise SystemExit(min(1, run(chosen.minutes * 60, chosen.seed)))
