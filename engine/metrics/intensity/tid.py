"""Training intensity distribution in three zones, its polarization index and its name.

Three zones after Seiler: Z1 = z1 + z2, Z2 = z3, Z3 = z4 to z7. Index and names after Treff et al.
(2019). Zone times of power and of heart rate are added up when activities differ (defect 03-23,
kept; ``zone_basis`` says ``mixed``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.base import sports
from engine.base.numbers import Number, ratio, round_half_even
from engine.base.serialize import MISSING, Absent
from engine.metrics.intensity.zones import total_times, zone_basis, zone_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.intervals_icu import Activity

Classification: TypeAlias = Literal["Base", "Polarized", "Pyramidal", "Threshold", "High Intensity"]
Drift: TypeAlias = Literal["acute_depolarization", "shifting", "consistent"]

MIN_Z3_FRACTION = 0.01
"""With less high-intensity time there is no index, and the distribution can be ``Base``."""

EMPTY_Z2_FRACTION = 0.01
"""Stands in for a Z2 of exactly 0; a Z2 between 0 and it gives a larger index (03-22, kept)."""

POLARIZED_ABOVE = 2.0
"""Polarization index above which a distribution is polarized (Treff et al. 2019)."""

COMPARISON_NOTE = (
    "Compares the intensity distribution of the last 7 days with that of the last 28 to show a "
    "change of habit. A hint, not an alarm: a planned hard or easy week shifts it too. "
)
PI_DELTA_SIGN = "Positive pi_delta: more polarized lately; negative: less."
NOT_ENOUGH_ZONES = "Not enough data: at least one of the two windows has no zone time."


@dataclass(frozen=True, slots=True)
class Tid:
    """Time in Seiler's three zones. ``sport`` is there in the blocks of the primary sport only."""

    z1_seconds: Number
    z2_seconds: Number
    z3_seconds: Number
    z1_pct: Number | None
    z2_pct: Number | None
    z3_pct: Number | None
    polarization_index: Number | None
    classification: Classification | None
    zone_basis: str | None
    sport: str | Absent = MISSING


@dataclass(frozen=True, slots=True)
class TidBlocks:
    """The four distributions of ``derived_metrics``."""

    seiler_tid_7d: Tid
    seiler_tid_7d_primary: Tid | None
    seiler_tid_28d: Tid
    seiler_tid_28d_primary: Tid | None


@dataclass(frozen=True, slots=True)
class TidComparison:
    """``capability.tid_comparison``."""

    classification_7d: Classification | None
    classification_28d: Classification | None
    pi_7d: Number | None
    pi_28d: Number | None
    pi_delta: Number | None
    drift: Drift | None
    note: str


def tid_blocks(
    last_7d: Sequence[Activity],
    last_28d: Sequence[Activity],
    primary: str | None,
    preference: Mapping[str, str],
) -> TidBlocks:
    """Compute the four distributions; the primary sport is that of the last 7 days in all."""
    return TidBlocks(
        seiler_tid_7d=tid(last_7d, preference),
        seiler_tid_7d_primary=tid(last_7d, preference, primary) if primary else None,
        seiler_tid_28d=tid(last_28d, preference),
        seiler_tid_28d_primary=tid(last_28d, preference, primary) if primary else None,
    )


def tid(
    activities: Sequence[Activity], preference: Mapping[str, str], sport: str | None = None
) -> Tid:
    """Compute one distribution, over all activities or over those of one sport family."""
    times = [
        zone_times(activity, family, preference)
        for activity in activities
        if (family := sports.family_or_other(activity.type)) == sport or sport is None
    ]
    seconds = total_times(times)
    z1, z2, z3 = seconds.between(1, 2), seconds.between(3, 3), seconds.between(4, 7)
    total = z1 + z2 + z3
    name = MISSING if sport is None else sport
    if total <= 0:
        return Tid(z1, z2, z3, None, None, None, None, None, None, name)
    f1, f2, f3 = z1 / total, z2 / total, z3 / total
    index = polarization_index(f1, f2, f3)
    return Tid(
        z1_seconds=z1,
        z2_seconds=z2,
        z3_seconds=z3,
        z1_pct=round_half_even(f1 * 100, 1),
        z2_pct=round_half_even(f2 * 100, 1),
        z3_pct=round_half_even(f3 * 100, 1),
        polarization_index=index,
        classification=classify(f1, f2, f3, index),
        zone_basis=zone_basis(times),
        sport=name,
    )


def polarization_index(f1: float, f2: float, f3: float) -> Number | None:
    """Return log10(f1 / f2 x f3 x 100); None unless f1 > f3 > f2 and f3 is at least 1 %."""
    if f3 < MIN_Z3_FRACTION or not f1 > f3 > f2:
        return None
    polarity = ratio(f1, f2 if f2 > 0 else EMPTY_Z2_FRACTION)
    return None if polarity is None else round_half_even(math.log10(polarity * f3 * 100), 2)


def classify(f1: float, f2: float, f3: float, index: Number | None) -> Classification:
    """Name a distribution from its fractions and its rounded index; the first match wins."""
    if f3 < MIN_Z3_FRACTION and f1 >= f2 and f1 >= f3:
        return "Base"
    if f1 > f3 > f2 and index is not None and index > POLARIZED_ABOVE:
        return "Polarized"
    if f1 > f2 > f3:
        return "Pyramidal"
    if f2 >= f1 and f2 >= f3:
        return "Threshold"
    if f3 >= f1 and f3 >= f2:
        return "High Intensity"
    return "Pyramidal"


def compare(last_7d: Tid, last_28d: Tid) -> TidComparison:
    """Compare the all-sport distributions of 7 and of 28 days."""
    pi_7d, pi_28d = last_7d.polarization_index, last_28d.polarization_index
    drift = _drift(last_7d, last_28d)
    return TidComparison(
        classification_7d=last_7d.classification,
        classification_28d=last_28d.classification,
        pi_7d=pi_7d,
        pi_28d=pi_28d,
        pi_delta=None if pi_7d is None or pi_28d is None else round_half_even(pi_7d - pi_28d, 2),
        drift=drift,
        note=COMPARISON_NOTE + (PI_DELTA_SIGN if drift else NOT_ENOUGH_ZONES),
    )


def _drift(last_7d: Tid, last_28d: Tid) -> Drift | None:
    """Name the change; None when a window has no zone time.

    A recent distribution without an index, the strongest depolarization of all, is only
    ``shifting`` (defect 03-30, kept).
    """
    if last_7d.classification is None or last_28d.classification is None:
        return None
    pi_7d, pi_28d = last_7d.polarization_index, last_28d.polarization_index
    if pi_7d is not None and pi_28d is not None and pi_7d < POLARIZED_ABOVE <= pi_28d:
        return "acute_depolarization"
    return "consistent" if last_7d.classification == last_28d.classification else "shifting"
