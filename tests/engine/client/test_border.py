"""What the one door to Intervals.icu does not believe, not read to its end, and not ask."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demo.intervals_icu.server import IntervalsServer
from engine import __version__
from engine.intervals_icu import client as module
from engine.intervals_icu.answer import Answer, clock_time
from engine.intervals_icu.budget import Budget
from engine.intervals_icu.client import BlockedError, IntervalsError, KeyRefusedError, same_place
from tests.engine.clocks import Clock
from tests.engine.sites import ACCOUNT, KEY, asked, silent, site

pytestmark = pytest.mark.process

RECORD = b'{"id": "i1"}'
JSON = {"Content-Type": "application/json"}


def told(*answer, path="/athlete/0", **options):
    """What the client makes of one answer of a server."""
    with site({path: answer}) as (url, seen):
        found, client, _ = asked(url, lambda c: c.ask("athlete/0", tries=1), **options)
    return found, client, seen


def raised(*answer):
    with site({"/athlete/0": answer}) as (url, _), pytest.raises(IntervalsError) as caught:
        asked(url, lambda c: c.get("athlete/0"))
    return caught.value


# -- who is asked ------------------------------------------------------------------------


def test_each_request_carries_the_program_s_own_name():
    with site({"/athlete/0": (200, {}, b"{}"), "/a": (200, {}, b"")}) as (url, seen):
        asked(url, lambda c: c.ask("athlete/0"))
        asked(url, lambda c: c.download(f"{url}/a", 10, lambda _: True))
        asked(url, lambda c: c.ask("athlete/0"), user_agent="section11-setup/1")
    names = [headers["User-Agent"] for _, headers in seen]
    assert names == [f"section11-sync/{__version__}"] * 2 + ["section11-setup/1"]


def test_the_answer_of_another_host_is_not_the_account():
    with site({"/there": (200, {}, RECORD)}) as (other, seen):
        answer, _, first = told(302, {"Location": f"{other}/there"}, b"")
        error = raised(302, {"Location": f"{other}/there"}, b"")
    assert answer == Answer(None, error="redirected to 127.0.0.1", final=True)
    assert "redirected" in str(error)
    assert seen == []
    assert "Authorization" in first[0][1]


def test_a_redirect_on_the_same_host_is_followed():
    moved = {"/athlete/0": (307, {"Location": "/new"}, b""), "/new": (200, {}, RECORD)}
    with site(moved) as (url, seen):
        answer, _, _ = asked(url, lambda c: c.ask("athlete/0"))
    assert answer.body == {"id": "i1"}
    assert "Authorization" in seen[1][1]


@pytest.mark.parametrize(
    ("target", "same"),
    [
        ("http://a.example/x", True),
        ("https://a.example/x", True),
        ("https://a.example:8443/x", True),
        ("http://a.example:81/x", False),
        ("http://b.example/x", False),
        ("https://a.example.b.example/x", False),
    ],
)
def test_a_redirect_may_leave_plain_http_behind_but_no_host(target, same):
    assert same_place("http://a.example/api", target) is same
    assert not same_place("https://a.example/api", "http://a.example/api")
    assert not same_place("https://a.example/api", "https://a.example:444/api")


# -- how much is read --------------------------------------------------------------------


def test_an_answer_is_not_read_beyond_its_limit(monkeypatch):
    monkeypatch.setattr(module, "ANSWER_LIMIT", 1_000_000)
    answer, _, _ = told(200, {}, b"[" + b"1," * 1_000_000 + b"1]")
    assert answer == Answer(200, error="larger than 1 MB", final=True)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_packed_bomb_is_not_unpacked(monkeypatch, layers):
    monkeypatch.setattr(module, "ANSWER_LIMIT", 1_000_000)
    body, names = b" " * 50_000_000, ", ".join(["gzip"] * layers)
    for _ in range(layers):
        body = gzip.compress(body)
    answer, _, _ = told(200, {"Content-Encoding": names}, body)
    assert (answer.ok, answer.final) == (False, True)


@pytest.mark.parametrize(
    ("name", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)]
)
def test_a_packed_answer_is_unpacked(name, pack):
    assert told(200, {"Content-Encoding": name}, pack(RECORD))[0].body == {"id": "i1"}


@pytest.mark.parametrize(
    "body", [b"no gzip", gzip.compress(RECORD * 100)[:-20]], ids=["other", "cut"]
)
def test_an_answer_that_cannot_be_unpacked_may_pass(body):
    answer, _, _ = told(200, {"Content-Encoding": "gzip"}, body)
    assert (answer.ok, answer.may_pass) == (False, True)


@pytest.mark.parametrize(
    "base",
    ["http://127.0.0.1:99999", "http://127.0.0.1:1" + "0" * 30, "http://\x00", "x" * 70_000],
    ids=["port", "long port", "control character", "long"],
)
def test_an_address_that_no_network_takes_is_an_answer_that_failed(base):
    answer, _, _ = asked("http://127.0.0.1:1", lambda c: c.download(base, 10, lambda _: True))
    assert (answer.status, answer.ok) == (None, False)


def test_whatever_a_network_stack_throws_is_an_answer_that_failed():
    class Odd(module.httpx.AsyncBaseTransport):
        async def handle_async_request(self, _request):
            raise AttributeError("a mistake of somebody else")

    async def question(client):
        client._http = module.httpx.AsyncClient(transport=Odd())
        return await client.ask("athlete/0", tries=1)

    answer, _, _ = asked("http://127.0.0.1:1", question)
    assert answer.error == "connection failed (AttributeError)"


# -- how long ----------------------------------------------------------------------------


def test_after_the_deadline_nothing_more_is_asked():
    clock = Clock()

    async def question(client):
        first = await client.ask("athlete/0")
        clock.now += 11
        file = await client.download(f"{url}/a", 10, lambda _: True)
        return first, await client.ask("athlete/0/events"), file

    with IntervalsServer(ACCOUNT, key=KEY) as server:
        url = server.url
        (first, late, file), _, _ = asked(url, question, clock=clock, seconds=10)
        assert len(server.requests) == 1
    assert first.ok
    assert late == file == Answer(None, error="the 10 s of this sync are over", asked=False)


def test_what_is_under_way_at_the_deadline_is_given_up():
    with silent("/athlete/0") as (url, _):
        answer, _, clock = asked(url, lambda c: c.ask("athlete/0"), seconds=0.05)
    assert answer == Answer(None, error="no answer in time")
    assert clock.slept == []


# -- Cloudflare --------------------------------------------------------------------------

BLOCKS = {
    "mitigated": (403, {"cf-mitigated": "challenge", **JSON}, b"{}"),
    "page": (403, {"Content-Type": "text/html; charset=UTF-8"}, b"Just a moment..."),
    "unlabeled page": (403, {}, b"\n<!DOCTYPE html><title>Attention Required!</title>"),
    "code": (403, {"Content-Type": "text/plain"}, b"error code: 1010"),
    "packed page": (
        403,
        {"Content-Encoding": "gzip"},
        gzip.compress(b"<html>" + b"x" * 10_000),
    ),
    "busy": (503, {"cf-mitigated": "challenge"}, b""),
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_a_refusal_of_cloudflare_says_nothing_about_the_key(block):
    error = raised(*block)
    assert isinstance(error, BlockedError)
    assert "stopped by Cloudflare" in str(error)
    assert "your key was not looked at" in str(error)
    assert "INTERVALS_KEY" not in str(error)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("body", [b'{"status":403,"error":"Access denied"}', b"", b"no"])
def test_a_refusal_of_the_service_is_one_of_the_key(status, body):
    assert isinstance(raised(status, JSON, body), KeyRefusedError)


def test_after_cloudflare_nothing_more_is_asked():
    async def two(client):
        await client.ask("activity/a/messages")
        await client.get("athlete/0")

    with (
        site({"/activity/a/messages": BLOCKS["code"]}) as (url, seen),
        pytest.raises(BlockedError),
    ):
        asked(url, two)
    assert len(seen) == 1


# -- the budget of the key ---------------------------------------------------------------


def headers(left, limit="2500,5000"):
    return {"X-RateLimit-Remaining": left, "X-RateLimit-Limit": limit}


def test_the_budget_is_read_and_told():
    _, client, _ = told(200, headers("2400, 4800"), b"{}")
    assert client.budget == Budget(2400, 2500, 4800, 5000)
    assert str(client.budget) == (
        "2400 of 2500 requests in 15 minutes and 4800 of 5000 today are left"
    )


@pytest.mark.parametrize(
    ("left", "limit"), [("x", "1,2"), ("1", "1,2"), ("1,2", "-1,2"), ("٣,٣", "1,2"), ("", "")]
)
def test_an_odd_budget_is_passed_over(left, limit):
    # a header is bytes of Latin-1 to the server that sends it
    sent = headers(left.encode().decode("latin-1"), limit)
    assert told(200, sent, b"{}")[1].budget is None


@pytest.mark.parametrize("left", ["49,4000", "2000,49"])
def test_before_the_budget_ends_only_what_is_required_is_asked(left):
    async def three(client):
        await client.ask("athlete/0")
        return await client.ask("optional"), await client.get("required")

    served = {
        "/athlete/0": (200, headers(left), b"{}"),
        "/required": (200, headers(left), b"[1]"),
    }
    with site(served) as (url, seen):
        (optional, required), _, _ = asked(url, three)
    assert [path for path, _ in seen] == ["/athlete/0", "/required"]
    assert not optional.asked
    assert "49 of" in optional.error
    assert required == [1]


# -- long waits in words -----------------------------------------------------------------

EVENING = datetime(2026, 3, 18, 22, 30, tzinfo=ZoneInfo("Europe/Lisbon"))


@pytest.mark.parametrize(
    ("now", "wait", "words"),
    [
        (EVENING, 9000, "01:00 your time"),
        (EVENING, 90_000, "23:30 your time on 19 Mar 2026"),
        (EVENING, 1e12, "further notice"),
        (EVENING, 1e300, "further notice"),
    ],
)
def test_the_end_of_a_wait_is_a_time_of_day(now, wait, words):
    assert clock_time(now, wait, zoned=True) == words


def test_a_long_wait_is_said_in_the_time_that_is_known():
    for zoned, words in ((False, "until 00:00 UTC"), (True, "until 00:00 your time")):
        answer, _, _ = told(429, {"Retry-After": "3600"}, b"", now=NIGHT, zoned=zoned)
        assert answer.error == f"HTTP 429: no requests {words}"


NIGHT = datetime(2026, 3, 18, tzinfo=UTC) - timedelta(hours=1)
