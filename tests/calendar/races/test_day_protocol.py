"""Race week: what to do on each day."""

from __future__ import annotations

import pytest

from tests.calendar.races.calendars import race, week

DAY_FACTS = {
    7: ("Last key session", ("3-5", "Z4-Z5", "1-3 min"), ("power", "heart rate")),
    6: ("Recovery", ("Z1-Z2 only",), ("recovery",)),
    5: ("Moderate endurance", ("Z1-Z2", "2-3", "race pace"), ("feel", "fatigue")),
    4: ("Easy / rest", ("Z1-Z2 only",), ("volume", "Carbohydrate")),
    3: ("Easy / rest", ("Z1-Z2 only",), ("flat", "D-4 to D-2", "fitness")),
    2: ("Opener", ("3-5", "Z4-Z6", "20-60 s", "high cadence", "full recovery"), ("activation",)),
    1: ("Rest / minimal", ("Z1 only",), ("rest", "logistics", "equipment")),
    0: ("Race day", ("race effort",), ("go", "plan")),
}


@pytest.mark.parametrize("days", DAY_FACTS)
def test_day_protocol_says_what_to_do(days: int) -> None:
    label, zones, purpose = DAY_FACTS[days]
    today = week(race(days, moving_time=7200))["today"]
    assert list(today) == ["label", "load_target_tss", "zones", "purpose"]
    assert today["label"] == label
    assert all(fact in today["zones"] for fact in zones)
    assert all(fact in today["purpose"] for fact in purpose)


@pytest.mark.parametrize(
    ("seconds", "facts", "intensity"),
    [
        (20000, ("3-4", "Z4 only", "20-60 s", "moderate cadence"), "lighter"),
        (3000, ("5-6", "Z4-Z6", "10-30 s"), "more_intense"),
        (7200, ("3-5",), "standard"),
    ],
)
def test_opener_fits_the_length_of_the_race(
    seconds: int, facts: tuple[str, ...], intensity: str
) -> None:
    block = week(race(2, moving_time=seconds))
    assert all(fact in block["today"]["zones"] for fact in facts)
    assert block["opener"]["intensity"] == intensity


@pytest.mark.parametrize("days", [3, 4])
def test_long_race_prefers_easy_endurance_to_full_rest(days: int) -> None:
    assert "full rest" in week(race(days, moving_time=20000))["today"]["purpose"]
    assert "full rest" not in week(race(days, moving_time=7200))["today"]["purpose"]
