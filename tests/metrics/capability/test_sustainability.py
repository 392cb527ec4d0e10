"""The rules of docs/format/capability.md#sustainability-profile."""

from dataclasses import replace

import pytest

from engine.intervals_icu import Curves, Wellness
from engine.metrics.capability.sustainability import ProfileInputs, sustainability_profile, window
from engine.metrics.ftp import FtpHistory
from engine.metrics.thresholds import SportThresholds
from tests.metrics.builders import TODAY

SPAN = window(TODAY)


def curves(power=None, heart=None, curve_id=SPAN.curve_id):
    return tuple(
        Curves.from_api(
            {"list": [{"id": curve_id, "secs": [*best], "values": [*best.values()]}]}, k
        )
        for k, best in (("power", power or {}), ("hr", heart or {}))
    )


def thresholds(ftp=None, ftp_indoor=None, lthr=None):
    return SportThresholds(lthr, None, None, None, ftp, ftp_indoor)


def weights(*newest_first):
    return [Wellness.from_api({"id": "d", "weight": kg}) for kg in reversed(newest_first)]


RIDES = {
    "Ride": curves(
        {300: 320, 600: 300, 1200: 275, 1800: 262, 3600: 240, 5400: 0},
        {300: 176.4, 1200: 168, 3600: 160, 7200: 150},
    ),
    "VirtualRide": curves({300: 325, 600: 300, 1200: 270, 1800: 265}),
}
E10 = ProfileInputs(
    today=TODAY,
    curves=RIDES,
    active_families=frozenset({"cycling"}),
    thresholds={"cycling": thresholds(ftp=270, lthr=170)},
    w_prime=18500,
    ftp_history=FtpHistory({"2026-01-05": 255}, {"2026-02-26": 270}),
    last_7d=weights(None, 72.34),
    last_28d=weights(80),
    profile_weight=75,
)
KEYS = (
    "actual_watts",
    "actual_wpkg",
    "actual_hr",
    "pct_lthr",
    "source",
    "coggan_watts",
    "coggan_wpkg",
    "cp_model_watts",
    "cp_model_wpkg",
    "model_divergence_pct",
)
IN, OUT = "observed_indoor", "observed_outdoor"


def test_e10_header_and_block():
    profile = sustainability_profile(E10)
    assert list(profile) == ["window", "weight_kg", "weight_source", "cycling"]
    assert profile["window"] == {"days": 42, "start": "2026-02-05", "end": "2026-03-18"}
    assert (profile["weight_kg"], profile["weight_source"]) == (72.3, "wellness_recent")
    block = profile["cycling"]
    assert [*block][:2] == ["anchors", "coverage_ratio"]
    assert [*block][2:] == [
        "ftp_used",
        "w_prime_used",
        "ftp_staleness_days",
        "model_trust_note",
    ]
    assert (block["coverage_ratio"], block["ftp_used"], block["w_prime_used"]) == (0.71, 270, 18500)
    assert block["ftp_staleness_days"] == 20


@pytest.mark.parametrize(
    ("anchor", "row"),
    [
        ("300s", (325, 4.5, 176, 103.5, IN, 286, 3.96, 332, 4.59, -2.1)),
        ("600s", (300, 4.15, None, None, OUT, 262, 3.62, 301, 4.16, -0.3)),
        ("1200s", (275, 3.8, 168, 98.8, OUT, 251, 3.47, 285, 3.94, -3.5)),
        ("1800s", (265, 3.67, None, None, IN, 243, 3.36, 280, 3.87, -5.4)),
        ("3600s", (240, 3.32, 160, 94.1, OUT, 232, 3.21, 275, 3.8, -12.7)),
        ("5400s", (None, None, None, None, None, 221, 3.06, 273, 3.78, None)),
        ("7200s", (None, None, 150, 88.2, None, 211, 2.92, 273, 3.78, None)),
    ],
)
def test_e10_cycling_anchors(anchor, row):
    found = sustainability_profile(E10)["cycling"]["anchors"][anchor]
    assert tuple(found) == KEYS
    assert tuple(found.values()) == row


def test_e10_rowing_has_no_cycling_keys():
    rowing = replace(
        E10,
        curves={"Rowing": curves({60: 410, 120: 350, 300: 300})},
        active_families=frozenset({"rowing"}),
    )
    block = sustainability_profile(rowing)["rowing"]
    assert list(block) == ["anchors", "coverage_ratio"]
    assert block["coverage_ratio"] == 0.5
    assert list(block["anchors"]) == ["60s", "120s", "300s", "600s", "1200s", "1800s"]
    assert tuple(block["anchors"]["60s"]) == KEYS[:5]
    assert block["anchors"]["60s"]["source"] == "observed"


def test_e10_a_single_anchor_gives_a_note():
    ski = replace(
        E10,
        curves={"NordicSki": curves({60: 300}, {60: 150, 120: 150, 300: 150})},
        active_families=frozenset({"ski", "run"}),
    )
    block = sustainability_profile(ski)["ski"]
    assert list(block) == ["anchors", "coverage_ratio", "note"]
    assert (block["anchors"], block["coverage_ratio"]) == (None, 0.17)
    assert "1 of 6" in block["note"]
    assert "minimum 2" in block["note"]


def test_e10_indoor_ftp_stands_in_and_ties_round_to_even():
    indoor = replace(E10, thresholds={"cycling": thresholds(ftp_indoor=250)})
    anchors = sustainability_profile(indoor)["cycling"]["anchors"]
    assert [anchor["coggan_watts"] for anchor in anchors.values()] == [
        265,
        242,
        232,
        225,
        215,
        205,
        195,
    ]
    assert anchors["300s"]["pct_lthr"] is None


@pytest.mark.parametrize(
    ("recent", "month", "profile", "expected"),
    [
        (weights(0), weights(81.25, 70), 75, (81.2, "wellness_extended")),
        (weights(None), weights(), 75, (75, "athlete_profile")),
        ((), (), 0, (0, "athlete_profile")),
        ((), (), None, (None, None)),
    ],
)
def test_e10_weight_sources(recent, month, profile, expected):
    found = sustainability_profile(
        replace(E10, last_7d=recent, last_28d=month, profile_weight=profile)
    )
    assert (found["weight_kg"], found["weight_source"]) == expected
    no_weight = not expected[0]
    assert (found["cycling"]["anchors"]["300s"]["actual_wpkg"] is None) is no_weight


def test_without_ftp_the_predictions_are_null_but_there():
    bare = replace(E10, thresholds={}, ftp_history=FtpHistory(), w_prime=None)
    block = sustainability_profile(bare)["cycling"]
    assert (block["ftp_used"], block["w_prime_used"], block["ftp_staleness_days"]) == (None,) * 3
    assert tuple(block["anchors"]["300s"].values())[5:] == (None,) * 5


def test_without_w_prime_only_the_model_is_null():
    anchor = sustainability_profile(replace(E10, w_prime=None))["cycling"]["anchors"]["300s"]
    assert anchor["coggan_watts"] == 286
    assert anchor["cp_model_watts"] is None
    assert anchor["model_divergence_pct"] is None


def test_families_come_in_fixed_order():
    active = frozenset({"rowing", "ski", "cycling"})
    profile = sustainability_profile(replace(E10, active_families=active))
    assert list(profile)[3:] == ["cycling", "ski", "rowing"]


def test_null_profile_has_note_then_window():
    profile = sustainability_profile(replace(E10, active_families=frozenset({"run", "walk"})))
    assert list(profile) == ["note", "window"]


def test_active_family_without_any_answer_has_no_coverage():
    block = sustainability_profile(replace(E10, curves={}))["cycling"]
    assert (block["anchors"], block["coverage_ratio"]) == (None, 0.0)


def test_a_curve_of_other_dates_does_not_count():
    stray = {"Ride": curves({300: 320, 600: 300}, curve_id="r.2025-01-01.2025-02-11")}
    assert sustainability_profile(replace(E10, curves=stray))["cycling"]["anchors"] is None
