"""``athlete_profile`` and ``athlete_notes`` (docs/format/latest.md)."""

from __future__ import annotations

from datetime import date

import pytest

from engine.base.serialize import to_json
from engine.intervals_icu import Athlete
from engine.latest.profile import athlete_profile, complete_years, location
from tests.latest.builders import TODAY, document


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1980-03-18", 46),
        ("1980-03-19", 45),
        ("2000-02-29", 26),
        ("2027-01-01", -1),
        ("1980/03/18", None),
        ("1980-03-18T00:00", None),
        ("", None),
        (None, None),
    ],
)
def test_complete_years_need_an_exact_date(text, years):
    assert complete_years(text, TODAY) == years


def test_a_leap_day_counts_from_the_first_of_march():
    assert complete_years("2000-02-29", date(2026, 2, 28)) == 25
    assert complete_years("2000-02-29", date(2026, 3, 1)) == 26


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Aalborg ", "Nordjylland ", " Denmark"), "Aalborg, Nordjylland, Denmark"),
        ((None, " ", ""), None),
        (("Aalborg", None, "Denmark"), "Aalborg, Denmark"),
    ],
)
def test_location_joins_what_is_not_blank(parts, expected):
    assert location(*parts) == expected


def test_a_full_profile_has_its_keys_in_order():
    athlete = Athlete.from_api(
        {
            "icu_date_of_birth": "1980-03-18",
            "height": 1.785,
            "sex": "F",
            "city": "Aalborg",
            "country": "Denmark",
            "timezone": "Europe/Copenhagen",
            "icu_activated": "2021-03-19T08:00:00",
            "height_units": "IN",
            "wind_speed": "KPH",
        }
    )
    assert list(to_json(athlete_profile(athlete, TODAY)).items()) == [
        ("date_of_birth", "1980-03-18"),
        ("age", 46),
        ("height_m", 1.785),
        ("display", {"height": {"value": 70, "unit": "in"}}),
        (
            "display_preferences",
            {
                "wind": "km/h",
                "temp": "c",
                "rain": "mm",
                "distance": "metric",
                "weight": "kg",
                "height": "in",
            },
        ),
        ("sex", "F"),
        ("location", "Aalborg, Denmark"),
        ("timezone", "Europe/Copenhagen"),
        ("platform_activated", "2021-03-19"),
        ("years_on_platform", 4),
    ]


@pytest.mark.parametrize("activated", [None, ""])
def test_an_empty_profile_is_null_throughout(activated):
    found = to_json(athlete_profile(Athlete.from_api({"icu_activated": activated}), TODAY))
    assert found.pop("display") == {"height": None}
    assert found.pop("display_preferences")["wind"] == "m/s"
    assert set(found.values()) == {None}


def test_notes_are_passed_through():
    assert document(athlete={"icu_notes": " bad knee\n"})["athlete_notes"] == " bad knee\n"
    assert document()["athlete_notes"] is None
