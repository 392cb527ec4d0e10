"""Fitness is completed load only, and zero is a number (docs/format/fitness.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.intervals_icu import Wellness
from engine.metrics.fitness import (
    CARRIED_FORWARD,
    FROM_SERVICE,
    FitnessInputs,
    fitness,
    start_of_day_form,
)
from tests.latest.builders import snapshot

YESTERDAY = Wellness(ctl=50.0, atl=45.0)
TODAY = Wellness(ctl=50.567, atl=47.891, ramp_rate=1.789, ctl_load=60, atl_load=60)
WITHOUT_LOADS = replace(TODAY, ctl_load=None, atl_load=None)
ZERO = Wellness(ctl=0.0, atl=0.0, ramp_rate=0.0)
INPUTS = FitnessInputs(
    today=TODAY,
    yesterday=YESTERDAY,
    week_ago=Wellness(ctl=49.2),
    completed_load=0,
    plan_is_open=False,
)


def numbers(found):
    return found.ctl, found.atl, found.tsb, found.ramp_rate


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (50.57, 47.89, 2.68, 1.79)),
        ({"plan_is_open": True}, (48.82, 39.01, 9.81, -0.38)),
        ({"plan_is_open": True, "completed_load": 5}, (48.94, 39.68, 9.26, -0.26)),
        ({"completed_load": 60}, (50.57, 47.89, 2.68, 1.79)),
        ({"plan_is_open": True, "yesterday": None}, (49.16, 39.9, 9.26, -0.04)),
        (
            {"plan_is_open": True, "yesterday": None, "today": WITHOUT_LOADS},
            (50.57, 47.89, 2.68, 1.79),
        ),
        ({"today": ZERO, "yesterday": None}, (0.0, 0.0, 0.0, 0.0)),
        ({"today": None}, (48.82, 39.01, 9.81, -0.38)),
        ({"today": None, "completed_load": 5}, (48.94, 39.68, 9.26, -0.26)),
        ({"today": None, "yesterday": None}, (None, None, None, None)),
        ({"plan_is_open": True, "week_ago": None}, (48.82, 39.01, 9.81, 1.79)),
        ({"plan_is_open": True, "week_ago": Wellness()}, (48.82, 39.01, 9.81, 1.79)),
        (
            {"plan_is_open": True, "week_ago": None, "today": None},
            (48.82, 39.01, 9.81, None),
        ),
        ({"today": replace(TODAY, ramp_rate=None)}, (50.57, 47.89, 2.68, -0.38)),
        ({"today": replace(TODAY, atl=None)}, (50.57, 39.01, 11.56, 1.79)),
        (
            {"plan_is_open": True, "yesterday": replace(YESTERDAY, atl=None)},
            (48.82, 39.9, 8.92, -0.38),
        ),
        (
            {
                "plan_is_open": True,
                "yesterday": replace(YESTERDAY, atl=None),
                "today": WITHOUT_LOADS,
            },
            (50.57, 47.89, 2.68, 1.79),
        ),
        ({"plan_is_open": True, "yesterday": ZERO}, (0.0, 0.0, 0.0, -49.2)),
    ],
)
def test_an_open_plan_leaves_planned_load_out(changes, expected):
    assert numbers(fitness(replace(INPUTS, **changes))) == expected


def test_load_beyond_the_plan_takes_nothing_away():
    more = replace(INPUTS, plan_is_open=True, yesterday=None, completed_load=90)
    assert (fitness(more).ctl, fitness(more).atl) == (50.57, 47.89)


@pytest.mark.parametrize(
    ("changes", "source"),
    [
        ({}, FROM_SERVICE),
        ({"plan_is_open": True}, CARRIED_FORWARD),
        ({"today": None}, CARRIED_FORWARD),
        ({"today": replace(TODAY, atl=None)}, CARRIED_FORWARD),
        ({"today": None, "yesterday": None}, FROM_SERVICE),
        ({"plan_is_open": True, "yesterday": None, "today": WITHOUT_LOADS}, FROM_SERVICE),
    ],
)
def test_the_source_says_whose_values_they_are(changes, source):
    assert fitness(replace(INPUTS, **changes)).fitness_source == source


def form(**changes):
    inputs = replace(INPUTS, **changes)
    return start_of_day_form(inputs, fitness(inputs))


class TestFormAtTheStartOfTheDay:
    @pytest.mark.parametrize("planned", [False, True])
    def test_without_load_it_is_the_current_one(self, planned):
        assert form(plan_is_open=planned) == (9.81 if planned else 2.68)

    def test_the_ride_of_the_morning_does_not_move_it(self):
        before = Wellness(ctl=60, atl=75)
        after = Wellness(ctl=62.1, atl=85.0)
        ridden = {"yesterday": before, "today": after, "completed_load": 150}
        assert fitness(replace(INPUTS, **ridden)).tsb == -22.9
        assert form(**ridden) == -6.43

    def test_without_yesterday_todays_load_is_taken_out(self):
        assert form(yesterday=None, completed_load=60) == 9.26
        assert form(yesterday=Wellness(ctl=50.0), completed_load=60) == 9.26

    @pytest.mark.parametrize("missing", ["ctl", "atl", "ctl_load", "atl_load"])
    def test_it_is_unknown_when_todays_load_is(self, missing):
        today = replace(TODAY, **{missing: None})
        assert form(yesterday=None, today=today, completed_load=60) is None

    def test_it_is_unknown_without_records(self):
        assert form(yesterday=None, today=None, completed_load=60) is None

    def test_zero_is_a_value(self):
        assert form(yesterday=ZERO, completed_load=60) == 0.0


def planned(category="WORKOUT", day="2026-03-18", **raw):
    return {"id": 7, "category": category, "start_date_local": f"{day}T00:00:00", **raw}


def ridden(day="2026-03-18", **raw):
    return {"id": "i1", "start_date_local": f"{day}T07:00:00", **raw}


@pytest.mark.parametrize(
    ("events", "activities", "is_open"),
    [
        ([], [], False),
        ([planned()], [], True),
        ([planned("RACE_A")], [], True),
        ([planned("RACE_B")], [], True),
        ([planned("RACE_C")], [], True),
        ([planned("NOTE")], [], False),
        ([planned(day="2026-03-17")], [], False),
        ([planned(day="2026-03-19")], [], False),
        ([planned()], [ridden()], True),
        ([planned(paired_activity_id="i1")], [ridden()], False),
        ([planned()], [ridden(paired_event_id=7)], False),
        ([planned()], [ridden(paired_event_id="7")], False),
        ([planned()], [ridden(paired_event_id=8)], True),
        ([planned()], [ridden("2026-03-17", paired_event_id=7)], True),
        ([planned(), planned(id=8)], [ridden(paired_event_id=7)], True),
        ([planned(id=None)], [ridden()], True),
    ],
)
def test_a_plan_is_open_until_an_activity_is_paired_with_it(events, activities, is_open):
    assert snapshot(activities=activities, events=events).plan_is_open is is_open
