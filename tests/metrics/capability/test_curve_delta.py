"""The rules of docs/format/capability.md#curve-deltas."""

import pytest

from engine.base.serialize import to_json
from engine.intervals_icu import Curves
from engine.metrics.capability.curve_delta import HEART_RATE, POWER, curve_delta, windows
from tests.metrics.builders import TODAY

NOW, BEFORE = windows(TODAY)
ANCHORS = [5, 60, 300, 1200, 3600]
CURRENT = [826, 400, 286, 245, 222]
PREVIOUS = [789, 402, 280, 240, 221]


def answer(current, previous, secs=ANCHORS, values="watts"):
    rows = [
        {"id": window.curve_id, "secs": secs, values: row}
        for window, row in ((BEFORE, previous), (NOW, current))
        if row is not None
    ]
    return Curves.from_api({"list": rows}, "power" if values == "watts" else "hr")


def changes(block):
    return [anchor["pct_change"] for anchor in block.anchors.values()]


def test_e9_windows_are_28_days_each():
    block = to_json(curve_delta(answer(CURRENT, PREVIOUS), TODAY, POWER))
    assert block["window_days"] == 28
    assert block["current_window"] == {"start": "2026-02-19", "end": "2026-03-18"}
    assert block["previous_window"] == {"start": "2026-01-22", "end": "2026-02-18"}
    assert NOW.curve_id == "r.2026-02-19.2026-03-18"


def test_e9_power_changes_and_rotation():
    block = curve_delta(answer(CURRENT, PREVIOUS), TODAY, POWER)
    assert list(block.anchors) == ["5s", "60s", "300s", "1200s", "3600s"]
    assert changes(block) == [4.7, -0.5, 2.1, 2.1, 0.5]
    assert block.rotation_index == 0.8
    assert block.anchors["5s"] == {"current_watts": 826, "previous_watts": 789, "pct_change": 4.7}


def test_e9_a_zero_anchor_is_null_and_takes_the_rotation_with_it():
    block = curve_delta(answer([*CURRENT[:4], 0], PREVIOUS), TODAY, POWER)
    assert block.anchors["3600s"] == {
        "current_watts": None,
        "previous_watts": 221,
        "pct_change": None,
    }
    assert changes(block)[:4] == [4.7, -0.5, 2.1, 2.1]
    assert block.rotation_index is None


def test_e9_heart_rate_changes_and_rotation():
    curves = answer([177, 176, 166, 159], [173, 173, 165, 159], ANCHORS[1:], "values")
    block = curve_delta(curves, TODAY, HEART_RATE)
    assert list(block.anchors) == ["60s", "300s", "1200s", "3600s"]
    assert changes(block) == [2.3, 1.7, 0.6, 0.0]
    assert block.rotation_index == 1.7
    assert list(block.anchors["60s"]) == ["current_bpm", "previous_bpm", "pct_change"]
    assert "ambiguous" in block.note


@pytest.mark.parametrize("raw", [None, [], ["odd"], {}, {"list": []}, {"list": None}, "text"])
def test_no_answer_keeps_the_windows_and_says_so(raw):
    block = curve_delta(Curves.from_api(raw, "power"), TODAY, POWER)
    assert (block.anchors, block.rotation_index) == (None, None)
    assert block.current_window == NOW
    assert "No curve data" in block.note


@pytest.mark.parametrize(
    ("current", "previous", "named"),
    [(None, PREVIOUS, "current window"), (CURRENT, None, "previous window")],
)
def test_a_missing_curve_is_named(current, previous, named):
    block = curve_delta(answer(current, previous), TODAY, POWER)
    assert block.anchors is None
    assert named in block.note


def test_both_missing_curves_are_named():
    other = Curves.from_api({"list": [{"id": "r.x.y", "secs": [5], "watts": [9]}]}, "power")
    assert "current and previous window" in curve_delta(other, TODAY, POWER).note


def test_fewer_than_three_anchors_in_a_window_give_both_counts():
    block = curve_delta(answer(CURRENT, [789, 402, None, 0, -1]), TODAY, POWER)
    assert block.anchors is None
    assert "5 in the current window and 2 in the previous" in block.note


def test_three_anchors_in_each_window_are_enough():
    block = curve_delta(answer([826, 400, 286], [789, 402, 280]), TODAY, POWER)
    assert changes(block) == [4.7, -0.5, 2.1, None, None]


def test_curves_match_by_id_and_the_later_duplicate_wins():
    raw = {
        "list": [
            {"id": NOW.curve_id, "secs": ANCHORS, "watts": [1] * 5},
            {"secs": ANCHORS, "watts": [2] * 5},
            {"id": BEFORE.curve_id, "secs": ANCHORS, "watts": PREVIOUS},
            {"id": NOW.curve_id, "secs": ANCHORS, "watts": CURRENT},
        ]
    }
    block = curve_delta(Curves.from_api(raw, "power"), TODAY, POWER)
    assert changes(block) == [4.7, -0.5, 2.1, 2.1, 0.5]


def test_change_is_never_negative_zero():
    curves = answer([2000] * 5, [2001] * 5)
    assert [str(value) for value in changes(curve_delta(curves, TODAY, POWER))] == ["0.0"] * 5
