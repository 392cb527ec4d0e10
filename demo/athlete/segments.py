"""Intervals of one activity: segments, groups of like repetitions, and the one-line summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demo.athlete import body
from demo.athlete.body import Block
from demo.athlete.workouts import STRUCTURED
from demo.intervals_icu.shapes import INTERVAL, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.athlete.diary import Done
    from demo.intervals_icu.account import Row


def intervals(done: Done) -> Row:
    """`icu_intervals` and `icu_groups` of a session."""
    segments = list(_segments(done))
    groups: dict[str, list[Row]] = {}
    for segment in segments:
        if segment["group_id"]:
            groups.setdefault(segment["group_id"], []).append(segment)
    return {
        "icu_intervals": segments,
        "icu_groups": [
            {
                "id": ident,
                "count": len(members),
                "elapsed_time": members[0]["elapsed_time"],
                "average_watts": members[0]["average_watts"],
                "average_heartrate": members[0]["average_heartrate"],
            }
            for ident, members in groups.items()
            if len(members) > 1
        ],
    }


def summary(done: Done) -> list[str]:
    """Such as `3x 11m0s 259w`; empty for unstructured sessions."""
    work = [block for block in done.blocks if block.role == "work"]
    if done.slot.kind not in STRUCTURED or not work:
        return []
    mean = body.mean_intensity(work)
    minutes, secs = divmod(work[0].secs, 60)
    level = f"{body.heart_rate(mean):.0f}bpm"
    if "Ride" in done.sport:
        level = f"{mean * done.watts:.0f}w"
    return [f"{len(work)}x {minutes}m{secs}s {level}"]


def _segments(done: Done) -> Iterator[Row]:
    rng = done.rng("segments")
    start = 0
    speed = round((done.meters or 0.0) / done.secs, 3)
    for block in _laps(done):
        heart = round(body.heart_rate(block.intensity))
        end = start + block.secs
        values: dict[str, Any] = {
            "id": rng.randrange(1000, 9999),
            "type": "WORK" if block.role == "work" else "RECOVERY",
            "start_index": start,
            "end_index": end,
            "start_time": start,
            "end_time": end,
            "moving_time": block.secs,
            "elapsed_time": block.secs,
            "distance": round(speed * block.secs, 2),
            "average_speed": speed,
            "average_heartrate": heart,
            "min_heartrate": heart - rng.randrange(4, 12),
            "max_heartrate": min(heart + rng.randrange(2, 7), body.MAX_HR),
            "average_cadence": round(rng.uniform(80, 92), 4),
        }
        if "Ride" in done.sport:
            values |= _power(done, block)
        elif block.role in ("work", "rest"):
            values["group_id"] = f"{block.secs}s@{block.role}"
        yield filled(INTERVAL, **values)
        start = end


def _laps(done: Done) -> list[Block]:
    """Laps of a structured session; an unstructured one is a single stretch.

    A head unit begins a lap with each step of a workout, and a warm-up is one step.
    """
    if done.slot.kind not in STRUCTURED:
        return [_lap(done.blocks)]
    warmup = [block for block in done.blocks if block.role == "warmup"]
    return [_lap(warmup), *done.blocks[len(warmup) :]]


def _lap(blocks: list[Block]) -> Block:
    return Block(body.duration(blocks), body.mean_intensity(blocks), blocks[0].role)


def _power(done: Done, block: Block) -> Row:
    watts = round(block.intensity * done.watts)
    zone = body.zone_of(block.intensity * 100, body.POWER_ZONES)
    bounds = (0, *body.POWER_ZONES)
    repeated = block.role in ("work", "rest")
    return {
        "average_watts": watts,
        "min_watts": round(watts * 0.6),
        "max_watts": round(watts * 1.25),
        "average_watts_kg": round(watts / body.WEIGHT, 3),
        "intensity": round(block.intensity * 100),
        "weighted_average_watts": watts + 1,
        "training_load": round(block.secs / 36 * block.intensity**2, 4),
        "joules": watts * block.secs,
        "wbal_start": body.W_PRIME,
        "wbal_end": body.W_PRIME,
        "zone": zone + 1,
        "zone_min_watts": round(bounds[zone] * done.watts / 100),
        "zone_max_watts": round(bounds[zone + 1] * done.watts / 100),
        "group_id": f"{block.secs}s@{block.role}" if repeated else None,
    }
