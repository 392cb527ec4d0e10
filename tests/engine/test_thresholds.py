"""Thresholds, power model, FTP history, weight signal (docs/format/fitness.md)."""

from datetime import date, timedelta

import pytest

from engine.base.serialize import to_json
from engine.base.units import Units
from engine.intervals_icu import Athlete, Wellness
from engine.metrics.ftp import FtpHistory, days_of_history, days_since_change
from engine.metrics.thresholds import former_cycling, power_model, sport_thresholds
from engine.metrics.weight import WattsBasis, weight_signal

TODAY = date(2026, 3, 18)


def model(sport_info, *older):
    return power_model([*older, Wellness.from_api({"id": "2026-03-18", "sportInfo": sport_info})])


def ridden(day, eftp, vo2max=None):
    info = [{"type": "Run", "eftp": 300}, {"type": "Ride", "eftp": eftp}]
    return Wellness.from_api({"id": day, "sportInfo": info, "vo2max": vo2max})


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


def test_power_model_and_vo2max_are_the_newest_known_with_their_dates():
    found = model(None, ridden("2026-03-01", 250, 50), ridden("2026-03-13", 241.26, 52.0))
    assert (found.eftp, found.date, found.source) == (241.3, "2026-03-13", "wellness.sportInfo")
    assert (found.vo2max, found.vo2max_date) == (52.0, "2026-03-13")
    apart = model(None, ridden("2026-03-01", 0, 50), ridden("2026-03-13", 241.26, 0))
    assert (apart.date, apart.vo2max, apart.vo2max_date) == ("2026-03-13", 50, "2026-03-01")


@pytest.mark.parametrize("eftp", [0, None, -1])
def test_a_power_model_without_a_value_in_any_record_is_unavailable(eftp):
    found = model([{"type": "Ride", "eftp": eftp, "wPrime": 18000}], ridden("2026-03-13", eftp, 0))
    assert (found.eftp, found.w_prime, found.w_prime_kj, found.p_max, found.date) == (None,) * 5
    assert (found.vo2max, found.vo2max_date, found.source) == (None, None, "unavailable")


@pytest.mark.parametrize("sport_info", [None, [], "x", [None, 3], [{"type": "Run"}]])
def test_power_model_without_a_ride_is_unavailable(sport_info):
    assert model(sport_info).source == "unavailable"
    assert power_model([]).source == "unavailable"


def test_thresholds_of_a_family_are_those_of_its_main_type():
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
    assert list(found) == ["cycling", "run", "swim", "rowing", "other"]
    cycling, run = found["cycling"], found["run"]
    assert (cycling.lthr, cycling.max_hr, cycling.ftp, cycling.ftp_indoor) == (165, 185, 250, None)
    assert (cycling.threshold_pace, cycling.pace_units) == (None, None)
    assert (run.lthr, run.threshold_pace, run.pace_units, run.ftp) == (170, 4.18, "MINS_KM", None)
    assert (found["swim"].lthr, found["rowing"].lthr, found["other"].lthr) == (150, 160, 150)


def settings(*rows):
    """Return settings from (types, ftp, indoor FTP, LTHR, maximum heart rate, pace) each."""
    names = ("types", "ftp", "indoor_ftp", "lthr", "max_hr", "threshold_pace")
    raw = [{**dict(zip(names, row, strict=True)), "pace_units": "MINS_KM"} for row in rows]
    return Athlete.from_api({"sportSettings": raw}).sport_settings


ROAD = (["Ride", "VirtualRide"], 250, None, 165, 185, None)
GRAVEL = (["GravelRide"], 245, 240, 165, 185, None)
MOUNTAIN = (["MountainBikeRide"], 230, None, 160, 185, None)
PLAIN = (["Ride"], 280, None, 165, 185, None)


@pytest.mark.parametrize(
    ("rows", "family", "expected"),
    [
        ([ROAD, GRAVEL], "cycling", (250, None, 165, 185, None)),
        ([MOUNTAIN, PLAIN], "cycling", (280, None, 165, 185, None)),
        (
            [
                (["VirtualRun"], None, None, 0, 190, 4.0),
                (["TrailRun"], None, None, 168, 190, 3.5),
            ],
            "run",
            (None, None, 168, 190, 3.5),
        ),
        # two settings with the main type: the fuller one, then the smaller name
        ([PLAIN, (["Ride"], 270, 260, 165, 185, None)], "cycling", (270, 260, 165, 185, None)),
        ([MOUNTAIN, (*GRAVEL[:2], None, *GRAVEL[3:])], "cycling", (245, None, 165, 185, None)),
        # the unit of a pace is no value
        (
            [
                (["VirtualRun"], None, None, 170, None, None),
                (["TrailRun"], None, None, None, None, 4),
            ],
            "run",
            (None, None, None, None, 4),
        ),
        ([(["OpenWaterSwim"], None, None, 150, 0, None)], "swim", (None, None, 150, None, None)),
        ([(["RollerSki"], None, None, 150, 180, None)], "ski", (None, None, 150, 180, None)),
        ([(["TrackRide"], 300, None, 150, 180, None)], "cycling", (300, None, 150, 180, None)),
    ],
)
def test_the_main_type_wins_then_the_fuller_setting_then_the_smaller_name(rows, family, expected):
    found = sport_thresholds(settings(*rows))[family]
    values = (found.ftp, found.ftp_indoor, found.lthr, found.max_hr, found.threshold_pace)
    assert values == expected


def test_a_setting_of_an_unlisted_type_gives_no_thresholds():
    assert sport_thresholds(settings((["AlpineSki", None], 1, 2, 3, 4, 5))) == {}


FORMER = FtpHistory({"2026-01-02": 240}, {"2025-08-01": 240, "2026-01-02": 245})


@pytest.mark.parametrize(
    ("rows", "stored", "left"),
    [
        ([ROAD, GRAVEL], FORMER, FtpHistory()),
        ([ROAD, GRAVEL], FtpHistory({"2026-01-02": 239}, FORMER.outdoor), {"indoor": 239}),
        ([ROAD], FORMER, FORMER),
        ([ROAD, GRAVEL], FtpHistory({}, {"2026-01-02": 250}), FtpHistory({}, {"2026-01-02": 250})),
        ([], FORMER, FORMER),
        ([(["TrackRide"], 245, 240, None, None, None)], FORMER, FORMER),
    ],
)
def test_a_series_that_followed_another_bicycle_begins_anew(rows, stored, left):
    given = settings(*rows)
    current = sport_thresholds(given).get("cycling")
    found = stored.without_series_of(former_cycling(given), current)
    if isinstance(left, dict):
        left = FtpHistory({"2026-01-02": left["indoor"]}, {})
    assert found == left


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


def back(days):
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("indoor", "outdoor", "setting_date", "staleness", "history_days"),
    [
        ({}, {0: 250}, None, None, (0, 0)),
        ({}, {100: 250}, None, 100, (0, 100)),
        ({200: 230, 3: 240}, {90: 245, 20: 250}, back(20), 20, (200, 90)),
        ({200: 230, 3: 240}, {}, None, None, (200, 0)),
        ({}, {60: 250}, None, None, (0, 60)),
    ],
)
def test_the_date_of_a_setting_is_that_of_a_change_that_was_seen(
    indoor, outdoor, setting_date, staleness, history_days
):
    history = FtpHistory(
        *({back(days): watts for days, watts in series.items()} for series in (indoor, outdoor))
    )
    assert history.setting_date() == setting_date
    assert days_since_change(history.outdoor, TODAY) == staleness
    assert tuple(days_of_history(s, TODAY) for s in (history.indoor, history.outdoor)) == (
        history_days
    )


def weighed(entries, basis=None, units=None):
    rows = [
        Wellness(day=(TODAY - timedelta(days=ago)).isoformat(), weight=kg) for ago, kg in entries
    ]
    return to_json(weight_signal(rows, TODAY, basis, units or Units()))


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
