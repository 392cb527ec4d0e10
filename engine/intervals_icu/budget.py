"""How much may be asked: the pace for each address, and the budget for each key."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

BURST: Final = 20
PER_SECOND: Final = 10.0
RESERVE: Final = 50
"""So many requests of a budget are left to what a sync cannot do without."""
PAIR: Final = re.compile(r"\s*([0-9]{1,9})\s*,\s*([0-9]{1,9})\s*")


@dataclass(slots=True)
class TokenBucket:
    """Lets ``burst`` requests pass at once and then ``rate`` per second."""

    rate: float = PER_SECOND
    burst: int = BURST
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _free_at: float | None = None

    async def take(self) -> None:
        """Wait for the next free place."""
        now = self.clock()
        earliest = now - (self.burst - 1) / self.rate
        free_at = max(self._free_at if self._free_at is not None else earliest, earliest)
        self._free_at = free_at + 1 / self.rate
        if free_at > now:
            await self.sleep(free_at - now)


@dataclass(frozen=True, slots=True)
class Budget:
    """The requests that a key has left, of how many, in 15 minutes and in the day."""

    quarter_left: int
    quarter_limit: int
    day_left: int
    day_limit: int

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> Budget | None:
        """Read ``X-RateLimit-Remaining`` and ``-Limit``; None where they say nothing usable."""
        left = PAIR.fullmatch(headers.get("x-ratelimit-remaining", ""))
        limit = PAIR.fullmatch(headers.get("x-ratelimit-limit", ""))
        if left is None or limit is None:
            return None
        return cls(int(left[1]), int(limit[1]), int(left[2]), int(limit[2]))

    @property
    def nearly_spent(self) -> bool:
        """Whether only what cannot be done without should still be asked."""
        return min(self.quarter_left, self.day_left) < RESERVE

    def __str__(self) -> str:
        """Return what is left in words."""
        return (
            f"{self.quarter_left} of {self.quarter_limit} requests in 15 minutes and "
            f"{self.day_left} of {self.day_limit} today are left"
        )
