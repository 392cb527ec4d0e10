"""Limits, retries and guards of the one door to Intervals.icu."""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from demo.intervals_icu.server import Fault, IntervalsServer
from engine.intervals_icu import client as module
from engine.intervals_icu.answer import Answer, retry_after
from engine.intervals_icu.budget import TokenBucket
from engine.intervals_icu.client import AT_ONCE, IntervalsClient, IntervalsError, KeyRefusedError
from tests.engine.clocks import Clock
from tests.engine.sites import ACCOUNT, KEY, answered, asked, silent, site

pytestmark = pytest.mark.process

# -- pace --------------------------------------------------------------------------------


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


# -- retries -----------------------------------------------------------------------------

PASSING = {
    "dropped": Fault(mode="drop", times=1),
    "cut": Fault(mode="cut", times=1),
    "truncated": Fault(mode="truncate", times=1),
    "too deep": Fault(mode="body", body="[" * 100_000, times=1),
    **{f"HTTP {n}": Fault(status=n, times=1) for n in (408, 425, 500, 502, 503, 504)},
}


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


# -- answers -----------------------------------------------------------------------------


def test_a_usable_answer_is_given_as_it_is():
    with IntervalsServer(ACCOUNT, key=KEY) as server:
        rows, _, _ = asked(
            server.url, lambda c: c.get("athlete/i123456/events", expected_type=list)
        )
    assert rows == []


def test_each_question_is_asked_once():
    async def twice(client):
        first = await asyncio.gather(*(client.ask("athlete/0", {"a": "1", "b": "2"}) for _ in "ab"))
        return [*first, await client.ask("/athlete/0", {"a": "1", "b": "2"})]

    with IntervalsServer(ACCOUNT, key=KEY) as server:
        answers, client, _ = asked(server.url + "/", twice)
        assert len(server.requests) == 1
    assert {answer.status for answer in answers} == {200}
    assert client.requests.total() == 1


@pytest.mark.parametrize("body", ["null", "{}", '"x"', "3", "true"])
def test_an_answer_of_another_form_than_wanted_is_unusable(body):
    answer, count, _ = answered(Fault(mode="body", body=body), expected_type=list)
    assert (answer.status, answer.ok, answer.body) == (200, False, None)
    assert answer.error == "the answer has an unknown form"
    assert count == 1


def refused(fault, path="athlete/i123456/events"):
    with (
        IntervalsServer(ACCOUNT, key=KEY, faults=[fault]) as server,
        pytest.raises(IntervalsError) as caught,
    ):
        asked(server.url, lambda c: c.get(path, expected_type=list))
    return caught.value


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_has_its_own_error_that_says_where_to_look(status):
    error = refused(Fault(status=status))
    assert isinstance(error, KeyRefusedError)
    assert f"HTTP {status}" in str(error)
    assert "INTERVALS_KEY" in str(error)
    assert "Developer Settings" in str(error)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=503), "HTTP 503"),
        (Fault(mode="drop"), "connection failed"),
        (Fault(mode="truncate"), "not complete JSON"),
        (Fault(mode="body", body="{}"), "unknown form"),
    ],
)
def test_an_error_says_what_was_asked_and_what_went_wrong(fault, words):
    error = refused(fault)
    assert not isinstance(error, KeyRefusedError)
    assert "events" in str(error)
    assert words in str(error)


def test_messages_do_not_give_the_athlete_away():
    assert "activity/a7/messages" in str(refused(Fault(status=503), "activity/a7/messages"))
    assert "123456" not in str(refused(Fault(status=503)))
    assert "the athlete record" in str(refused(Fault(status=503), "athlete/i123456"))


def test_the_key_shows_nowhere_but_in_the_header(caplog):
    caplog.set_level(logging.DEBUG)
    error = refused(Fault(status=401))
    chain = [error]
    while (following := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(following)
    with IntervalsServer(ACCOUNT, key="another") as server:
        answer, client, _ = asked(server.url, lambda c: c.ask("athlete/0"))
    assert answer.status == 401
    for text in (*map(repr, chain), *map(str, chain), repr(client), repr(answer), caplog.text):
        assert KEY not in text


def test_a_server_that_trickles_is_given_up(monkeypatch):
    monkeypatch.setattr(module, "ANSWER_S", 0.01)
    with silent("/athlete/0") as (url, _):
        answer, _, _ = asked(url, lambda c: c.ask("athlete/0", tries=1))
    assert answer == Answer(None, error="no answer in time")


def test_what_is_still_under_way_ends_with_the_client():
    release = threading.Event()

    async def leave(client):
        waiting = asyncio.create_task(client.ask("athlete/0"))
        await asyncio.sleep(0.01)
        waiting.cancel()
        return client._asked.values()

    def held():
        release.wait(10)
        return b"{}"

    with site({"/athlete/0": (200, {}, held)}) as (url, _):
        try:
            tasks, _, _ = asked(url, leave)
        finally:
            release.set()
    assert all(task.cancelled() for task in tasks)


@pytest.mark.parametrize("use", [lambda c: c.ask("x"), lambda c: c.download("x", 1, bool)])
def test_a_client_that_was_not_entered_says_so(use):
    with pytest.raises(RuntimeError, match="async context manager"):
        asyncio.run(use(IntervalsClient("http://127.0.0.1:1", KEY)))


# -- files from elsewhere ----------------------------------------------------------------


def fetched(url, path, *, limit=1000, allowed=lambda _: True):
    return asked("http://127.0.0.1:1", lambda c: c.download(url + path, limit, allowed))[0]


def test_a_file_is_fetched_without_credentials():
    with site({"/a.gpx": (200, {}, b"<gpx/>")}) as (url, seen):
        assert fetched(url, "/a.gpx") == Answer(200, b"<gpx/>")
    assert "Authorization" not in seen[0][1]


def test_a_redirect_is_followed_only_to_where_files_may_come_from():
    with site({"/track": (200, {}, b"<gpx/>")}) as (other, seen):
        moved = (302, {"Location": f"{other}/track"}, b"")
        with site({"/a.gpx": moved}) as (url, _):
            assert fetched(url, "/a.gpx") == Answer(200, b"<gpx/>")
            guarded = fetched(url, "/a.gpx", allowed=lambda u: u.startswith(url))
    assert guarded == Answer(None, error="the address is not https", final=True)
    assert len(seen) == 1


def test_redirects_end_somewhere():
    with site({"/a": (302, {"Location": "/a"}, b"")}) as (url, seen):
        assert fetched(url, "/a") == Answer(None, error="too many redirects", final=True)
    assert len(seen) == module.MAX_REDIRECTS


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    with site({"/a": (200, {}, b"x" * 5_000_000)}) as (url, _):
        answer = fetched(url, "/a", limit=2_000_000)
    assert answer == Answer(200, error="larger than 2 MB", final=True)


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_file_is_tried_twice(fault):
    account = replace(ACCOUNT, attachment=lambda _: b"{" + b" " * 100 + b"}")
    faulty = replace(fault, path="attachments")
    with IntervalsServer(account, key=KEY, faults=[faulty]) as server:
        answer = fetched(server.url.removesuffix("/api/v1"), "/attachments/a")
        assert answer.status == 200
        assert len(server.requests) == (1 if fault.mode in ("truncate", "body") else 2)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_file_that_is_refused_says_how(status):
    with site({"/a": (status, {}, b"no")}) as (url, _):
        assert fetched(url, "/a") == Answer(status, error=f"HTTP {status}")


@pytest.mark.parametrize("limit", ["DOWNLOAD_S", "TIMEOUT"])
def test_a_file_that_does_not_come_is_given_up(monkeypatch, limit):
    short = 0.01 if limit == "DOWNLOAD_S" else httpx.Timeout(0.01)
    monkeypatch.setattr(module, limit, short)
    with silent("/a") as (url, _):
        assert fetched(url, "/a") == Answer(None, error="no answer in time")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/a",
        "http://[",
        "nowhere",
        "https://\ud800/a",
        "http://x/\ud800",
        "https:///",
    ],
)
def test_an_address_that_leads_nowhere_is_an_error_in_words(url):
    answer = fetched(url, "")
    assert (answer.status, answer.body) == (None, None)
    assert answer.final == (url != "http://127.0.0.1:1/a")
