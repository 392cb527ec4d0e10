"""Time that passes only when somebody sleeps."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

DUST = 1e-9
"""Pauses that are only the rounding of sums."""


@dataclass
class Clock:
    """A monotonic clock (s) and the sleep that moves it."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds > DUST:
            self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)
