"""The rules of docs/format/intensity.md#zone-times-of-an-activity."""

import pytest

from engine.metrics.intensity.zones import zone_basis, zone_shares, zone_times
from tests.metrics.builders import activity, derived, heart, power

RIDE = activity(1, "Ride", 90, **power(z1=3600, z2=5400, z3=600, z4=900, z5=300, SS=450))
RUN = activity(2, "Run", 40, icu_zone_times=[], **heart(600, 1800, 300, 200, 0))
E4 = derived(
    [RIDE, RUN],
    [
        RIDE,
        RUN,
        *(
            activity(days, "Ride", 80, **power(z1=3000, z2=3000, z3=1500, z4=200))
            for days in (10, 11, 12)
        ),
    ],
)


def test_e4_zone_distribution():
    assert E4["zone_distribution_7d"] == {
        "z1_hours": 1.17,
        "z2_hours": 2.0,
        "z3_hours": 0.25,
        "z4_plus_hours": 0.39,
        "total_hours": 3.81,
        "zone_basis": "mixed",
    }


def test_e4_shares():
    keys = ("grey_zone_percentage", "quality_intensity_percentage", "easy_time_ratio")
    assert [E4[key] for key in keys] == [6.6, 10.2, 0.83]


def test_e4_one_hard_day():
    assert E4["hard_days_this_week"] == 1


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("seiler_tid_7d", (11400, 900, 1400, 83.2, 6.6, 10.2, 2.11, "Polarized", "mixed")),
        (
            "seiler_tid_7d_primary",
            (9000, 600, 1200, 83.3, 5.6, 11.1, 2.22, "Polarized", "power", "cycling"),
        ),
        ("seiler_tid_28d", (29400, 5400, 2000, 79.9, 14.7, 5.4, None, "Pyramidal", "mixed")),
        (
            "seiler_tid_28d_primary",
            (27000, 5100, 1800, 79.6, 15.0, 5.3, None, "Pyramidal", "power", "cycling"),
        ),
    ],
)
def test_e4_intensity_distributions(key, expected):
    assert tuple(E4[key].values()) == expected


def test_e4_tid_comparison():
    block = E4["capability"]["tid_comparison"]
    assert (block["pi_7d"], block["pi_28d"], block["pi_delta"]) == (2.11, None, None)
    assert block["drift"] == "shifting"


def test_e4_hr_zones_map_by_position_and_skip_null_and_zero():
    run = activity(1, "Run", **heart(100, None, 0, 50, 10, 5, 5, 99))
    assert zone_times(run, "run", {}).seconds == {"z1": 100, "z4": 50, "z5": 10, "z6": 5, "z7": 5}


def test_power_wins_unless_heart_rate_is_preferred_for_the_family():
    ride = activity(1, "Ride", **power(z1=60), **heart(30))
    assert zone_times(ride, "cycling", {}).basis == "power"
    assert zone_times(ride, "cycling", {"cycling": "power"}).basis == "power"
    assert zone_times(ride, "cycling", {"cycling": "hr"}).basis == "hr"
    assert zone_times(ride, "cycling", {"run": "hr"}).basis == "power"
    assert zone_times(ride, None, {"cycling": "hr"}).basis == "power"


def test_preferred_heart_rate_falls_back_to_power():
    ride = activity(1, "Ride", **power(z2=60), **heart(0, None))
    assert zone_times(ride, "cycling", {"cycling": "hr"}).seconds == {"z2": 60}


def test_zero_power_zones_hide_heart_rate_but_zero_heart_rate_does_not_exist():
    ride = activity(1, "Ride", **power(z1=0), **heart(600))
    assert zone_times(ride, "cycling", {}).basis == "power"
    assert zone_times(activity(1, "Run", **heart(0, 0)), "run", {}).basis is None


def test_power_entries_repeat_lack_seconds_or_are_odd():
    ride = activity(
        1,
        icu_zone_times=[
            {"id": "Z1", "secs": 5},
            {"id": "z1", "secs": 7},
            {"id": "Z2"},
            {"id": "Z3", "secs": None},
            {"id": None, "secs": 9},
            {"id": "Z9", "secs": 9},
            None,
            "z4",
        ],
    )
    assert zone_times(ride, "cycling", {}).seconds == {"z1": 7, "z2": 0, "z3": 0}


def test_basis_is_mixed_only_with_both():
    ride = zone_times(activity(1, **power(z1=1)), "cycling", {})
    run = zone_times(activity(1, **heart(1)), "run", {})
    assert zone_basis([]) is None
    assert zone_basis([ride, ride]) == "power"
    assert zone_basis([run]) == "hr"
    assert zone_basis([ride, run]) == "mixed"


def test_no_zone_time_gives_zero_hours_and_null_shares():
    block = zone_shares([activity(1)], {})
    assert block.zone_distribution_7d.total_hours == 0.0
    assert type(block.zone_distribution_7d.total_hours) is float
    assert block.zone_distribution_7d.zone_basis is None
    assert block.grey_zone_percentage is None
    assert block.quality_intensity_percentage is None
    assert block.easy_time_ratio is None
    assert block.grey_zone_note
    assert block.quality_intensity_note
    assert block.easy_time_ratio_note


def test_preference_for_other_reaches_unmapped_types_in_the_seiler_blocks_only():
    ski = activity(1, "AlpineSki", 30, **power(z1=600), **heart(300))
    block = derived([ski], zone_preference={"other": "hr"})
    assert block["zone_distribution_7d"]["zone_basis"] == "power"
    assert block["seiler_tid_7d"]["zone_basis"] == "hr"
