"""Sample streams of one activity, made when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demo.athlete import body, places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from demo.athlete.diary import Done
    from demo.intervals_icu.account import Row

FINE, COARSE = 1, 5  # s between samples, with and without heart-rate variability
HEART_LAG, DFA_LAG = 40.0, 70.0  # s until the body follows the effort (time constants)


def streams(done: Done) -> list[Row]:
    """All streams of the recording, each with one value per sample."""
    step = FINE if done.has_dfa else COARSE
    rng = done.rng("streams")
    effort = list(_samples(done, step))
    times = [n * step for n in range(len(effort))]
    rows = [_stream("time", times), _stream("heartrate", _heart(effort, step, rng))]
    if "Ride" in done.sport:
        rows.append(_stream("watts", _watts(effort, done, rng)))
        rows.append(_stream("cadence", [round(rng.gauss(87, 3)) for _ in effort]))
    if done.outdoors:
        rows += _track(done, len(effort))
    if done.has_dfa:
        rows.append(_stream("dfa_a1", _dfa(effort, step, rng), custom=True))
        artifacts = [rng.choice((0, 0, 0, 0.4, 0.9, 1.5)) for _ in effort]
        rows.append(_stream("artifacts", artifacts, custom=True))
    return rows


def _samples(done: Done, step: int) -> Iterator[float]:
    for block in done.blocks:
        for _ in range(block.secs // step):
            yield block.intensity


def _heart(effort: list[float], step: int, rng: Random) -> list[int]:
    beats = body.heart_rate(effort[0]) - 20
    values = []
    for n, intensity in enumerate(effort):
        drift = 3.0 * n / len(effort)
        beats += (body.heart_rate(intensity) + drift - beats) * step / HEART_LAG
        values.append(min(round(beats + rng.gauss(0, 0.6)), body.MAX_HR))
    return values


def _watts(effort: list[float], done: Done, rng: Random) -> list[int]:
    roughness = 0.08 if done.outdoors else 0.04
    return [max(round(i * done.watts * rng.gauss(1.0, roughness)), 0) for i in effort]


def _dfa(effort: list[float], step: int, rng: Random) -> list[float]:
    level = body.dfa_a1(effort[0])
    values = []
    for intensity in effort:
        level += (body.dfa_a1(intensity) - level) * step / DFA_LAG
        values.append(round(max(level + rng.gauss(0, 0.015), 0.2), 2))
    return values


def _track(done: Done, count: int) -> list[Row]:
    meters = done.meters or 0.0
    track = places.track(places.loop_for(done.slot.kind), meters, count)
    way = [round(meters * n / max(count - 1, 1), 1) for n in range(count)]
    return [
        _stream("distance", way),
        _stream("latlng", track.latitude, track.longitude),
        _stream("altitude", track.altitude),
    ]


def _stream(
    kind: str, data: list[Any], data2: list[Any] | None = None, *, custom: bool = False
) -> Row:
    return {
        "type": kind,
        "name": None,
        "data": data,
        "data2": data2,
        "valueTypeIsArray": False,
        "anomalies": None,
        "custom": custom,
    }
