"""The sessions the invented athlete knows, as blocks of effort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.athlete.body import Block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

NAMES = {
    "endurance": "Endurance",
    "long": "Long endurance",
    "hills": "Hilly group ride",
    "recovery": "Recovery spin",
    "tempo": "Tempo 2x20",
    "sweetspot": "Sweet spot 3x14",
    "threshold": "Threshold 3x11",
    "vo2": "VO2max 5x3",
    "openers": "Openers 4x1",
    "race": "Race",
    "easy_run": "Easy run",
    "hilly_run": "Hilly run",
    "run_intervals": "Run 5x4",
    "strength": "Strength",
}
REPEATS = {  # repetitions, work (s, intensity), rest (s, intensity)
    "tempo": (2, (1200, 0.83), (300, 0.55)),
    "sweetspot": (3, (840, 0.9), (240, 0.52)),
    "threshold": (3, (660, 0.99), (300, 0.5)),
    "vo2": (5, (180, 1.16), (180, 0.45)),
    "openers": (4, (60, 1.12), (180, 0.5)),
    "run_intervals": (5, (240, 1.02), (120, 0.7)),
}
STRUCTURED = frozenset(REPEATS)
WARMUP = ((300, 0.5), (300, 0.58), (300, 0.66))
EASY = {"recovery": 0.5, "endurance": 0.67, "easy_run": 0.74, "strength": 0.5}
BRISK = (480, 0.87)  # how an endurance ride ends: s, intensity
ROLLING = {  # intensities in turn, over stretches of about ten minutes
    "long": (0.64, 0.68, 0.7, 0.66, 0.71, 0.65),
    "hills": (0.62, 0.94, 0.55, 0.72, 1.02, 0.5, 0.8),
    "hilly_run": (0.76, 0.88, 0.7, 0.82),
    "race": (0.78, 0.98, 0.62, 0.9, 0.7, 1.06, 0.66, 0.84),
}


def planned(kind: str, minutes: int) -> list[Block]:
    """The session as prescribed, `minutes` long; structured ones keep their repetitions."""
    if kind in REPEATS:
        return _repeats(kind, minutes)
    if kind == "strength":
        return [Block(minutes * 60, EASY[kind])]
    if kind in ROLLING:
        return _rolling(kind, minutes)
    finish = [Block(*BRISK)] if kind == "endurance" else []
    steady = minutes * 60 - 900 - sum(block.secs for block in finish)
    return [
        Block(600, EASY[kind] * 0.85, "warmup"),
        Block(max(steady, 300), EASY[kind]),
        *finish,
        Block(300, EASY[kind] * 0.75, "cooldown"),
    ]


def _repeats(kind: str, minutes: int) -> list[Block]:
    times, work, rest = REPEATS[kind]
    warmup = [Block(secs, intensity, "warmup") for secs, intensity in WARMUP]
    series = [block for _ in range(times) for block in (Block(*work, "work"), Block(*rest, "rest"))]
    spent = sum(block.secs for block in (*warmup, *series))
    tail = max(minutes * 60 - spent - 300, 0) // 60 * 60
    steady = [Block(tail, 0.64)] if tail >= WARMUP[0][0] else []
    return [*warmup, *series, *steady, Block(300, 0.48, "cooldown")]


def _rolling(kind: str, minutes: int) -> list[Block]:
    pattern = ROLLING[kind]
    whole, rest = divmod(minutes, 10)
    blocks = [Block(600, pattern[i % len(pattern)]) for i in range(whole)]
    return [*blocks, Block(rest * 60, pattern[0])] if rest else blocks


def performed(blocks: Sequence[Block], rng: Random) -> list[Block]:
    """What became of a plan: a form of the day, and a little scatter from block to block."""
    form = rng.gauss(1.0, 0.012)
    return [
        Block(b.secs, round(b.intensity * form * rng.gauss(1.0, 0.012), 4), b.role) for b in blocks
    ]
