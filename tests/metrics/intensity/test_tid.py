"""The rules of docs/format/intensity.md#seiler-tid."""

import pytest

from engine.base.serialize import to_json
from engine.metrics.intensity.tid import Tid, classify, compare, polarization_index, tid, tid_blocks
from tests.metrics.builders import activity, heart, power


@pytest.mark.parametrize(
    ("fractions", "label", "index"),
    [
        ((0.8, 0.05, 0.15), "Polarized", 2.38),
        ((0.7, 0.14, 0.16), "Pyramidal", 1.9),
        ((0.8, 0.15, 0.05), "Pyramidal", None),
        ((0.4, 0.4, 0.2), "Threshold", None),
        ((0.4, 0.2, 0.4), "High Intensity", None),
        ((0.6, 0.2, 0.2), "Pyramidal", None),
        ((0.5, 0.495, 0.005), "Base", None),
        ((0.495, 0.5, 0.005), "Threshold", None),
        ((0.5, 0.5, 0), "Base", None),
    ],
)
def test_e5_classification(fractions, label, index):
    assert polarization_index(*fractions) == index
    assert classify(*fractions, index) == label


@pytest.mark.parametrize(("fractions", "index"), [((0.8, 0, 0.2), 3.2), ((0.8, 0.001, 0.199), 4.2)])
def test_e5_polarization_index_jumps_at_an_empty_z2(fractions, index):
    assert polarization_index(*fractions) == index


@pytest.mark.parametrize(
    ("recent", "month", "drift", "delta"),
    [
        (("Pyramidal", 1.9), ("Polarized", 2.35), "acute_depolarization", -0.45),
        (("Pyramidal", None), ("Polarized", 2.35), "shifting", None),
        (("Polarized", 2.13), ("Polarized", 2.38), "consistent", -0.25),
        ((None, None), ("Polarized", 2.38), None, None),
        (("Base", None), (None, None), None, None),
    ],
)
def test_e5_drift(recent, month, drift, delta):
    block = compare(*(_distribution(*side) for side in (recent, month)))
    assert (block.drift, block.pi_delta) == (drift, delta)
    assert (block.classification_7d, block.classification_28d) == (recent[0], month[0])
    assert ("Not enough data" in block.note) is (drift is None)


def _distribution(label, index):
    return Tid(0, 0, 0, None, None, None, index, label, None)


def test_no_zone_time_is_null_even_when_a_zero_second_set_was_seen():
    block = tid([activity(1, **power(z1=0))], {})
    assert to_json(block) == {
        "z1_seconds": 0,
        "z2_seconds": 0,
        "z3_seconds": 0,
        "z1_pct": None,
        "z2_pct": None,
        "z3_pct": None,
        "polarization_index": None,
        "classification": None,
        "zone_basis": None,
    }


def test_primary_blocks_are_null_without_a_primary_sport():
    blocks = tid_blocks([activity(1)], [activity(1)], None, {})
    assert blocks.seiler_tid_7d_primary is None
    assert blocks.seiler_tid_28d_primary is None


def test_primary_block_ends_with_its_sport_even_without_zone_time():
    blocks = tid_blocks([], [], "cycling", {})
    assert list(to_json(blocks.seiler_tid_7d_primary).items())[-1] == ("sport", "cycling")


def test_primary_block_counts_unmapped_types_as_other():
    sessions = [activity(1, "AlpineSki", **heart(60)), activity(1, "Ride", **power(z1=600))]
    assert tid(sessions, {}, "other").z1_seconds == 60
    assert tid(sessions, {}, "cycling").z1_seconds == 600


def test_all_seven_zones_fold_into_three():
    ride = activity(1, **power(z1=1, z2=2, z3=4, z4=8, z5=16, z6=32, z7=64))
    block = tid([ride], {})
    assert (block.z1_seconds, block.z2_seconds, block.z3_seconds) == (3, 4, 120)
