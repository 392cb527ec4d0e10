"""The comparison sees every leaf: otherwise a green golden test would prove nothing."""

from __future__ import annotations

import copy

import pytest

from tests.contract.compare import FILES, compare, differences, leaves, read
from tests.contract.recorded import GOLDEN, RUNS

SAMPLE = read(GOLDEN / "a-cyclist-build" / "expected" / "run1")


def paths(name: str, expected: object, actual: object) -> list[str]:
    return [difference.path for difference in compare(name, expected, actual)]


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_a_sample_equals_itself(athlete, run):
    sample = read(GOLDEN / athlete / "expected" / run)
    assert set(sample) == set(FILES)
    assert differences(sample, sample) == []
    assert sum(len(list(leaves(file, {}))) for file in sample.values()) > 400


def test_a_missing_file_is_a_difference_per_leaf():
    count = sum(len(dict(leaves(file, {}))) for file in SAMPLE.values())
    assert len(differences(SAMPLE, {})) >= count


@pytest.mark.parametrize(
    ("expected", "actual", "found"),
    [
        ({"a": 5}, {"a": 5.0}, []),
        ({"a": 1}, {"a": True}, ["a"]),
        ({"a": 0}, {"a": None}, ["a"]),
        ({"a": None, "b": 1}, {"b": 1}, ["a"]),
        ({"b": 1}, {"a": None, "b": 1}, ["a"]),
        ({"a": []}, {"a": {}}, ["a"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a[1]"]),
        ({"a": "5"}, {"a": 5}, ["a"]),
        ({"a": "<prose>"}, {"a": "some words"}, []),
        ({"a": "<prose>"}, {"a": " "}, ["a"]),
        ({"a": "<prose>"}, {"a": "5.0"}, ["a"]),
        ({"a": "<prose>"}, {"a": None}, ["a"]),
        ({"a": "low <prose>"}, {"a": "low because"}, []),
        ({"a": "low <prose>"}, {"a": "high because"}, ["a"]),
        ({"a": "low <prose>"}, {"a": "low"}, ["a"]),
        ({"a": "<volatile>"}, {"a": 7}, []),
        ({"a": "<volatile>"}, {"a": None}, ["a"]),
        ({"a": "<volatile>", "b": 1}, {"b": 1}, ["a"]),
    ],
)
def test_leaves_are_told_apart(expected, actual, found):
    assert paths("latest.json", expected, actual) == found


def test_list_elements_are_matched_by_their_key_and_their_order_counts():
    rows = [{"id": "x", "v": 1}, {"id": "y", "v": 2}]
    swapped = copy.deepcopy(rows[::-1])
    assert paths("latest.json", {"recent_activities": rows}, {"recent_activities": swapped}) == [
        "recent_activities[order]"
    ]
    assert paths("latest.json", {"recent_activities": rows}, {"recent_activities": rows[:1]}) == [
        "recent_activities[y].id",
        "recent_activities[y].v",
    ]


def test_only_the_engines_own_time_stamps_may_carry_an_offset():
    plain, offset = "2026-03-18T06:40:00", "2026-03-18T06:40:00+01:00"
    state = {"fetch_state": {"i1": {"streams": {"first_seen": plain, "name": plain}}}}
    written = {"fetch_state": {"i1": {"streams": {"first_seen": offset, "name": offset}}}}
    assert paths("intervals.json", state, written) == ["fetch_state.i1.streams.name"]
