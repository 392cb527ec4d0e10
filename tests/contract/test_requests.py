"""The engine asks Intervals.icu for no more than it needs, and never too fast."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import httpx
import pytest

from demo.athlete import Account
from demo.intervals_icu.server import IntervalsServer, RateLimit
from engine.intervals_icu import budget
from engine.intervals_icu.client import AT_ONCE, IntervalsClient, TokenBucket
from tests.contract.recorded import GOLDEN, RUNS, runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demo.intervals_icu.server import Request

pytestmark = pytest.mark.process

RETRIED = {0, 429, 500, 502, 503, 504}


def first_producer(athlete: str, run: str) -> int:
    """How many requests the format's first producer made."""
    path = GOLDEN / athlete / "expected" / run / "requests.json"
    packed = path.with_name("requests.json.gz")
    raw = gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    return len(json.loads(raw))


def questions(requests: Iterable[Request]) -> Counter[object]:
    """How often each path was asked with the same parameters."""
    return Counter(
        (request.path, frozenset(httpx.QueryParams(request.query).multi_items()))
        for request in requests
    )


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_nothing_that_was_answered_is_asked_again(athlete, run):
    answered = [r for r in runs(athlete)[run].requests if r.status not in RETRIED]
    assert [question for question, times in questions(answered).items() if times > 1] == []


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_a_run_needs_fewer_requests_than_the_first_producer(athlete, run):
    """Repetitions after a fault are not counted: the first producer gave up at once."""
    asked = questions(runs(athlete)[run].requests)
    assert len(asked) < first_producer(athlete, run)


MOST = {
    "a-cyclist-build": 30,
    "b-triathlete": 46,
    "d-empty": 6,
    "f-taper-imperial": 31,
    "i-runner-routes": 34,
}
"""Requests of a first sync, besides route files: docs/performance.md."""


@pytest.mark.parametrize("athlete", MOST)
def test_a_first_sync_asks_for_no_more_than_is_written_down(athlete):
    (first, *_) = runs(athlete).values()
    asked = [r for r in first.requests if not r.path.startswith("/attachments/")]
    assert len(asked) <= MOST[athlete]


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_only_the_api_sees_the_key(athlete, run):
    for request in runs(athlete)[run].requests:
        assert request.authorized == request.path.startswith("/api/v1/"), request


SPEED_UP = 4  # the same limiter in fast motion, so that the test need not wait long
ASKED = 60
SLACK = 10  # arrivals jitter on a busy machine: 250 ms at this speed


def test_after_a_burst_of_20_no_more_than_10_requests_a_second_arrive():
    assert (budget.BURST, budget.PER_SECOND, AT_ONCE) == (20, 10.0, 8)
    rate = budget.PER_SECOND * SPEED_UP
    account = Account(athlete={"id": "i1"})
    allowed = RateLimit(per_second=rate, burst=budget.BURST + SLACK)
    make = partial(IntervalsClient, bucket=TokenBucket(rate=rate, burst=budget.BURST))

    async def hurry(url: str) -> None:
        async with make(url, "k") as client:
            questions = ({"oldest": "2026-01-01", "limit": str(n)} for n in range(ASKED))
            await asyncio.gather(*(client.ask("athlete/0/wellness", q) for q in questions))

    with IntervalsServer(account, key="k", rate_limit=allowed) as server:
        asyncio.run(hurry(server.url))
    assert Counter(request.status for request in server.requests) == {200: ASKED}
    assert excess(server.requests, rate) <= budget.BURST + SLACK


def excess(requests: list[Request], rate: float) -> float:
    """The fullest that a bucket leaking at `rate` ever gets."""
    level, last, highest = 0.0, requests[0].at, 0.0
    for request in requests:
        level = max(level - (request.at - last) * rate, 0.0) + 1
        highest, last = max(highest, level), request.at
    return highest
