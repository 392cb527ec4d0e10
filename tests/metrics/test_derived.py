"""The block as a whole (docs/format/derived-metrics.md)."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.base.serialize import to_json
from engine.latest.derived import derive
from engine.metrics.ftp import FtpHistory
from engine.metrics.phase import NextRace, StoredWeeks, Week
from engine.metrics.thresholds import PowerModelBlock, SportThresholds
from tests.metrics.builders import NOW, activity, ago, derived, event, inputs, measured_on

ORDER = """
recovery_index recovery_index_yesterday hrv_baseline_7d rhr_baseline_7d hrv_baseline_28d
rhr_baseline_28d latest_hrv latest_rhr acwr acwr_interpretation acwr_scope acwr_readiness_eligible
acwr_start_of_day monotony monotony_interpretation primary_sport primary_sport_monotony
primary_sport_tss_7d effective_monotony multi_sport_detected strain stress_tolerance
load_recovery_ratio tss_7d_total tss_28d_total zone_distribution_7d grey_zone_percentage
grey_zone_note quality_intensity_percentage quality_intensity_note easy_time_ratio
easy_time_ratio_note hard_days_this_week hard_days_note seiler_tid_7d seiler_tid_7d_primary
seiler_tid_28d seiler_tid_28d_primary capability consistency_index consistency_details
phase_detection phase_detected phase_triggers seasonal_context benchmark_indoor benchmark_outdoor
eftp w_prime w_prime_kj p_max power_model_source vo2max calculation_timestamp data_quality
"""
KEYS = ORDER.split()
NESTED = {
    "acwr_start_of_day": (
        "value interpretation scope as_of_date current_day_load_included acute_days chronic_days"
    ),
    "zone_distribution_7d": ("z1_hours z2_hours z3_hours z4_plus_hours total_hours zone_basis"),
    "seiler_tid_7d": (
        "z1_seconds z2_seconds z3_seconds z1_pct z2_pct z3_pct polarization_index classification "
        "zone_basis"
    ),
    "capability": (
        "durability efficiency_factor hrrc tid_comparison power_curve_delta hr_curve_delta "
        "sustainability_profile dfa_a1_profile"
    ),
    "phase_detection": (
        "phase confidence reason_codes basis previous_phase phase_duration_weeks dossier_declared "
        "dossier_agreement"
    ),
    "benchmark_indoor": (
        "current_ftp ftp_8_weeks_ago benchmark_index benchmark_percentage seasonal_expected"
    ),
    "data_quality": (
        "hrv_data_points rhr_data_points activities_7d activities_28d planned_workouts_7d "
        "ftp_history_days load_history_days strava_stubs notes"
    ),
}
CAPABILITY = {
    "durability": (
        "mean_decoupling_7d mean_decoupling_28d high_drift_count_7d high_drift_count_28d "
        "qualifying_sessions_7d qualifying_sessions_28d trend reliability_limited "
        "reliability_note note"
    ),
    "efficiency_factor": (
        "mean_ef_7d mean_ef_28d qualifying_sessions_7d qualifying_sessions_28d trend note"
    ),
    "hrrc": (
        "mean_hrrc_7d mean_hrrc_28d qualifying_sessions_7d qualifying_sessions_28d trend note"
    ),
    "tid_comparison": ("classification_7d classification_28d pi_7d pi_28d pi_delta drift note"),
    "power_curve_delta": ("window_days current_window previous_window anchors rotation_index note"),
    "hr_curve_delta": "window_days current_window previous_window anchors rotation_index note",
}


def test_55_keys_in_order():
    assert len(KEYS) == 55
    assert list(derived()) == KEYS
    mornings = measured_on((0, 60, 50))
    assert list(derived([activity(0, load=50)], mornings=mornings)) == KEYS


@pytest.mark.parametrize("key", NESTED)
def test_nested_keys_in_order(key):
    assert list(derived()[key]) == NESTED[key].split()


@pytest.mark.parametrize("key", CAPABILITY)
def test_capability_keys_in_order(key):
    assert list(derived()["capability"][key]) == CAPABILITY[key].split()


def test_notes_are_always_there():
    capability = derived()["capability"]
    notes = [capability[key]["note"] for key in CAPABILITY]
    notes += [value for key, value in derived().items() if key.endswith("_note")]
    assert all(isinstance(note, str) and note for note in notes)
    assert len(notes) == 10


def test_phase_shortcuts_repeat_the_detection():
    block = derived(
        next_race=NextRace(5, "RACE_A"), stored_weeks=StoredWeeks(earliest=date(2025, 1, 1))
    )
    assert block["phase_detected"] == block["phase_detection"]["phase"] == "Taper"
    assert block["phase_triggers"] == block["phase_detection"]["reason_codes"]


def test_previous_phase_is_that_of_the_last_completed_week():
    rows = [
        Week("2026-03-02", phase_detected="Base"),
        Week("2026-03-09", phase_detected="Build"),
    ]
    for weeks, previous in ((rows, "Build"), (rows[:1], None)):
        stored = StoredWeeks(tuple(weeks), generated=NOW.date())
        assert derived(stored_weeks=stored)["phase_detection"]["previous_phase"] == previous


def test_power_model_is_passed_through():
    block = derived(
        power_model=PowerModelBlock(270.8, 20078, 20.1, 953, 52.3, "wellness.sportInfo")
    )
    keys = KEYS[KEYS.index("eftp") :][:6]
    assert [block[key] for key in keys] == [270.8, 20078, 20.1, 953, "wellness.sportInfo", 52.3]


def test_benchmarks_use_the_two_cycling_settings():
    block = derived(
        thresholds={"cycling": SportThresholds(None, None, None, None, 275, 264)},
        ftp_history=FtpHistory({ago(55): 260}, {ago(55): 270, ago(0): 275}),
    )
    assert block["benchmark_indoor"]["benchmark_percentage"] == "+1.5%"
    assert block["benchmark_outdoor"]["benchmark_percentage"] == "+1.9%"
    assert block["data_quality"]["ftp_history_days"] == {"indoor": 55, "outdoor": 55}


def test_data_quality_counts():
    rides = [activity(1), activity(2)]
    block = derived(
        rides,
        [*rides, activity(20)],
        mornings=measured_on(
            (9, 60, 50), (7, 60, 50), (4, 300, 0), (2, None, 48), (1, 61, -1), (0, 60, 50)
        ),
        past_events=[
            event("2026-03-17"),
            event("2026-03-17"),
            event("2026-03-16", "RACE_C"),
            event("2026-03-16", "NOTE"),
        ],
    )
    assert block["data_quality"] == {
        "hrv_data_points": 2,
        "rhr_data_points": 2,
        "activities_7d": 2,
        "activities_28d": 3,
        "planned_workouts_7d": 3,
        "ftp_history_days": {"indoor": 0, "outdoor": 0},
        "load_history_days": 28,
        "strava_stubs": 0,
        "notes": [],
    }


def test_only_consistency_follows_the_display_window():
    ride, older = activity(1, "Ride", 50), activity(9, "Run", 70)
    workouts = [event(ago(1)), event(ago(9))]
    block = to_json(
        derive(
            inputs(
                activities_7d=[ride],
                activities_display=[ride, older],
                activities_28d=[ride, older],
                events_7d=workouts[:1],
                events_display=workouts,
            )
        )
    )
    assert (block["tss_7d_total"], block["tss_28d_total"]) == (50.0, 120.0)
    assert (block["primary_sport"], block["multi_sport_detected"]) == ("cycling", False)
    assert block["data_quality"]["activities_7d"] == 1
    assert block["data_quality"]["planned_workouts_7d"] == 1
    assert block["consistency_details"]["planned_dates"] == [ago(9), ago(1)]
    assert block["consistency_index"] == 1.0


@pytest.mark.parametrize(
    ("timezone", "season"),
    [
        ("Europe/Oslo", "Late Base / Build"),
        ("Australia/Sydney", "Late Season / Transition"),
        (None, "Late Base / Build"),
    ],
)
def test_season_and_benchmark_follow_the_hemisphere(timezone, season):
    block = derived(
        timezone=timezone,
        thresholds={"cycling": SportThresholds(None, None, None, None, 260, None)},
        ftp_history=FtpHistory(outdoor={ago(70): 250}),
    )
    assert block["seasonal_context"] == season
    assert block["benchmark_outdoor"]["seasonal_expected"] is (timezone != "Australia/Sydney")


def test_timestamp_carries_the_athletes_offset():
    now = datetime(2026, 3, 18, 6, 40, tzinfo=ZoneInfo("Pacific/Auckland"))
    assert derived(now=now)["calculation_timestamp"] == "2026-03-18T06:40:00+13:00"


@pytest.mark.parametrize(
    ("zone", "today"), [("Pacific/Auckland", "2026-03-18"), ("Pacific/Honolulu", "2026-03-17")]
)
def test_today_is_the_athletes(zone, today):
    now = datetime(2026, 3, 17, 18, 0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    block = derived([activity(1, load=80)], now=now)
    assert block["acwr_start_of_day"]["as_of_date"] == today
    assert block["capability"]["power_curve_delta"]["current_window"]["end"] == today
    loaded_today = block["acwr_start_of_day"]["value"] is None
    assert loaded_today is (today == ago(1))


def test_no_input_is_changed_and_equal_input_gives_equal_bytes():
    mornings = measured_on(*((days, 60, 50) for days in range(4)))
    given = inputs(activities_7d=[activity(0, load=50)], mornings=mornings)
    assert json.dumps(to_json(derive(given))) == json.dumps(to_json(derive(given)))


def test_typed_parts_give_what_alerts_and_readiness_read():
    result = derive(inputs(activities_7d=[activity(0, load=50)]))
    assert result.load.tss_7d_total == 50.0
    assert result.load.acwr_start_of_day.value is None
    assert result.recovery.recovery_index is None
    assert result.capability.durability.trend is None
    assert result.phase.phase_detection.phase_duration_weeks == 0
