"""DFA a1: quality, bands, crossings, drift and the summary (docs/format/dfa.md)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from engine.sessions import session_fields
from engine.sessions.dfa import dfa_block
from engine.sessions.entry import is_dfa_block
from tests.sessions.builders import entry
from tests.sessions.dfa.blocks import (
    CROSSING_KEYS,
    FULL_KEYS,
    band,
    block,
    crossing,
    published,
    quality,
)


def test_the_published_recording_gives_the_published_block():
    found = dfa_block(published())
    assert found is not None
    assert list(found) == FULL_KEYS
    assert [list(found[name]) for name in FULL_KEYS[9:12]] == [CROSSING_KEYS] * 3
    assert found == {
        "avg": 0.935,
        "p25": 0.75,
        "p50": 0.9,
        "p75": 1.2,
        "tiz_easy": band(600, 32.6, 110, 120),
        "tiz_endurance": band(1020, 55.4, 133, 182),
        "tiz_tempo": band(180, 9.8, 159, 263),
        "tiz_supra": band(40, 2.2, 170, 300),
        "drift": {
            "first_third_avg": 1.193,
            "last_third_avg": 0.686,
            "delta": -0.507,
            "interpretable": True,
        },
        "easy_guard_crossing": crossing(
            1.0, 120, 120, 1, 0, "ok", False, "non_stationary_power", 120, 100
        ),
        "lt1_crossing": crossing(0.75, 300, 300, 1, 1, "ok", True, "ok", 145, 220),
        "lt2_crossing": crossing(0.5, 80, 80, 1, 1, "ok", True, "ok", 165, 280),
        "quality": {
            "valid_secs": 1840,
            "total_secs": 1870,
            "valid_pct": 98.4,
            "artifact_state": "partial",
            "artifact_coverage_pct": 99.465,
            "artifact_rate_avg": 0.52,
            "sufficient": True,
        },
    }


def test_the_published_recording_gives_the_published_summary():
    fields = session_fields(entry(dfa=dfa_block(published())))
    assert list(fields.items()) == [
        ("has_intervals", False),
        ("has_dfa", True),
        (
            "dfa_summary",
            {
                "avg": 0.935,
                "dominant_band": "endurance",
                "tiz_pct": {"easy": 32.6, "endurance": 55.4, "tempo": 9.8, "supra": 2.2},
                "valid_pct": 98.4,
                "sufficient": True,
                "drift_delta": -0.507,
                "drift_interpretable": True,
                "lt1_watts": 220,
                "lt1_hr": 145,
                "lt2_watts": 280,
                "lt2_hr": 165,
            },
        ),
    ]


MARKERS = ("easy_guard", "lt1", "lt2")


def reasons(found: dict[str, Any]) -> list[str]:
    return [found[f"{marker}_crossing"]["estimate_reason"] for marker in MARKERS]


def averages(found: dict[str, Any], key: str) -> list[int | None]:
    return [found[f"{marker}_crossing"][key] for marker in MARKERS]


@pytest.mark.parametrize("artifacts", [None, []])
def test_without_artifacts_no_crossing_is_eligible(artifacts):
    found = block(**published() | {"artifacts": artifacts})
    quality = found["quality"]
    names = ("artifact_state", "artifact_coverage_pct", "artifact_rate_avg", "sufficient")
    assert [quality[name] for name in names] == ["absent", 0.0, None, True]
    assert reasons(found) == ["unknown_artifact"] * 3
    assert averages(found, "avg_watts") == [100, 220, 280]
    assert averages(found, "avg_hr") == [120, 145, 165]


def test_artifacts_that_end_early_bar_what_follows():
    data = published()
    found = block(**data | {"artifacts": data["artifacts"][:1000]})
    quality = found["quality"]
    names = ("artifact_state", "artifact_coverage_pct", "artifact_rate_avg")
    assert [quality[name] for name in names] == ["partial", 53.476, 0.06]
    assert reasons(found) == ["non_stationary_power", "unknown_artifact", "unknown_artifact"]


def test_without_power_no_crossing_is_eligible_04_37():
    found = block(**published() | {"watts": None})
    assert reasons(found) == ["unknown_power"] * 3
    assert averages(found, "avg_watts") == [None] * 3
    assert averages(found, "avg_hr") == [120, 145, 165]
    assert found["tiz_easy"] == band(600, 32.6, 110, None)


def test_without_heart_rate_the_look_back_has_a_gap():
    found = block(**published() | {"heartrate": None})
    assert reasons(found) == ["lookback_gap"] * 3
    assert averages(found, "avg_hr") == [None] * 3
    assert averages(found, "avg_watts") == [100, 220, 280]


def test_streams_are_cut_or_padded_to_the_length_of_a1():
    longer = block((1300, 0.9), heartrate=[120] * 1300 + [200] * 99, artifacts=[0.0] * 2000)
    assert longer["tiz_endurance"]["avg_hr"] == 120
    assert longer["quality"]["artifact_state"] == "complete"
    shorter = block((1300, 0.9), watts=[100] * 10)
    assert shorter["tiz_endurance"]["avg_watts"] == 100


def test_an_insufficient_block_has_the_same_keys_all_null():
    found = block((1500, 0.0))
    assert list(found) == FULL_KEYS
    assert found.pop("quality") == quality(0, 1500, 0.0, "complete", 100.0, 0.0, False)
    assert set(found.values()) == {None}


@pytest.mark.parametrize("streams", [{}, {"dfa_a1": []}, {"dfa_a1": None}, {"watts": [1]}])
def test_without_a1_there_is_no_block(streams):
    assert dfa_block(streams) is None


@pytest.mark.parametrize(
    ("runs", "pct", "sufficient"),
    [
        ([(1199, 0.9)], 100.0, False),
        ([(1200, 0.9)], 100.0, True),
        ([(1399, 0.9), (601, 0.0)], 70.0, False),  # 69.95 %
        ([(1400, 0.9), (600, 0.0)], 70.0, True),
        ([(2098, 0.9), (902, 0.0)], 69.9, False),
    ],
)
def test_sufficient_needs_20_minutes_and_70_percent(runs, pct, sufficient):
    found = block(*runs)["quality"]
    assert (found["valid_pct"], found["sufficient"]) == (pct, sufficient)


@pytest.mark.parametrize(("artifacts", "valid"), [(5.0, 1300), (9.0, 0)])
def test_samples_with_more_than_5_percent_artifacts_do_not_count(artifacts, valid):
    found = block((1300, 0.9, {"artifacts": artifacts}))["quality"]
    assert (found["valid_secs"], found["artifact_rate_avg"]) == (valid, artifacts)


@pytest.mark.parametrize(("rates", "mean"), [([120, 121], 120), ([121, 122], 122)])
def test_averages_round_half_to_even(rates, mean):
    assert block((1300, 0.9, {"heartrate": rates}))["tiz_endurance"]["avg_hr"] == mean


@pytest.mark.parametrize("lost", [0, -5, None])
def test_a_lost_pulse_counts_in_no_average(lost):
    found = block((1200, 0.9), (200, 1.2), (1, 1.2, {"heartrate": lost}))
    assert found["tiz_easy"]["avg_hr"] == 120


def test_coasting_counts_in_averages():
    assert block((1300, 0.9, {"watts": [0, 200]}))["tiz_endurance"]["avg_watts"] == 100


def test_a_band_without_any_pulse_has_no_heart_rate():
    assert block((1300, 0.9, {"heartrate": 0}))["tiz_endurance"]["avg_hr"] is None


@pytest.mark.parametrize(
    ("runs", "pct", "drift"),
    [
        ([(1275, 0.9), (225, 0.3)], 15.0, (0.9, 0.63, -0.27, True)),
        ([(1274, 0.9), (226, 0.3)], 15.1, (0.9, 0.629, -0.271, False)),
        ([(8496, 0.9), (1504, 0.3)], 15.0, (0.9, 0.629, -0.271, False)),  # 15.04 %
    ],
)
def test_drift_is_interpretable_up_to_15_percent_supra(runs, pct, drift):
    found = block(*runs)
    assert found["tiz_supra"]["pct"] == pct
    assert tuple(found["drift"].values()) == drift


def test_bands_without_samples_are_null_and_drift_is_interpretable():
    found = block((1300, 0.9))
    assert [found[f"tiz_{name}"] for name in ("easy", "tempo", "supra")] == [None] * 3
    assert found["drift"]["interpretable"] is True


def test_band_edges_belong_to_the_easier_side_of_a_marker():
    found = block((300, 1.0), (300, 0.75), (300, 0.5), (300, 0.4999), (300, 1.0001))
    secs = {name: found[f"tiz_{name}"]["secs"] for name in ("easy", "endurance", "tempo", "supra")}
    assert secs == {"easy": 300, "endurance": 600, "tempo": 300, "supra": 300}


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, True, "0.9", [], {}, 10**400, None])
def test_an_a1_that_is_no_number_does_not_count_04_30(odd):
    found = block((1300, 0.9), (100, [odd]))
    assert (found["avg"], found["quality"]["valid_secs"]) == (0.9, 1300)


@pytest.mark.parametrize(("large", "avg", "valid"), [(25.0, 0.9, 1300), (2.0, 1.047, 1500)])
def test_an_a1_above_2_is_no_value(large, avg, valid):
    found = block((1300, 0.9), (200, large))
    assert (found["avg"], found["quality"]["valid_secs"]) == (avg, valid)


def test_the_thirds_of_drift_are_those_of_the_recording():
    found = block((600, 1.1), (600, 0.0), (600, 1.0), (600, 0.9), (600, 0.7))
    assert tuple(found["drift"].values()) == (1.1, 0.78, -0.32, True)


def test_a_third_with_less_than_half_valid_gives_no_drift():
    found = block((1000, 0.0), (1000, 1.1), (1600, 0.8))
    assert found["quality"]["sufficient"] is True
    assert found["drift"] is None
    summary = session_fields(entry(dfa=found))["dfa_summary"]
    assert not {"drift_delta", "drift_interpretable"} & summary.keys()
    assert is_dfa_block(found)


@pytest.mark.parametrize(("valid", "known"), [(500, True), (499, False)])
@pytest.mark.parametrize("order", [1, -1])
def test_half_of_each_third_is_enough_for_drift(valid, known, order):
    runs = [(1000 - valid, 0.0), (valid, 0.9), (2000, 0.9)]
    assert (block(*runs[::order])["drift"] is not None) is known


@pytest.mark.parametrize("odd", [math.nan, math.inf, True, "120", [], {}, 10**400])
def test_odd_values_of_the_other_streams_are_unknown(odd):
    values = {"heartrate": [120, odd], "watts": [200, odd], "artifacts": [1.0, odd]}
    found = block((1300, 0.9, values))
    assert found["tiz_endurance"] == band(1300, 100.0, 120, 200)
    assert found["quality"]["artifact_state"] == "partial"
    assert found["quality"]["artifact_coverage_pct"] == 50.0


def test_negative_artifacts_are_unknown():
    assert block((1300, 0.9, {"artifacts": -1.0}))["quality"]["artifact_state"] == "absent"


@pytest.mark.parametrize(
    ("secs", "expected"),
    [
        ((400, 400, 400, 0), "tempo"),
        ((600, 600, 0, 0), "endurance"),
        ((300, 300, 300, 300), "supra"),
        ((4001, 3999, 4000, 0), "easy"),
    ],
)
def test_the_dominant_band_goes_by_samples_and_a_tie_to_the_harder(secs, expected):
    runs = [(count, a1) for count, a1 in zip(secs, (1.2, 0.9, 0.6, 0.3), strict=True) if count]
    fields = session_fields(entry(dfa=block(*runs)))
    assert fields["dfa_summary"]["dominant_band"] == expected


def test_an_insufficient_recording_has_a_flag_and_no_summary():
    fields = session_fields(entry(dfa=block((10, 0.9))))
    assert fields == {"has_intervals": False, "has_dfa": True}


def test_without_eligible_crossings_the_summary_names_no_thresholds():
    found = block(**published() | {"watts": None})
    summary = session_fields(entry(dfa=found))["dfa_summary"]
    assert list(summary)[-1] == "drift_interpretable"


def test_only_a_work_segment_makes_has_intervals():
    kinds = [[], [{}], [{"type": "RECOVERY"}], [{"type": "work"}], [{"type": "WORK"}]]
    found = [session_fields(entry(intervals=tuple(parts)))["has_intervals"] for parts in kinds]
    assert found == [False, False, False, False, True]
