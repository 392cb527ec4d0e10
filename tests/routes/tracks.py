"""Tracks with known geometry."""

from __future__ import annotations

from itertools import accumulate, chain, repeat

from engine.base.units import Units
from engine.routes.geometry import Point, Track
from engine.routes.terrain import analyze

METRIC = Units()
IMPERIAL = Units(distance="imperial")
MERIDIAN_STEP = 0.0009  # degrees, 100.0754 m


def heights(*runs, start=100.0):
    """Elevations from ``(count, rise per step)`` runs, added one after the other."""
    return list(accumulate(chain.from_iterable(repeat(rise, n) for n, rise in runs), initial=start))


def meridian(*runs, step=MERIDIAN_STEP):
    """Points due north from 45 N 7 E."""
    return north(heights(*runs), step=step)


def north(elevations, step=MERIDIAN_STEP):
    return [Point(45.0 + i * step, 7.0, e) for i, e in enumerate(elevations)]


def chain_track(*runs):
    """A track of 200 m steps with given smoothed elevations."""
    elevations = heights(*runs)
    points = [Point(45.0, 7.0, e) for e in elevations]
    return Track(points, [200.0 * i for i in range(len(points))], elevations, [0.0] * len(points))


def analyze_route(points, units=METRIC):
    return analyze(points, "gpx_attachment", units, polyline=True)


def rows(climbs):
    """Climbs as tuples in the order of the published tables."""
    names = ("position_km", "distance_km", "elevation_m", "avg_gradient_pct")
    more = ("max_gradient_pct", "category")
    return [tuple(c[n] for n in (*names, *(m for m in more if m in c))) for c in climbs]
