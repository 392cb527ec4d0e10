"""Invented roads on an invented island: loops with positions and altitude, and a route file.

The island lies in the open ocean, so that nobody mistakes a track for a real one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, pi, radians, sin

HOME = (44.0, -18.0)  # degrees; no land within 700 km
METERS_PER_DEGREE = 111_195.0
STEPS = 720  # corners of a loop


@dataclass(frozen=True, slots=True)
class Loop:
    """A closed course: its outline as waves on a circle, its hills as waves along the way.

    `hills` are (number of climbs, share of the climbing); `climbing` is in m per km.
    """

    name: str
    bearing: float
    wobble: tuple[tuple[int, float], ...]
    hills: tuple[tuple[int, float], ...]
    climbing: float
    base: float = 35.0


LOOPS = {
    "endurance": Loop("Lighthouse loop", 40, ((2, 0.22), (5, 0.07)), ((3, 0.7), (11, 0.3)), 7.5),
    "long": Loop("Two bays", 130, ((3, 0.18), (7, 0.05)), ((4, 0.8), (13, 0.2)), 9.5),
    "hills": Loop("Crater rim", 215, ((2, 0.3), (9, 0.04)), ((5, 0.85), (17, 0.15)), 16.0),
    "run": Loop("Harbor and pines", 300, ((3, 0.25),), ((2, 0.8), (7, 0.2)), 9.0),
    "race": Loop("Demo Island Gran Fondo", 75, ((2, 0.26), (3, 0.1)), ((4, 0.8), (15, 0.2)), 15.0),
}
FOR_KIND = {"hilly_run": "run", "easy_run": "run", "run_intervals": "run"}


@dataclass(frozen=True, slots=True)
class Track:
    """Points at equal steps of distance."""

    latitude: list[float]
    longitude: list[float]
    altitude: list[float]


def loop_for(kind: str) -> Loop:
    """The course that belongs to a kind of session."""
    return LOOPS.get(FOR_KIND.get(kind, kind), LOOPS["endurance"])


def climbing(loop: Loop, meters: float) -> float:
    """Elevation gain (m) of the loop ridden as `meters`."""
    return loop.climbing * meters / 1000


def track(loop: Loop, meters: float, count: int) -> Track:
    """`count` points of the loop, stretched to a length of `meters`."""
    xs, ys, marks = _outline(loop)
    scale = meters / marks[-1]
    height = climbing(loop, meters) / _rise(loop)
    latitude, longitude, altitude = [], [], []
    corner = 0
    for n in range(count):
        share = n / max(count - 1, 1)
        while corner < STEPS - 1 and marks[corner + 1] < share * marks[-1]:
            corner += 1
        part = (share * marks[-1] - marks[corner]) / (marks[corner + 1] - marks[corner])
        x = (xs[corner] + part * (xs[corner + 1] - xs[corner])) * scale
        y = (ys[corner] + part * (ys[corner + 1] - ys[corner])) * scale
        latitude.append(round(HOME[0] + y / METERS_PER_DEGREE, 6))
        longitude.append(round(HOME[1] + x / METERS_PER_DEGREE / cos(radians(HOME[0])), 6))
        altitude.append(round(loop.base + height * _profile(loop, share), 1))
    return Track(latitude, longitude, altitude)


def gpx(loop: Loop, meters: float, step: float = 150.0) -> bytes:
    """The loop as a GPX 1.1 track with a point every `step` meters."""
    points = track(loop, meters, round(meters / step) + 1)
    rows = "\n".join(
        f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}"><ele>{ele:.1f}</ele></trkpt>'
        for lat, lon, ele in zip(points.latitude, points.longitude, points.altitude, strict=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="section11-setup demo" '
        'xmlns="http://www.topografix.com/GPX/1/1">'
        f"<trk><name>{loop.name} (invented)</name><trkseg>\n{rows}\n</trkseg></trk></gpx>\n"
    ).encode()


@cache
def _outline(loop: Loop) -> tuple[list[float], list[float], list[float]]:
    """Corners of the loop as x, y from its start, and the way to each, in units of radius."""
    xs, ys, marks = [], [], [0.0]
    for n in range(STEPS + 1):
        angle = 2 * pi * n / STEPS
        radius = 1 + sum(size * sin(k * angle) for k, size in loop.wobble)
        turned = angle + radians(loop.bearing)
        xs.append(radius * sin(turned))
        ys.append(radius * cos(turned))
        if n:
            marks.append(marks[-1] + hypot(xs[n] - xs[n - 1], ys[n] - ys[n - 1]))
    return [x - xs[0] for x in xs], [y - ys[0] for y in ys], marks


def _profile(loop: Loop, share: float) -> float:
    """Height above the start, in units; 0 at both ends."""
    return sum(size * (1 - cos(2 * pi * k * share)) / 2 / k for k, size in loop.hills)


@cache
def _rise(loop: Loop) -> float:
    """Total ascent of the profile, in units."""
    heights = [_profile(loop, n / STEPS) for n in range(STEPS + 1)]
    return sum(max(b - a, 0) for a, b in itertools.pairwise(heights))
