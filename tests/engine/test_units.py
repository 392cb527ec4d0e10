"""Display pairs, preferences, durations and notes (docs/format/README.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.decode import Fields
from engine.base.text import duration, duration_to_the_minute, split_notes
from engine.base.units import Units, display

METRIC = Units()
IMPERIAL = Units(distance="imperial", weight="lb", height="in")


@pytest.mark.parametrize(
    ("kind", "value", "metric", "imperial"),
    [
        ("distance", 40.0, (40.0, "km"), (24.85, "mi")),
        ("distance", 12.345, (12.35, "km"), (7.67, "mi")),
        ("distance", 76.42, (76.42, "km"), (47.49, "mi")),
        ("elevation", 300, (300, "m"), (984, "ft")),
        ("elevation", -152.5, (-152, "m"), (-500, "ft")),
        ("elevation", 125, (125, "m"), (410, "ft")),
        ("elevation", 3.5, (4, "m"), (11, "ft")),
        ("elevation_per_distance", 12.5, (12, "m/km"), (66, "ft/mi")),
        ("elevation_per_distance", 13.5, (14, "m/km"), (71, "ft/mi")),
        ("weight", 70.05, (70.0, "kg"), (154.4, "lb")),
        ("weight", 70.25, (70.2, "kg"), (154.9, "lb")),
        ("weight", 70, (70, "kg"), (154.3, "lb")),
        ("height", 1.785, (178, "cm"), (70, "in")),
        ("speed", 30.35, (30.4, "km/h"), (18.9, "mph")),
        ("speed", 31.25, (31.2, "km/h"), (19.4, "mph")),
    ],
)
def test_display_pair_converts_and_rounds(kind, value, metric, imperial):
    for units, (shown, unit) in ((METRIC, metric), (IMPERIAL, imperial)):
        assert display(value, kind, units) == {"value": shown, "unit": unit}


def test_display_pair_keeps_an_integer_in_metric_output():
    assert isinstance(display(70, "weight", METRIC)["value"], int)


def test_display_pair_treats_zero_as_a_value_and_null_as_none():
    assert display(0, "distance", METRIC) == {"value": 0, "unit": "km"}
    assert display(0, "distance", IMPERIAL) == {"value": 0.0, "unit": "mi"}
    assert display(None, "speed", METRIC) is None


@pytest.mark.parametrize("value", ["70", True, [], {}, float("nan"), float("inf")])
def test_display_pair_of_something_else_than_a_number_is_none(value):
    assert display(value, "weight", METRIC) is None


def test_preferences_of_an_imperial_athlete():
    raw = {
        "wind_speed": "KPH",
        "fahrenheit": True,
        "rain": "IN",
        "measurement_preference": "feet",
        "weight_pref_lb": True,
        "height_units": "IN",
    }
    assert Units.from_athlete(Fields(raw, "athlete")) == Units(
        "km/h", "f", "in", "imperial", "lb", "in"
    )


def test_preferences_with_unknown_codes_fall_back():
    raw = {"wind_speed": "KNOTS", "measurement_preference": ""}
    assert Units.from_athlete(Fields(raw, "athlete")) == Units(
        "m/s", "c", "mm", "imperial", "kg", "cm"
    )


def test_preferences_of_an_empty_record_are_metric():
    assert Units.from_athlete(Fields({}, "athlete")) == Units()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0s"),
        (0, "0s"),
        (None, "0s"),
        (59, "59s"),
        (60, "1m"),
        (61, "1m1s"),
        (90, "1m30s"),
        (300, "5m"),
        (3599, "59m59s"),
        (3600, "1h"),
        (3660, "1h1m"),
        (3661, "1h1m1s"),
        (5430, "1h30m30s"),
        (7200, "2h"),
        (86399, "23h59m59s"),
        (90000, "25h"),
        (90061, "25h1m1s"),
    ],
)
def test_duration_leaves_zero_parts_out(seconds, text):
    assert duration(seconds) == text


def test_duration_to_the_minute_cuts_seconds():
    assert duration_to_the_minute(27359) == "7h35m"
    assert duration_to_the_minute(59) == "0s"


@given(st.text())
def test_notes_and_rest_never_lose_a_line_of_the_body(text):
    notes, rest = split_notes(text)
    assert all(note == note.strip() and note for note in notes)
    assert "\n".join(rest) == "" or text.endswith("\n".join(rest))


def test_notes_stand_only_at_the_top():
    notes, rest = split_notes(
        "NOTE: keep it easy\n\nnote:  legs heavy \nNOTE:\nWarmup 10m\nNOTE: later"
    )
    assert notes == ["keep it easy", "legs heavy"]
    assert rest == ["Warmup 10m", "NOTE: later"]
