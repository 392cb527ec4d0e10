"""Effort against intensity (docs/format/activities.md)."""

import pytest

from engine.metrics.intensity.effort import effort_response
from tests.latest.builders import row


@pytest.mark.parametrize(
    ("intensity", "rpe", "expected"),
    [
        (82.4, 3, "positive"),
        (82.4, 4, "neutral"),
        (82.4, 6, "neutral"),
        (82.4, 7, "negative"),
        (64.99, 5, None),
        (65, 1.9, "positive"),
        (65, 4, "neutral"),
        (75, 4, "neutral"),
        (85, 5, "positive"),
        (94.999, 8.5, "negative"),
        (95, 8, "neutral"),
        (105, 8, "positive"),
        (105, 10, "neutral"),
        (300, 10.5, "negative"),
        (0.824, 5, None),
        (80, 0, None),
        (80, -1, None),
        (None, 5, None),
        (80, None, None),
    ],
)
def test_effort_response_compares_rpe_with_the_expected_band(intensity, rpe, expected):
    assert effort_response(intensity, rpe) == expected


@pytest.mark.parametrize("raw", [{"icu_intensity": "80", "icu_rpe": 5}, {"icu_rpe": "hard"}])
def test_text_in_either_field_counts_as_missing_a_08(raw):
    assert row({"icu_intensity": 80, **raw})["effort_response"] is None
