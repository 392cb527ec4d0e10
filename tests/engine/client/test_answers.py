"""What the one door to Intervals.icu makes of an answer, and what it says of a bad one."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from demo.intervals_icu.server import Fault, IntervalsServer
from engine.intervals_icu import client as module
from engine.intervals_icu.answer import Answer
from engine.intervals_icu.client import IntervalsClient, IntervalsError, KeyRefusedError
from tests.engine.sites import ACCOUNT, KEY, answered, asked, silent, site

pytestmark = pytest.mark.process


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
