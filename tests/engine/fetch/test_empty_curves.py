"""Curves of what nobody did are not asked for."""

from __future__ import annotations

from datetime import date

import pytest

from engine.fetch.curves import CurveQuestion, curve_questions, surely_empty, types_trained
from engine.intervals_icu import Activity, Curves, SportSettings

TODAY = date(2026, 3, 21)
OLDEST = "2026-01-25"
"""The first of 56 days."""
CYCLING = SportSettings(types=("Ride", "VirtualRide", "GravelRide"))
RUNNING = SportSettings(types=("Run",))


def on(day, kind="Run", **fields):
    return Activity(start=f"{day}T08:00:00", type=kind, **fields)


def test_the_types_of_56_days_count():
    seen = [on("2026-03-21"), on(OLDEST, "Ride"), on("2026-01-24", "Swim")]
    assert types_trained(seen, TODAY) == {"Run", "Ride"}


def test_without_an_activity_there_is_no_type():
    assert types_trained([], TODAY) == frozenset()


@pytest.mark.parametrize(
    "nameless", [on(OLDEST, None), on(OLDEST, "Unknown"), on(OLDEST, None, source="STRAVA")]
)
def test_an_activity_without_a_type_may_be_anything(nameless):
    assert types_trained([on("2026-03-20"), nameless], TODAY) is None


def test_an_activity_without_a_date_may_be_of_any_day():
    assert types_trained([Activity(start="soon", type="Ride")], TODAY) == {"Ride"}
    assert types_trained([Activity(type=None)], TODAY) is None


def questions(*settings):
    rows = [on("2026-03-20", "Run"), on("2026-03-19", "Ride")]
    return curve_questions(rows, settings, TODAY)


def subjects(trained, *settings):
    found = surely_empty(questions(*settings), settings, frozenset(trained))
    assert all(curves == Curves() for curves in found.values())
    return {question.subject for question in found}


def test_the_heart_rate_of_all_sports_is_empty_only_without_any():
    assert "hr-curves of all sports" in subjects(())
    assert subjects({"Yoga"}, CYCLING) == {
        "power-curves of Ride and VirtualRide",
        "hr-curves of Ride and VirtualRide",
    }


def test_a_type_counts_for_all_types_of_its_setting():
    assert subjects({"GravelRide"}, RUNNING, CYCLING) == set()
    assert subjects({"GravelRide"}, RUNNING) == {
        f"{kind}-curves of {name}" for kind in ("power", "hr") for name in ("Ride", "VirtualRide")
    }


def test_a_type_that_stands_in_two_settings_is_answered_for_by_the_first():
    question = CurveQuestion("power", ("Ride",), ("r.1.2",))
    settings = (CYCLING, SportSettings(types=("Ride", "Hike")))
    assert surely_empty([question], settings, frozenset({"Hike"})) == {question: Curves()}
    assert surely_empty([question], settings[::-1], frozenset({"Hike"})) == {}
