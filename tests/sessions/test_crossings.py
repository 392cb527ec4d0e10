"""Dwelling at a marker and whether it supports an estimate (docs/format/dfa.md)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.sessions.crossings import REASONS, first_reason
from engine.sessions.dfa import dfa_block
from tests.sessions.builders import samples

LONG = (1200, 1.2)
AFTER = (200, 1.2)


def crossing(*runs: Any, marker: str = "lt1") -> dict[str, Any]:
    found = dfa_block(samples(*runs))
    assert found is not None
    block: dict[str, Any] = found[f"{marker}_crossing"]
    return block


def verdict(*runs: Any) -> tuple[bool, str]:
    block = crossing(*runs)
    return block["estimate_eligible"], block["estimate_reason"]


def test_a_gap_of_five_samples_is_bridged():
    block = crossing(LONG, (40, 0.75), (5, 0.85), (40, 0.75), AFTER)
    assert (block["secs_in_band"], block["contiguous_secs"], block["reason"]) == (80, 80, "ok")
    assert block["estimate_eligible"] is True


@pytest.mark.parametrize("a1", [0.85, 0.0])
def test_a_gap_of_six_samples_ends_a_segment(a1):
    block = crossing(LONG, (40, 0.75), (6, a1), (40, 0.75), AFTER)
    assert (block["secs_in_band"], block["contiguous_secs"]) == (80, 40)
    assert block["reason"] == block["estimate_reason"] == "no_contiguous_dwell"
    assert (block["avg_hr"], block["avg_watts"]) == (None, None)


def test_a_bridged_gap_with_artifacts_bars_the_estimate_only():
    block = crossing(LONG, (40, 0.75), (3, 0.75, {"artifacts": 6.0}), (40, 0.75), AFTER)
    assert (block["secs_in_band"], block["contiguous_secs"], block["reason"]) == (80, 80, "ok")
    assert (block["estimate_eligible"], block["estimate_reason"]) == (False, "excessive_artifact")


def test_dwell_reasons_and_their_counts():
    none = crossing((1300, 1.2))
    assert (none["reason"], none["secs_in_band"], none["contiguous_secs"]) == (
        "no_samples_in_band",
        0,
        0,
    )
    short = crossing(LONG, (59, 0.75))
    assert (short["reason"], short["contiguous_secs"]) == ("insufficient_total_dwell", 59)
    assert short["n_eligible_segments"] == short["n_qualifying_segments"] == 0
    assert crossing(LONG, (60, 0.75))["reason"] == "ok"


def test_the_look_back_needs_200_beats():
    segment = ((100, 0.75), LONG)
    assert verdict((99, 1.2), *segment) == (False, "lookback_incomplete")
    assert verdict((100, 1.2), *segment) == (True, "ok")


@pytest.mark.parametrize(("bpm", "needed"), [(40, 300), (96, 125), (100, 120), (160, 75)])
def test_the_look_back_needs_exactly_200_beats_at_any_rate(bpm, needed):
    def judged(count: int) -> str:
        steady = {"heartrate": bpm}
        return verdict((count, 1.2, steady), (100, 0.75, steady), LONG)[1]

    assert judged(needed) == "ok"
    assert judged(needed - 1) == "lookback_incomplete"


@pytest.mark.parametrize("bpm", [0, None, -5])
def test_a_hole_in_the_look_back_bars_the_estimate(bpm):
    assert verdict(LONG, (1, 1.2, {"heartrate": bpm}), (50, 1.2), (100, 0.75)) == (
        False,
        "lookback_gap",
    )


def test_samples_without_a1_in_the_look_back_do_not_matter():
    assert verdict(LONG, (99, 0.0), (100, 0.75)) == (True, "ok")


def test_a_missing_heart_rate_in_the_segment_bars_the_estimate():
    block = crossing(LONG, (100, 0.75), (1, 0.75, {"heartrate": 0}), (100, 0.75))
    assert (block["reason"], block["estimate_reason"]) == ("ok", "unknown_hr")
    assert block["avg_hr"] == 120


def test_without_any_power_there_is_nothing_to_estimate():
    idle = {"watts": 0}
    block = crossing((1200, 1.2, idle), (100, 0.75, idle))
    assert (block["estimate_reason"], block["avg_watts"]) == ("non_positive_power_mean", 0)


@pytest.mark.parametrize(
    ("watts", "expected"),
    [([112, 88], (True, "ok")), ([112.1, 87.9], (False, "non_stationary_power"))],
)
def test_power_may_vary_by_12_percent(watts, expected):
    assert verdict((1200, 1.2, {"watts": watts}), (100, 0.75, {"watts": watts})) == expected


def test_one_bad_segment_bars_the_crossing_04_35():
    surging, blind = {"watts": [0, 300]}, {"artifacts": None}
    block = crossing(
        (600, 1.2),
        (70, 0.75),
        (300, 1.2),
        (200, 1.2, surging),
        (70, 0.75, surging),
        (300, 1.2),
        (70, 0.75, blind),
        (300, 1.2),
    )
    assert block == {
        "marker_dfa_a1": 0.75,
        "secs_in_band": 210,
        "contiguous_secs": 70,
        "n_qualifying_segments": 3,
        "n_eligible_segments": 1,
        "reason": "ok",
        "estimate_eligible": False,
        "estimate_reason": "unknown_artifact",
        "avg_hr": 120,
        "avg_watts": 183,
    }


EDGES = [("easy_guard", 0.95, 1.05), ("lt1", 0.70, 0.80), ("lt2", 0.45, 0.55)]


@pytest.mark.parametrize(("marker", "low", "high"), EDGES)
def test_both_ends_of_a_band_belong_to_it(marker, low, high):
    for a1 in (low, high):
        assert crossing(LONG, (1, a1), marker=marker)["secs_in_band"] == 1


@pytest.mark.parametrize("a1", [1.0501, 0.6999, 0.8001, 0.4499, 0.5501])
@pytest.mark.parametrize("marker", ["easy_guard", "lt1", "lt2"])
def test_beyond_the_ends_is_outside(marker, a1):
    assert crossing(LONG, (1, a1), marker=marker)["secs_in_band"] == 0


def test_of_several_reasons_the_first_of_the_list_is_named():
    assert first_reason(["unknown_hr", "lookback_gap", "zzz"], REASONS) == "lookback_gap"
    assert first_reason(["zzz", "aaa"], REASONS) == "aaa"
    assert first_reason([], REASONS) is None
