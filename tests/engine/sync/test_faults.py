"""Whatever Intervals.icu answers, files never get worse and the summary says what is stale."""

from __future__ import annotations

import json
import re

import pytest

from demo.intervals_icu.server import Fault
from engine.intervals_icu.client import IntervalsError, KeyRefusedError
from tests.engine.accounts import (
    ALL_FILES,
    EVENING,
    LATER,
    MORNING,
    contents,
    documents,
    good_sync,
    synced,
)

pytestmark = pytest.mark.process

# What is asked for: (pattern of path and query, form of the answer, word of the summary).
FATAL = {
    "athlete": (r"athlete/0$", dict, "athlete record"),
    "activities": (r"/activities\?oldest=2026-02-22", list, "activities"),
    "wellness": (r"/wellness\?oldest=2026-02-21", list, "wellness"),
    "events": (r"/events\?.*resolve", list, "events"),
}
HISTORY = {
    "history activities": (r"/activities\?oldest=2023", list, "history.json is kept"),
    "history wellness": (r"/wellness\?oldest=2023", list, "history.json is kept"),
}
OF_CURVES = tuple
"""No JSON is one, and no body below has the list of an answer with curves."""
PARTS = {
    "health": (r"/events\?.*category", list, "health markers"),
    "power curves": (
        r"/power-curves\?type=Ride&",
        OF_CURVES,
        "power-curves of Ride and VirtualRide",
    ),
    "HR curves": (r"/hr-curves\?curves", OF_CURVES, "hr-curves of all sports"),
    "sport HR": (r"/hr-curves\?type=Ride", OF_CURVES, "hr-curves of Ride"),
    "intervals": (r"/activit(ies|y)/[^/]+\?intervals", dict, "sessions: "),
    "streams": (r"/activity/i\d+/streams\?types=dfa_a1", list, "recordings: "),
    "track": (r"/activity/i\d+/streams\?types=latlng", list, "recordings: "),
    "messages": (r"/activity/i\d+/messages", list, "messages: "),
    "route file": (r"/attachments/", None, "route files: "),
}
PASSING = {
    "500": Fault(status=500),
    "503": Fault(status=503),
    "503 wait": Fault(status=503, retry_after=2),
    "drop": Fault(mode="drop"),
    "cut": Fault(mode="cut"),
    "truncate": Fault(mode="truncate"),
}
LASTING = {"503 long wait": Fault(status=503, retry_after=3600), "403": Fault(status=403)}
LIMITED = {"429": Fault(status=429), "429 wait": Fault(status=429, retry_after=2)}
TEXTS = ("null", "{}", "[]", '"x"', "3")
BODIES = {f"body {text}": Fault(mode="body", body=text) for text in TEXTS}
ALWAYS = {**PASSING, **LASTING, **BODIES}


def aimed(fault, pattern, times=None):
    return Fault(pattern, times, 0, fault.mode, fault.status, fault.retry_after, fault.body)


def usable(fault, form):
    """A body of the right form says something, if little."""
    return fault.mode == "body" and isinstance(json.loads(fault.body), form or object)


def spoiled(endpoints):
    """Every fault at each endpoint; an empty list is an answer where a list is asked for."""
    return [
        pytest.param(endpoint, fault, id=f"{endpoint}-{name}")
        for endpoint, (_, form, _) in endpoints.items()
        for name, fault in ALWAYS.items()
        if endpoint == "athlete" or not usable(fault, form)
    ]


@pytest.fixture
def evening():
    """What a good second sync asked for, and its files."""
    return good_sync(MORNING, EVENING)


def rows(folder):
    latest = json.loads((folder / "latest.json").read_text())
    return {row["id"]: row for row in latest["recent_activities"]}


def outdated_history(folder):
    path = folder / "history.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "script_hash": "old"}))


def test_a_sync_writes_every_file(good):
    assert good.keys() == ALL_FILES


def test_the_second_sync_asks_every_endpoint(evening):
    asked = evening[0].asked()
    for name, (pattern, _, _) in (FATAL | PARTS).items():
        shown = pattern.lstrip("/").replace("$", r"\?")
        assert any(re.search(shown, line) for line in asked), name


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_fault_on_the_first_try_of_everything_leaves_no_trace(folder, evening, fault):
    parts = dict(FATAL | PARTS)
    if fault.mode == "truncate":
        del parts["route file"]  # half a file with the right length is a file
    faults = [aimed(fault, pattern, times=1) for pattern, _, _ in parts.values()]
    outcome = synced(folder, now=EVENING, faults=faults)
    assert outcome.problems == ""
    assert len(outcome.requests) == len(evening[0].requests) + len(faults)
    assert contents(folder) == evening[1]


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_fault_on_the_first_try_of_the_history_leaves_no_trace(tmp_path, good, fault):
    faults = [aimed(fault, pattern, times=1) for pattern, _, _ in HISTORY.values()]
    assert synced(tmp_path, now=MORNING, faults=faults).problems == ""
    assert contents(tmp_path) == good


@pytest.mark.parametrize(("endpoint", "fault"), spoiled(FATAL))
def test_a_sync_that_cannot_read_the_basics_touches_nothing(folder, endpoint, fault):
    pattern, _, word = FATAL[endpoint]
    before = contents(folder)
    outcome = synced(folder, now=EVENING, faults=[aimed(fault, pattern)], expect=IntervalsError)
    assert isinstance(outcome.error, KeyRefusedError) == (fault.status == 403)
    assert word in str(outcome.error)
    assert contents(folder) == before


@pytest.mark.parametrize(("endpoint", "fault"), spoiled(HISTORY))
def test_a_history_that_cannot_be_read_whole_is_not_replaced(folder, endpoint, fault):
    pattern, _, word = HISTORY[endpoint]
    outdated_history(folder)
    before = contents(folder)
    faults = [aimed(fault, pattern)]
    if fault.status == 403:
        assert synced(folder, faults=faults, expect=KeyRefusedError).error
        assert contents(folder) == before
        return
    outcome = synced(folder, now=LATER, faults=faults)
    assert word in outcome.problems
    assert "history.json" not in outcome.result.files
    after = contents(folder)
    assert after["history.json"] == before["history.json"]
    assert documents(folder)["latest.json"]["metadata"]["last_updated"] == LATER.isoformat()

    alone = synced(folder, "--generate-history", faults=faults, expect=IntervalsError)
    assert alone.error is not None
    assert contents(folder) == after


def silent(fault, form):
    """Half a route file, or a text instead of one, is a file all the same."""
    return usable(fault, form) or (form is None and fault.mode == "truncate")


def check_all_but_the_part_is_fresh(folder, before, known):
    files = documents(folder)
    assert contents(folder)["history.json"] == before["history.json"]
    assert files["latest.json"]["metadata"]["last_updated"] == EVENING.isoformat()
    assert files["intervals.json"]["generated_at"] == EVENING.isoformat()
    assert set(files["latest.json"]) == set(json.loads(before["latest.json"]))
    now = rows(folder)
    for ident, row in known.items():
        for kept in ("terrain_summary", "weather_summary", "chat_notes", "has_intervals"):
            assert now[ident].get(kept) == row.get(kept), (ident, kept)


@pytest.mark.parametrize("fault", ALWAYS.values(), ids=ALWAYS)
def test_what_cannot_be_read_is_named_and_the_rest_is_fresh(folder, fault):
    before, known = contents(folder), rows(folder)
    parts = {
        name: (pattern, word)
        for name, (pattern, form, word) in PARTS.items()
        if not silent(fault, form) and not (name == "health" and fault.status == 403)
    }
    faults = [aimed(fault, pattern) for pattern, _ in parts.values()]
    outcome = synced(folder, now=EVENING, faults=faults)
    assert [word for _, word in parts.values() if word not in outcome.problems] == []
    check_all_but_the_part_is_fresh(folder, before, known)


@pytest.mark.parametrize("endpoint", PARTS)
def test_one_part_that_cannot_be_read_leaves_the_others_alone(folder, evening, endpoint):
    before, known = contents(folder), rows(folder)
    pattern, _, word = PARTS[endpoint]
    outcome = synced(folder, now=EVENING, faults=[Fault(pattern, status=503)])
    assert len(outcome.result.problems) == 1
    assert word in outcome.problems
    check_all_but_the_part_is_fresh(folder, before, known)
    # The next sync gets what is missing; a session is asked for again when its retry is due.
    assert synced(folder, now=EVENING).problems == ""
    if endpoint not in ("intervals", "streams", "track"):
        assert contents(folder) == evening[1]


@pytest.mark.parametrize("body", TEXTS)
def test_an_empty_answer_is_an_answer(folder, body):
    """It replaces what it is about: messages that were deleted are gone."""
    faults = [
        Fault(pattern, mode="body", body=body)
        for pattern, form, _ in PARTS.values()
        if usable(Fault(mode="body", body=body), form)
    ]
    outcome = synced(folder, now=EVENING, faults=faults)
    told = [p for p in outcome.result.problems if not p.startswith("route files: 1 could not be")]
    assert told == []
    documents(folder)


@pytest.mark.parametrize("fault", LIMITED.values(), ids=LIMITED)
@pytest.mark.parametrize("endpoint", FATAL)
def test_a_429_on_the_basics_touches_nothing(folder, endpoint, fault):
    before = contents(folder)
    outcome = synced(
        folder, now=EVENING, faults=[aimed(fault, FATAL[endpoint][0])], expect=IntervalsError
    )
    assert "HTTP 429" in str(outcome.error)
    assert contents(folder) == before


DETAILS = ("intervals", "streams", "track", "messages")


@pytest.mark.parametrize("fault", LIMITED.values(), ids=LIMITED)
@pytest.mark.parametrize("endpoint", DETAILS)
def test_after_a_429_on_a_detail_the_rest_is_left_for_the_next_sync(
    folder, evening, endpoint, fault
):
    before, known = contents(folder), rows(folder)
    pattern, _, word = PARTS[endpoint]
    outcome = synced(folder, now=EVENING, faults=[aimed(fault, pattern)])
    assert word in outcome.problems
    check_all_but_the_part_is_fresh(folder, before, known)
    limited = [r for r in outcome.requests if r.status == 429]
    assert 0 < len(limited) == len({(r.path, r.query) for r in limited})
    assert len(outcome.requests) <= len(evening[0].requests)


def test_what_a_429_left_unasked_counts_no_attempt(tmp_path):
    fault = Fault(r"/activit(ies|y)/", status=429)
    outcome = synced(tmp_path, now=MORNING, faults=[fault])
    state = documents(tmp_path)["intervals.json"]["fetch_state"]
    parts = {
        (ident, part): held[part]["attempts"]
        for ident, held in state.items()
        for part in ("intervals", "streams")
    }
    asked = [r for r in outcome.requests if "dfa_a1" in r.query]
    assert sum(parts.values()) == len(asked)
    assert set(parts.values()) <= {0, 1}
    assert synced(tmp_path, now=EVENING).problems == ""


def test_a_date_to_wait_for_counts_from_the_run_s_clock(tmp_path):
    fault = Fault(PARTS["streams"][0], status=429, retry_after="Sat, 21 Mar 2026 07:15:00 GMT")
    synced(tmp_path, now=MORNING, faults=[fault])
    state = documents(tmp_path)["intervals.json"]["fetch_state"].values()
    refused = [held["streams"] for held in state if held["streams"]["reason"] == "transient"]
    refused = [part for part in refused if part["attempts"]]
    assert refused
    assert {part["next_retry_at"] for part in refused} == {"2026-03-21T07:15:00+00:00"}


def test_a_key_that_is_revoked_half_way_touches_nothing(folder):
    before = contents(folder)
    fault = Fault(PARTS["health"][0], status=403)
    assert synced(folder, now=EVENING, faults=[fault], expect=KeyRefusedError).error
    assert contents(folder) == before
