"""How long to wait between two looks at something that takes its time.

Nothing failed here that a library for retries would repeat: each look may answer "not yet", and the
caller ends the loop. The waits are shown second by second, on a clock that tests set.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.terminal.progress import Progress

GROWTH = 1.5
FAST = (0.01, 0.1)
"""First and longest wait, s, when the server runs on this machine."""


@dataclass(frozen=True, slots=True)
class Polling:
    """Waits that grow from ``first`` to ``longest`` seconds.

    Attributes:
        pause: waits so many seconds while it shows why.
        first: first wait, s.
        longest: longest wait, s.
        clock: monotonic seconds.
    """

    pause: Callable[[float, str], None]
    first: float = 2.0
    longest: float = 10.0
    clock: Callable[[], float] = time.monotonic

    def attempts(self, budget: float, why: str) -> Iterator[None]:
        """Yield once for each look, with waits between them, for ``budget`` seconds."""
        end = self.clock() + budget
        wait = self.first
        while True:
            yield
            if self.clock() + wait > end:
                return
            self.pause(wait, why)
            wait = min(wait * GROWTH, self.longest)

    def between_tries(self, attempt: int) -> None:
        """Wait before something is tried again."""
        self.pause(min(self.first * 2**attempt, self.longest), "GitHub had trouble; looking again")


class Countdown:
    """A pause that tells once a second for how much longer and why."""

    def __init__(self, progress: Progress, sleep: Callable[[float], None] = time.sleep) -> None:
        self.progress = progress
        self._sleep = sleep

    def __call__(self, seconds: float, why: str) -> None:
        """Wait for ``seconds``."""
        left = seconds
        while left > 0:
            self.progress.waiting(why, left)
            self._sleep(min(1.0, left))
            left -= 1.0
