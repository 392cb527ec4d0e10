"""What the one door to Intervals.icu asks again, and when it has had enough."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from demo.intervals_icu.server import Fault, IntervalsServer
from engine.intervals_icu import client as module
from engine.intervals_icu.answer import Answer, retry_after
from engine.intervals_icu.client import IntervalsClient, IntervalsError
from tests.engine.clocks import Clock
from tests.engine.sites import ACCOUNT, KEY, PASSING, answered, asked, site

pytestmark = pytest.mark.process


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_may_pass_is_tried_again(fault):
    answer, count, slept = answered(fault)
    assert answer.ok
    assert answer.body["name"] == "N"
    assert count == 2
    assert slept == pytest.approx([0.4])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 429])
def test_a_final_refusal_is_not_tried_again(status):
    answer, count, slept = answered(Fault(status=status))
    assert (answer.status, answer.ok, count, slept) == (status, False, 1, [])


def test_pauses_grow_and_vary_and_end_after_four_tries():
    answer, count, slept = answered(Fault(status=503))
    assert answer == Answer(503, error="HTTP 503")
    assert count == 4
    assert slept == pytest.approx([0.4, 0.8, 1.6])
    clock = Clock()
    jittery = IntervalsClient("http://127.0.0.1:1", KEY, sleep=clock.sleep, jitter=lambda: 0.0)

    async def run():
        async with jittery:
            return await jittery.ask("athlete/0")

    assert asyncio.run(run()).error == "connection failed (ConnectError)"
    assert clock.slept == pytest.approx([0.2, 0.4, 0.8])


def test_details_of_an_activity_are_tried_twice():
    assert answered(Fault(status=500), tries=module.DETAIL_TRIES)[1] == 2


@pytest.mark.parametrize(("header", "pause"), [("3", 3.0), ("20", 20.0), ("0", 0.4), ("x", 0.4)])
def test_the_wait_that_the_service_asks_for_is_kept(header, pause):
    answer, count, slept = answered(Fault(status=503, times=1, retry_after=header))
    assert (answer.ok, count) == (True, 2)
    assert slept == pytest.approx([pause])


@pytest.mark.parametrize("header", ["21", "3600", "Wed, 21 Oct 2199 07:28:00 GMT"])
def test_a_wait_of_more_than_20_seconds_is_left_to_the_next_sync(header):
    answer, count, slept = answered(Fault(status=503, retry_after=header))
    assert (answer.status, count, slept) == (503, 1, [])
    assert answer.retry_after > 20


@pytest.mark.parametrize("header", ["0", "1", None])
def test_after_a_429_nothing_more_is_asked_for_not_even_the_same_again(header):
    async def several(client):
        first = await client.ask("athlete/0/events")
        others = [await client.ask("athlete/0"), await client.ask("activity/a1/messages")]
        file = await client.download(f"{url}/files/a", 10, lambda _: True)
        return first, [*others, file], await client.ask("athlete/0/events")

    fault = Fault("events", status=429, retry_after=header)
    with IntervalsServer(ACCOUNT, key=KEY, faults=[fault]) as server:
        url = server.url
        (first, others, again), _, clock = asked(url, several)
        assert [request.status for request in server.requests] == [429]
    assert (first.status, first.asked, again) == (429, True, first)
    assert others == [Answer(None, error="HTTP 429", asked=False)] * 3
    assert clock.slept == []


def test_after_a_429_what_waits_for_its_second_try_is_left_as_it_is():
    async def with_another_in_the_pause(client):
        async def pause(_seconds):
            await client.ask("athlete/0/events")

        client.sleep = pause
        return await client.ask("athlete/0")

    faults = [Fault("athlete/0$", status=503), Fault("events", status=429)]
    with IntervalsServer(ACCOUNT, key=KEY, faults=faults) as server:
        waiting, _, _ = asked(server.url, with_another_in_the_pause)
        assert [request.status for request in server.requests] == [503, 429]
    assert (waiting.status, waiting.asked) == (503, True)


def test_a_429_of_another_host_says_nothing_about_the_account():
    async def both(client):
        file = await client.download(f"{elsewhere}/a", 10, lambda _: True)
        return file, await client.ask("athlete/0")

    with (
        site({"/a": (429, {}, b"")}) as (elsewhere, _),
        IntervalsServer(ACCOUNT, key=KEY) as server,
    ):
        (file, answer), _, _ = asked(server.url, both)
    assert (file.status, answer.ok) == (429, True)


def test_a_list_that_a_429_left_unasked_ends_with_its_reason():
    async def two(client):
        await client.ask("athlete/0")
        await client.get("athlete/0/events", expected_type=list)

    with (
        IntervalsServer(ACCOUNT, key=KEY, faults=[Fault("0$", status=429)]) as server,
        pytest.raises(IntervalsError, match=r"events \(HTTP 429\)"),
    ):
        asked(server.url, two)


def test_a_date_to_wait_for_is_measured_against_the_run_s_clock():
    async def question(client):
        client.now = NOW
        return await client.ask("athlete/0")

    fault = Fault(status=429, retry_after="Wed, 18 Mar 2026 07:15:00 GMT")
    with IntervalsServer(ACCOUNT, key=KEY, faults=[fault]) as server:
        answer, _, _ = asked(server.url, question)
    assert answer.retry_after == 900.0


NOW = datetime(2026, 3, 18, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("Wed, 18 Mar 2026 07:00:09 GMT", 9.0),
        ("Wed, 18 Mar 2026 08:00:09 +0100", 9.0),
        ("Wed, 18 Mar 2026 07:00:09 -0000", 9.0),
        ("Wed, 18 Mar 2026 06:00:00 GMT", 0.0),
        ("-1", None),
        ("1.5", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("9" * 400, None),
        ("٣", None),
        ("Wed, 18 Mar 99999999999999999999 07:00:09 GMT", None),
        ("Wed, 99 Mar 2026 07:00:09 GMT", None),
    ],
)
def test_retry_after_is_read_or_passed_over(text, seconds):
    assert retry_after(text, NOW) == seconds
