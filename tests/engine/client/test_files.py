"""Files from elsewhere: without credentials, of limited size, from known hosts."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from demo.intervals_icu.server import IntervalsServer
from engine.intervals_icu import client as module
from engine.intervals_icu.answer import Answer
from tests.engine.sites import ACCOUNT, KEY, PASSING, asked, silent, site

pytestmark = pytest.mark.process


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
