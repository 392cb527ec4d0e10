"""What the answers of the two requests amount to (docs/format/intervals.md)."""

import pytest

from engine.intervals_icu.answer import Answer
from engine.sessions.outcome import intervals_outcome, streams_outcome
from tests.sessions.builders import http

SEGMENT = {"type": "WORK"}
NO_ANSWER = Answer(None, error="no answer in time")
NOT_JSON = Answer(200, error="the answer is not complete JSON")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"icu_intervals": [SEGMENT]}, "ok"),
        ({"icu_intervals": []}, "no_data"),
        ({}, "no_data"),
        ({"icu_intervals": None}, "transient"),  # 04-02, kept
        ({"icu_intervals": {}}, "transient"),
        ([], "transient"),
        (None, "transient"),
        ("x", "transient"),
        ({"icu_intervals": [None, 5, []]}, "no_data"),
    ],
)
def test_intervals_outcome_depends_on_the_shape(body, reason):
    assert intervals_outcome(Answer(200, body)).reason == reason


def test_elements_that_are_no_segments_are_skipped_04_03():
    found = intervals_outcome(Answer(200, {"icu_intervals": [None, SEGMENT, "x", 1]}))
    assert (found.reason, found.segments) == ("ok", (SEGMENT,))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ([{"type": "dfa_a1", "data": [0.9]}], "ok"),
        ([{"type": "dfa_a1", "data": []}], "no_data"),
        ([{"type": "dfa_a1", "data": None}], "no_data"),
        ([{"type": "heartrate", "data": [100]}], "no_data"),
        ([{"type": "latlng", "data": [1]}], "no_data"),
        ([], "no_data"),
        ({}, "transient"),
        (None, "transient"),
    ],
)
def test_streams_outcome_needs_dfa_a1(body, reason):
    assert streams_outcome(Answer(200, body)).reason == reason


def test_of_two_streams_of_a_type_the_last_counts():
    body = [{"type": "dfa_a1", "data": [0.9]}, {"type": "dfa_a1", "data": [0.5, 0.5]}]
    assert streams_outcome(Answer(200, body)).dfa["quality"]["total_secs"] == 2
    assert streams_outcome(Answer(200, [*body, {"type": "dfa_a1", "data": None}])).reason == "ok"


@pytest.mark.parametrize("odd", [None, 7, "dfa_a1", [], {"type": []}, {"type": {}}, {"data": [1]}])
def test_elements_that_are_no_streams_are_skipped_04_05(odd):
    good = {"type": "dfa_a1", "data": [0.9]}
    assert streams_outcome(Answer(200, [odd, good])).reason == "ok"
    assert streams_outcome(Answer(200, [odd])).reason == "no_data"


@pytest.mark.parametrize("judge", [intervals_outcome, streams_outcome])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http(404), "terminal_error"),
        (http(410), "terminal_error"),
        *((http(status), "transient") for status in (204, 301, 400, 401, 403, 429, 500, 503)),
        (NO_ANSWER, "transient"),
        (NOT_JSON, "transient"),
    ],
)
def test_only_a_missing_resource_is_final(judge, answer, reason):
    assert judge(answer).reason == reason


@pytest.mark.parametrize("judge", [intervals_outcome, streams_outcome])
def test_the_wait_the_server_asks_for_is_handed_on(judge):
    assert judge(http(429, 120.0)).retry_after == 120.0
    assert judge(http(404, 120.0)).retry_after is None
