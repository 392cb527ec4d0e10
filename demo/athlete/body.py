"""The invented athlete's body: how power, pace and heart rate belong together.

Intensity is a fraction of the threshold (FTP on the bike, threshold pace on foot).
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LTHR, MAX_HR, RESTING_HR = 166, 186, 47  # bpm
WEIGHT = 71.5  # kg
THRESHOLD_SPEED = 3.92  # m/s on foot
W_PRIME, P_MAX = 19_800, 965  # J, W
INDOOR_LOSS = 8  # W that the trainer costs against the road

POWER_ZONES = (55, 75, 90, 105, 120, 150, 999)  # upper bounds, % of FTP
PACE_ZONES = (77.5, 87.7, 94.3, 100.0, 103.4, 111.5, 999.0)  # upper bounds, % of threshold pace
HR_ZONES = (134, 148, 155, 166, MAX_HR)  # upper bounds, bpm
SWEET_SPOT = (84, 97)  # % of FTP

DRIFT = ((-0.13, 0.1), (-0.05, 0.22), (0.0, 0.36), (0.05, 0.22), (0.13, 0.1))
"""How real riding scatters around the intended effort: (relative offset, share of time)."""


DFA_A1 = (
    *((0.4, 1.35), (0.55, 1.15), (0.68, 1.0), (0.8, 0.85)),
    *((0.87, 0.76), (0.92, 0.71), (0.99, 0.5), (1.2, 0.38)),
)
"""(intensity, settled value of DFA alpha 1)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of constant effort: seconds, intensity, and what it is for.

    `role` is one of warmup, work, rest, steady, cooldown.
    """

    secs: int
    intensity: float
    role: str = "steady"


def heart_rate(intensity: float) -> float:
    """Settled heart rate (bpm) at an intensity."""
    effort = float(max(intensity, 0.0) ** 0.9)
    return min(RESTING_HR + (LTHR - RESTING_HR) * (0.3 + 0.7 * effort), MAX_HR - 1)


def dfa_a1(intensity: float) -> float:
    """Settled DFA alpha 1: about 1.0 when easy, 0.75 near 88 % and 0.5 near 99 % of FTP."""
    if intensity <= DFA_A1[0][0]:
        return DFA_A1[0][1]
    for (left, high), (right, low) in itertools.pairwise(DFA_A1):
        if intensity <= right:
            return high + (low - high) * (intensity - left) / (right - left)
    return DFA_A1[-1][1]


def zone_of(value: float, bounds: Sequence[float]) -> int:
    """Index of the zone that holds `value`; `bounds` are the upper ends."""
    return min(bisect_left(bounds, value), len(bounds) - 1)


def seconds_in_zones(
    parts: Iterable[tuple[int, float]], bounds: Sequence[float], scatter: float = 1.0
) -> list[int]:
    """Seconds per zone of (seconds, value) stretches, spread as `DRIFT` says."""
    zones = [0.0] * len(bounds)
    for secs, value in parts:
        for offset, share in DRIFT:
            zones[zone_of(value * (1 + scatter * offset), bounds)] += secs * share
    return [round(secs) for secs in zones]


def duration(blocks: Iterable[Block]) -> int:
    """Length of a session, s."""
    return sum(block.secs for block in blocks)


def mean_intensity(blocks: Sequence[Block]) -> float:
    """Time-weighted mean."""
    return sum(b.secs * b.intensity for b in blocks) / duration(blocks)


def normalized_intensity(blocks: Sequence[Block]) -> float:
    """Fourth-power mean, as in normalized power (Allen & Coggan)."""
    return float((sum(b.secs * b.intensity**4 for b in blocks) / duration(blocks)) ** 0.25)
