"""Courses whose length and gain follow from how they are made, not from the code under test.

A course is a list of legs due north, south, east or west. Along a meridian a leg is an arc; along a
parallel the longitude step is chosen so that the great-circle distance of a step is the spacing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

RADIUS = 6_371_000
REACH = 25  # smoothing reach, m


class Leg(NamedTuple):
    """``count`` steps of ``spacing`` meters toward N, E, S or W, rising ``rise`` m per step."""

    direction: str
    count: int
    spacing: float
    rise: float


@dataclass(frozen=True)
class Course:
    start: tuple[float, float]
    legs: tuple[Leg, ...]
    base: float = 100.0

    @property
    def meters(self):
        return sum(leg.count * leg.spacing for leg in self.legs)

    @property
    def gain(self):
        """Rises of all legs; what smoothing takes from the ends of a dense straight slope."""
        whole = sum(leg.count * leg.rise for leg in self.legs if leg.rise > 0)
        leg = self.legs[0]
        if leg.spacing > REACH:
            return whole
        assert len(self.legs) == 1, "a dense course is one slope"
        inside = math.ceil(REACH / leg.spacing) - 1
        return whole - leg.rise * inside

    def points(self):
        (lat, lon), ele = self.start, self.base
        yield lat, lon, ele
        for leg in self.legs:
            for _ in range(leg.count):
                arc = math.degrees(leg.spacing / RADIUS)
                if leg.direction in "NS":
                    lat += arc if leg.direction == "N" else -arc
                else:
                    half = math.sin(leg.spacing / 2 / RADIUS) / math.cos(math.radians(lat))
                    turn = math.degrees(2 * math.asin(half))
                    lon += turn if leg.direction == "E" else -turn
                    lon = (lon + 180) % 360 - 180
                ele += leg.rise
                yield lat, lon, ele


INNSBRUCK, LAPLAND, QUITO = (47.26, 11.39), (68.35, 18.83), (-0.18, -78.47)
WELLINGTON, FIJI, GREENWICH = (-41.29, 174.78), (-17.8, 179.99), (51.48, -0.001)

COURSES = {
    "out and up": Course(INNSBRUCK, (Leg("N", 60, 80, 4.0), Leg("E", 40, 60, -1.5)), 574.2),
    "square": Course(
        GREENWICH,
        (
            Leg("N", 30, 100, 1.0),
            Leg("E", 30, 100, -1),
            Leg("S", 30, 100, 0.5),
            Leg("W", 30, 100, -0.5),
        ),
        12.0,
    ),
    "hairpins": Course(QUITO, tuple(Leg(d, 12, 45, 3.5) for d in "NENWNENW"), 2850.0),
    "far north": Course(LAPLAND, (Leg("W", 200, 30, 0.4), Leg("S", 100, 30, -0.2)), 342.4),
    "rolling": Course(
        WELLINGTON,
        tuple(
            Leg(d, 25, 40, r)
            for d, r in zip("NESENESE", [2, -2, 1.2, -1, 0.4, 0, 3, -3], strict=True)
        ),
        31.0,
    ),
    "below sea level": Course(
        (31.5, 35.47), (Leg("N", 90, 120, 2.2), Leg("S", 90, 120, -2.2)), -420.0
    ),
    "date line": Course(FIJI, (Leg("N", 50, 150, 1.0), Leg("E", 20, 150, 2.0)), 3.0),
    "every second": Course(INNSBRUCK, (Leg("N", 1500, 4.0, 0.2),), 600.0),
    "every meter": Course(WELLINGTON, (Leg("S", 3000, 1.3, 0.05),), 20.0),
    "planner": Course(GREENWICH, (Leg("N", 20, 1500, 30.0), Leg("E", 10, 1800, -12.0)), 80.0),
}
