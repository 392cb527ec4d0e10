"""The rules of docs/format/capability.md#efficiency-factor."""

import pytest

from engine.metrics.capability.efficiency import efficiency_factor, qualifies
from tests.metrics.builders import activity


def ride(value, kind="Ride", variability=1.0, seconds=1200):
    return activity(
        kind=kind,
        icu_efficiency_factor=value,
        icu_variability_index=variability,
        moving_time=seconds,
    )


def test_e8_efficiency_factor():
    acute = [ride(1.40), ride(1.44), ride(9, "EBikeRide"), ride(9, "Run")]
    month = [*acute, ride(1.30, "VirtualRide"), ride(1.30, "MountainBikeRide", 1.05)]
    block = efficiency_factor(acute, month)
    assert (block.mean_ef_7d, block.mean_ef_28d) == (1.42, 1.36)
    assert (block.qualifying_sessions_7d, block.qualifying_sessions_28d) == (2, 4)
    assert block.trend == "improving"
    assert block.note


@pytest.mark.parametrize(
    ("recent", "month", "label"),
    [
        (1.38, 1.35, "stable"),
        (1.35, 1.32, "improving"),
        (1.40, 1.40, "stable"),
        (1.30, 1.40, "declining"),
    ],
)
def test_e8_trend_compares_the_binary_difference(recent, month, label):
    assert efficiency_factor([ride(recent)] * 2, [ride(month)] * 2).trend == label


@pytest.mark.parametrize(
    "odd",
    [
        ride(None),
        ride(1.4, "EBikeRide"),
        ride(1.4, variability=1.06),
        ride(1.4, variability=0),
        ride(1.4, variability=None),
        ride(1.4, seconds=1199),
        ride(1.4, seconds=None),
    ],
)
def test_filter(odd):
    assert qualifies(odd) is None


def test_gravel_qualifies():
    assert qualifies(ride(1.4, "GravelRide", 1.05)) == 1.4


def test_a_single_ride_has_no_mean():
    block = efficiency_factor([ride(1.4)], [ride(1.4)])
    assert (block.mean_ef_7d, block.trend, block.qualifying_sessions_7d) == (None, None, 1)
