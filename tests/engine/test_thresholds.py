"""Thresholds, power model, FTP history, weight signal (docs/format/fitness.md)."""

from datetime import date, timedelta

import pytest

from engine.base.serialize import to_json
from engine.base.units import Units
from engine.intervals_icu import Athlete, Wellness
from engine.metrics.ftp import FtpHistory, days_of_history
from engine.metrics.thresholds import power_model, sport_thresholds
from engine.metrics.weight import WattsBasis, weight_signal

TODAY = date(2026, 3, 18)


def model(sport_info):
    return power_model(Wellness.from_api({"id": "2026-03-18", "sportInfo": sport_info}))


def test_power_model_takes_the_first_ride():
    found = model(
        [
            {"type": "Run", "eftp": 300},
            {"type": "Ride", "eftp": 243.27, "wPrime": 18562.5, "pMax": 803.5},
            {"type": "Ride", "eftp": 1},
        ]
    )
    assert (found.eftp, found.w_prime, found.w_prime_kj, found.p_max) == (243.3, 18562, 18.6, 804)
    assert found.source == "wellness.sportInfo"


def test_power_model_of_a_ride_without_values_keeps_its_source():
    found = model([{"type": "Ride", "eftp": 0}])
    assert (found.eftp, found.w_prime, found.w_prime_kj, found.p_max) == (None,) * 4
    assert found.source == "wellness.sportInfo"


@pytest.mark.parametrize("sport_info", [None, [], "x", [None, 3], [{"type": "Run"}]])
def test_power_model_without_a_ride_is_unavailable(sport_info):
    assert model(sport_info).source == "unavailable"
    assert power_model(None).source == "unavailable"


def test_thresholds_prefer_the_fuller_setting_then_the_smaller_name():
    athlete = Athlete.from_api(
        {
            "sportSettings": [
                {
                    "types": ["Ride", "VirtualRide"],
                    "ftp": 250,
                    "indoor_ftp": 0,
                    "lthr": 165,
                    "max_hr": 185,
                    "threshold_pace": 0,
                    "pace_units": "MINS_KM",
                },
                {
                    "types": ["GravelRide"],
                    "ftp": 245,
                    "indoor_ftp": 240,
                    "lthr": 165,
                    "max_hr": 185,
                },
                {
                    "types": ["Run", "VirtualRun"],
                    "ftp": None,
                    "lthr": 170,
                    "max_hr": 190,
                    "threshold_pace": 4.18,
                    "pace_units": "MINS_KM",
                },
                {"types": ["OpenWaterSwim"], "lthr": 150},
                {"types": None},
                {"types": ["Rowing"], "lthr": 160},
                {"types": ["VirtualRow"], "lthr": 161},
                {"types": ["Yoga"], "lthr": 0},
                {"types": ["Workout"], "lthr": 150},
            ]
        }
    )
    found = sport_thresholds(athlete.sport_settings)
    assert list(found) == ["cycling", "run", "rowing", "other"]
    cycling, run = found["cycling"], found["run"]
    assert (cycling.lthr, cycling.max_hr, cycling.ftp, cycling.ftp_indoor) == (165, 185, 245, 240)
    assert (cycling.threshold_pace, cycling.pace_units) == (None, None)
    assert (run.lthr, run.threshold_pace, run.pace_units, run.ftp) == (170, 4.18, "MINS_KM", None)
    assert (found["rowing"].lthr, found["other"].lthr) == (160, 150)


def test_ftp_history_starts_with_todays_values():
    found = FtpHistory().updated(TODAY, indoor=240, outdoor=250)
    assert to_json(found) == {"indoor": {"2026-03-18": 240}, "outdoor": {"2026-03-18": 250}}


def test_ftp_history_reads_the_old_flat_form_as_outdoor():
    flat = {"2025-11-20": 250, "2025-08-05": 240}
    found = FtpHistory.from_json(flat).updated(TODAY, indoor=None, outdoor=255)
    assert list(found.outdoor.items()) == [
        ("2025-08-05", 240),
        ("2025-11-20", 250),
        ("2026-03-18", 255),
    ]
    assert found.indoor == {}


def test_ftp_history_adds_only_changes():
    held = FtpHistory(outdoor={"2026-01-01": 250})
    assert held.updated(TODAY, indoor=None, outdoor=250) == held
    assert held.updated(TODAY, indoor=0, outdoor=None) == held


@pytest.mark.parametrize("document", [None, [], 3, {"indoor": None}, {"outdoor": [1]}])
def test_ftp_history_survives_nonsense(document):
    assert FtpHistory.from_json(document) == FtpHistory()


def test_ftp_history_leaves_impossible_entries_out():
    raw = {"outdoor": {"2026-01-01": 0, "x": 250, "2026-01-02": None, "2026-01-03": 251}}
    assert FtpHistory.from_json(raw).outdoor == {"2026-01-03": 251}


def test_days_of_history_span_first_to_last_entry():
    assert days_of_history({"2026-01-01": 250, "2026-01-31": 255}) == 30
    assert days_of_history({"2026-01-01": 250}) == 0
    assert days_of_history({}) == 0


def weighed(entries, basis=None, units=None):
    rows = [
        Wellness(day=(TODAY - timedelta(days=ago)).isoformat(), weight=kg) for ago, kg in entries
    ]
    return weight_signal(rows, TODAY, basis, units or Units())


TESTED = WattsBasis(250, "tested", "2025-11-20")
POUNDS = Units(weight="lb")


def test_weight_of_a_full_month():
    found = weighed([(n, 70.0 + 0.05 * n) for n in range(28)], TESTED)
    assert found["weight_latest_kg"] == 70.0
    assert found["weight_latest_date"] == "2026-03-18"
    assert found["wkg_current"] == 3.57
    assert found["ftp_setting_date"] == "2025-11-20"
    assert (found["wkg_block_start"], found["wkg_block_end"]) == (3.5, 3.57)
    assert found["wkg_block_delta"] == 0.07
    assert found["weight_7d_avg_kg"] == 70.2
    assert found["weight_28d_slope_kg_per_week"] == -0.35


def test_weight_is_shown_in_pounds_from_unrounded_values():
    shown = weighed([(n, 70.0 + 0.05 * n) for n in range(28)], TESTED, POUNDS)["display"]
    assert shown == {
        "weight_latest": {"value": 154.3, "unit": "lb"},
        "weight_7d_avg": {"value": 154.7, "unit": "lb"},
        "weight_28d_slope_per_week": {"value": -0.772, "unit": "lb/week"},
    }


def test_a_single_weigh_in_gives_the_latest_only():
    found = weighed([(2, 70.26)], TESTED)
    assert found == {
        "weight_latest_kg": 70.3,
        "weight_latest_date": "2026-03-16",
        "wkg_current": 3.56,
        "wkg_ftp_source": "tested",
        "ftp_setting_date": "2025-11-20",
        "display": {"weight_latest": {"value": 70.3, "unit": "kg"}},
    }


def test_a_weigh_in_is_too_old_after_14_days():
    assert weighed([(14, 70.2)], TESTED)["weight_latest_kg"] == 70.2
    assert weighed([(15, 70.2)], TESTED) is None


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([(27, 72.0), (25, 71.0), (24, 70.9), (3, 70.4)], (70.4, 3.55, 3.47, 3.55, 0.08)),
        ([(23, 72.0), (3, 70.4)], (70.4, 3.55, None, None, None)),
    ],
)
def test_block_ends_need_a_weigh_in_within_four_days(entries, expected):
    found = weighed(entries, TESTED)
    keys = ("weight_latest_kg", "wkg_current", "wkg_block_start", "wkg_block_end")
    assert tuple(found.get(key) for key in (*keys, "wkg_block_delta")) == expected


def test_seven_day_mean_needs_four_entries():
    entries = [(0, 70), (2, 70.4), (4, 70.2), (6, 70.6)]
    assert weighed(entries, TESTED)["weight_7d_avg_kg"] == 70.3
    assert "weight_7d_avg_kg" not in weighed(entries[:3], TESTED)


def test_slope_needs_fourteen_entries():
    found = weighed([(n, 70.0 + 0.1 * n) for n in range(0, 28, 2)], TESTED)
    assert found["weight_28d_slope_kg_per_week"] == -0.7
    assert (found["wkg_block_start"], found["wkg_block_delta"]) == (3.44, 0.13)


def test_eftp_stands_in_without_a_setting_date():
    found = weighed([(1, 70.26), (26, 71.5)], WattsBasis(243.3, "eftp"))
    assert (found["wkg_current"], found["wkg_ftp_source"]) == (3.46, "eftp")
    assert "ftp_setting_date" not in found
    assert (found["wkg_block_start"], found["wkg_block_delta"]) == (3.4, 0.06)


def test_without_ftp_there_is_no_watts_per_kilogram():
    found = weighed([(1, 70.26), (26, 71.5)])
    assert list(found) == ["weight_latest_kg", "weight_latest_date", "display"]


def test_without_weigh_ins_the_section_is_absent():
    assert weighed([(0, 0), (1, None)], TESTED) is None
