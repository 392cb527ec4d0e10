from __future__ import annotations

import pytest

from tests.demo.conftest import Api

REPO = "/repos/athlete/mirror"


@pytest.fixture
def mirror(hub):
    return hub.create_repository("athlete/mirror", {"a": "b"})


def test_an_issue_is_opened_commented_and_closed(api, mirror):
    made = api("POST", f"{REPO}/issues", title="Sync fails", body="Three times", labels=["sync"])
    assert (made.status_code, made.json()["number"]) == (201, 1)
    assert api("POST", f"{REPO}/issues/1/comments", body="Again").status_code == 201
    closed = api("PATCH", f"{REPO}/issues/1", state="closed").json()
    assert (closed["state"], closed["state_reason"]) == ("closed", "completed")
    assert api.get(f"{REPO}/issues") == []
    (shown,) = api.get(f"{REPO}/issues", state="all", labels="sync")
    assert (shown["title"], shown["comments"]) == ("Sync fails", 1)
    assert [c["body"] for c in api.get(f"{REPO}/issues/1/comments")] == ["Again"]
    reopened = api("PATCH", f"{REPO}/issues/1", state="open", title="Still", body="x", labels=[])
    assert (reopened.json()["closed_at"], reopened.json()["labels"]) == (None, [])


def test_what_is_not_there_cannot_be_changed(api, mirror):
    assert api("GET", f"{REPO}/issues/9").status_code == 404
    assert api("PATCH", f"{REPO}/issues/9", state="closed").status_code == 404
    api("POST", f"{REPO}/issues", title="x")


def test_a_repository_without_issues_says_so(api, mirror):
    mirror.has_issues = False
    assert api("POST", f"{REPO}/issues", title="x").status_code == 410


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("repo:athlete/mirror is:issue is:open", 2),
        ("repo:athlete/mirror is:closed", 0),
        ("repo:athlete/mirror in:title manifest", 1),
        ('repo:athlete/mirror "new manifest" in:title', 1),
        ("repo:athlete/mirror label:update", 1),
        ("repo:athlete/mirror author:athlete words", 1),
        ("repo:athlete/other manifest", 0),
        ("manifest words", 0),
    ],
)
def test_issues_can_be_searched(api, mirror, query, count):
    api("POST", f"{REPO}/issues", title="A new manifest", labels=["update"])
    api("POST", f"{REPO}/issues", title="Other", body="words")
    assert api.get("/search/issues", q=query)["total_count"] == count


def test_a_search_without_words_is_refused(start):
    hub = start()
    hub.observers.clear()
    assert Api(hub)("GET", "/search/issues").status_code == 422


def test_labels_are_made_once(api, mirror):
    assert api("POST", f"{REPO}/labels", name="sync", color="ff0000").status_code == 201
    assert api("POST", f"{REPO}/labels", name="Sync").status_code == 422
    assert [(one["name"], one["color"]) for one in api.get(f"{REPO}/labels")] == [
        ("sync", "ff0000")
    ]
