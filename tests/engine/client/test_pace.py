"""How fast the one door to Intervals.icu asks, and how much at a time."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from engine.intervals_icu.budget import TokenBucket
from engine.intervals_icu.client import AT_ONCE
from tests.engine.clocks import Clock
from tests.engine.sites import asked

pytestmark = pytest.mark.process


def test_the_bucket_lets_20_pass_at_once_and_then_10_a_second():
    clock = Clock()
    bucket = TokenBucket(clock=clock, sleep=clock.sleep)

    async def take(count):
        times = []
        for _ in range(count):
            await bucket.take()
            times.append(clock.now)
        return times

    times = asyncio.run(take(45))
    assert times[:20] == pytest.approx([1000.0] * 20)
    assert times[20:] == pytest.approx([1000.0 + n / 10 for n in range(1, 26)], abs=1e-6)


def test_the_bucket_fills_up_again_but_never_beyond_the_burst():
    clock = Clock()
    bucket = TokenBucket(clock=clock, sleep=clock.sleep)

    async def take(count):
        for _ in range(count):
            await bucket.take()

    asyncio.run(take(20))
    clock.now += 0.5
    asyncio.run(take(5))
    assert clock.slept == []
    clock.now += 3600
    asyncio.run(take(20))
    assert clock.slept == []
    asyncio.run(take(1))
    assert clock.slept == pytest.approx([0.1])


def test_many_at_the_same_time_keep_the_pace_together():
    clock = Clock()
    bucket = TokenBucket(clock=clock, sleep=clock.sleep)

    async def take():
        await asyncio.gather(*(bucket.take() for _ in range(25)))

    asyncio.run(take())
    assert clock.now == pytest.approx(1000.5)


def test_at_most_eight_requests_are_under_way():
    under_way, most = 0, 0

    async def handle(_request):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _ in range(5):
            await asyncio.sleep(0)
        under_way -= 1
        return httpx.Response(200, stream=httpx.ByteStream(b"[]"))

    async def hurry(client):
        client._http = httpx.AsyncClient(transport=httpx.MockTransport(handle))
        await asyncio.gather(*(client.ask("athlete/0/events", {"n": str(n)}) for n in range(40)))

    asked("http://127.0.0.1:1", hurry)
    assert most == AT_ONCE == 8
