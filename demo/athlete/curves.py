"""Mean-max curves of one session, from its blocks of effort."""

from __future__ import annotations

from bisect import bisect_right
from math import exp
from typing import TYPE_CHECKING

from demo.athlete import body

if TYPE_CHECKING:
    from collections.abc import Callable

    from demo.athlete.diary import Done
    from demo.intervals_icu.account import Row

DURATIONS = (
    *(1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 420, 480, 600, 720),
    *(900, 1200, 1500, 1800, 2400, 2700, 3600, 5400, 7200, 10800),
)
"""Durations of a curve, s."""

SURGE = 0.9  # how far the best second stands above the best minutes
SURGE_SECS = 25.0


def of_session(done: Done) -> Row:
    """Mean-max power (W) and heart rate (bpm) of one session."""
    durations = [secs for secs in DURATIONS if secs <= done.secs]
    if not durations:
        return {}
    outdoors = 1.0 if done.outdoors else 0.55
    curve = {"hr": _mean_max(_beats(done), durations, lambda _secs, value: value)}
    if "Ride" in done.sport:
        spice = done.rng("surge").uniform(0.75, 1.0) * outdoors * SURGE
        watts = [(block.secs, block.intensity * done.watts) for block in done.blocks]
        ceiling = body.P_MAX * done.rng("sprint").uniform(0.82, 0.97)
        curve["power"] = _mean_max(
            watts,
            durations,
            lambda secs, value: min(value * (1 + spice * exp(-secs / SURGE_SECS)), ceiling),
        )
    return curve


def _beats(done: Done) -> list[tuple[int, float]]:
    return [(block.secs, body.heart_rate(block.intensity) + 2) for block in done.blocks]


def _mean_max(
    parts: list[tuple[int, float]], durations: list[int], shape: Callable[[int, float], float]
) -> Row:
    """Highest mean over every duration of piecewise constant (seconds, value) parts.

    A window of the best mean begins or ends at the border of a part.
    """
    edges, totals = [0], [0.0]
    for secs, value in parts:
        edges.append(edges[-1] + secs)
        totals.append(totals[-1] + secs * value)

    def total(at: int) -> float:
        n = min(bisect_right(edges, at), len(parts)) - 1
        return totals[n] + (at - edges[n]) * parts[n][1]

    values, last = [], None
    for secs in durations:
        starts = {max(edge - secs, 0) for edge in edges} | set(edges)
        best = max(total(at + secs) - total(at) for at in starts if at + secs <= edges[-1]) / secs
        value = round(shape(secs, best))
        last = value if last is None else min(value, last)
        values.append(last)
    return {"secs": durations, "values": values}
