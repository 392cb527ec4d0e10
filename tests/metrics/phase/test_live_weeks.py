"""The weeks that a live run looks at (docs/format/phase.md#weekly-rows)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.history.stored import StoredHistory
from engine.metrics.phase import StoredWeeks, Week
from engine.metrics.phase.live_weeks import WeekRules, first_day, live_weeks
from tests.metrics.builders import TODAY, activity, heart, night, power

MONDAYS = WeekRules(0, "cycling", {})
LONG_AGO = date(2025, 1, 1)
LAST_WEEK = [
    activity(3, "Ride", 99, **power(z7=100)),
    activity(4, "Run", 20, **heart(0, 0, 0, 400, 300)),
    activity(5, "Ride", 60.4),
]


def weeks(activities=(), wellness=(), stored=(), generated=TODAY, earliest=LONG_AGO, **rules):
    memory = StoredWeeks(tuple(stored), generated, earliest)
    return live_weeks(activities, wellness, memory, TODAY, replace(MONDAYS, **rules))


def row(start, **known):
    return Week(start, **known)


def test_four_completed_weeks_before_the_current_one():
    found = weeks(stored=[row("2026-02-16")])
    assert [week.week_start for week in found.completed] == [
        "2026-02-16",
        "2026-02-23",
        "2026-03-02",
        "2026-03-09",
    ]
    assert found.start == date(2026, 3, 16)


def test_a_completed_week_is_counted_from_the_list():
    last = weeks(LAST_WEEK).completed[-1]
    assert (last.total_tss, last.primary_sport_tss) == (179, 159)
    assert (last.hard_days, last.activity_count) == (2, 3)
    assert (last.power_hard_days, last.hr_hard_days) == (1, 1)
    assert type(weeks([activity(3, load=60)]).completed[-1].total_tss) is int


def test_without_a_primary_sport_its_load_is_zero():
    last = weeks([activity(3, "AlpineSki", 30)], primary_sport=None).completed[-1]
    assert (last.total_tss, last.primary_sport_tss) == (30, 0)
    assert (
        weeks([activity(3, None, 30)], primary_sport="other").completed[-1].primary_sport_tss == 30
    )


def test_hard_days_are_unknown_when_no_day_could_be_judged():
    found = weeks([activity(0, load=50), activity(3, load=50)])
    assert (found.hard_days, found.completed[-1].hard_days) == (None, None)
    assert weeks().completed[-1].hard_days == 0


def test_hard_dates_are_those_of_the_current_week():
    found = weeks([activity(0, **power(z4=600)), *LAST_WEEK])
    assert (found.hard_days, found.hard_dates) == (1, frozenset({TODAY}))


def test_fitness_at_the_end_is_the_last_known_of_the_week_and_zero_is_known():
    nights = [
        night(60, 50, 9, ctl=40.26, atl=0),
        night(60, 50, 8, ctl=50.25),
        night(60, 50, 2, ctl=9),
    ]
    last = weeks(wellness=nights, stored=[row("2026-03-09", ctl_end=1, atl_end=2)]).completed[-1]
    assert (last.ctl_end, last.atl_end) == (50.2, 0)


def test_the_stored_row_fills_in_fitness_and_phase():
    stored = row("2026-03-09", ctl_end=1, atl_end=2, total_tss=999, phase_detected="Base")
    last = weeks(stored=[stored]).completed[-1]
    assert (last.ctl_end, last.atl_end, last.total_tss, last.phase_detected) == (1, 2, 0, "Base")


def test_the_fourth_week_back_is_the_stored_row():
    stored = Week(
        "2026-02-16",
        total_tss=300,
        hard_days=2,
        activity_count=5,
        ctl_end=60,
        atl_end=61,
        acwr=1.1,
        monotony=1.4,
        phase_detected="Build",
        power_hard_days=2,
        hr_hard_days=0,
        sport_tss={"cycling": 250, "run": 50},
    )
    assert weeks(stored=[stored]).completed[0] == replace(stored, primary_sport_tss=250)
    other = weeks(stored=[stored], primary_sport="swim").completed[0]
    assert other.primary_sport_tss == 0


def test_without_a_stored_row_the_fourth_week_back_is_left_out():
    assert len(weeks().completed) == 3


def test_a_row_of_a_week_that_was_not_over_does_not_count():
    stored = [row("2026-03-09", ctl_end=1, phase_detected="Base")]
    for generated, expected in ((date(2026, 3, 15), None), (date(2026, 3, 16), 1), (None, None)):
        found = weeks(stored=stored, generated=generated)
        assert found.completed[-1].ctl_end == expected
        assert found.labels == (("Base",) if expected else ())


def test_weeks_before_the_first_day_are_left_out():
    assert weeks(earliest=None).completed == ()
    assert len(weeks(earliest=date(2026, 3, 8)).completed) == 2
    assert len(weeks([activity(3)], earliest=None).completed) == 1


def test_first_day_is_the_earlier_of_list_and_history():
    assert first_day([activity(3), activity(5)], None) == TODAY - timedelta(days=5)
    assert first_day([activity(3)], LONG_AGO) == LONG_AGO
    assert first_day([activity(start_date_local=None)]) is None


def loads(**by_week):
    """One ride on each Monday."""
    starts = {"a": 23, "b": 16, "c": 9}
    return [activity(starts[week], load=tss) for week, tss in by_week.items()]


def test_the_ratio_of_a_week_needs_the_three_weeks_before_it():
    stored = [row(f"2026-0{day}", total_tss=tss) for day, tss in (("2-16", 200), ("2-09", 100))]
    acwr = [week.acwr for week in weeks(loads(a=300, b=300, c=400), stored=stored).completed]
    assert acwr == [None, None, 1.5, 1.5]


def test_the_ratio_is_unknown_when_the_first_day_is_later():
    stored = [row("2026-02-16", total_tss=200)]
    listed = loads(a=300, b=300, c=400)
    assert weeks(listed, stored=stored, earliest=date(2026, 2, 16)).completed[-1].acwr == 1.5
    assert weeks(listed, stored=stored, earliest=date(2026, 2, 17)).completed[-1].acwr is None
    assert weeks(listed[2:], stored=[row("2026-02-16", total_tss=0)]).completed[-1].acwr is None


@pytest.mark.parametrize(("days", "monotony"), [((3, 4, 5), 0.8), ((3, 4), None), ((3, 3), None)])
def test_monotony_of_a_week_needs_three_days_with_load(days, monotony):
    rides = [activity(day, load=60) for day in days]
    assert weeks(rides).completed[-1].monotony == monotony


def test_labels_end_at_the_first_missing_week():
    stored = [
        row("2026-02-09", phase_detected="Base"),
        row("2026-02-23", phase_detected="Build"),
        row("2026-03-02", phase_detected=None),
        row("2026-03-09", phase_detected="Peak"),
        row("2026-03-16", phase_detected="Taper"),
        row("nonsense", phase_detected="Taper"),
    ]
    assert weeks(stored=stored).labels == ("Peak", None, "Build")


def test_undated_activity_is_in_no_week():
    found = weeks([activity(start_date_local=None)])
    assert [week.activity_count for week in found.completed] == [0, 0, 0]


def test_what_a_stored_history_gives():
    history = StoredHistory.from_json(
        {
            "generated_at": "2026-03-16T07:00:00+01:00",
            "data_range": {"earliest": "2024-05-05"},
            "weekly_180d": [
                {
                    "week_start": "2026-02-16",
                    "total_tss": 300,
                    "hard_days": 2,
                    "activity_count": 5,
                    "sport_tss_breakdown": {"cycling": 250.0, "odd": "x"},
                    "intensity_basis_breakdown": {"power": 2, "hr": 0},
                    "phase_detected": "Base",
                },
                "no row",
                {"week_start": ["odd"], "hard_days": "x", "sport_tss_breakdown": []},
            ],
        }
    )
    stored = history.stored_weeks
    assert (stored.generated, stored.earliest) == (date(2026, 3, 16), date(2024, 5, 5))
    first, odd = stored.weeks
    assert (first.hard_days, first.power_hard_days, first.sport_tss) == (2, 2, {"cycling": 250.0})
    assert (odd.week_start, odd.hard_days, odd.sport_tss) == ("", None, {})
    assert list(stored.finished()) == [date(2026, 2, 16)]


def test_a_history_without_any_activity_has_no_first_day():
    document = {"data_range": {"earliest": "2024-05-05"}, "weekly_180d": [{"activity_count": 0}]}
    assert StoredHistory.from_json(document).stored_weeks.earliest is None
    document["monthly_2y"] = [{"activity_count": 3}]
    assert StoredHistory.from_json(document).stored_weeks.earliest == date(2024, 5, 5)
