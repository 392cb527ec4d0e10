"""Faults on demand, and the record of every exchange."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["status", "lost_answer", "drop", "slow", "rate_limit", "secondary_rate_limit"]


@dataclass(slots=True)
class Fault:
    """A rule that spoils calls whose method and path fit.

    `nth` counts fitting calls from 1; `times` is how many of them, from there on, are spoiled.
    Modes: `status` answers with `status` and `body` and does nothing; `lost_answer` carries the
    call out and closes the connection without an answer; `drop` closes it before doing anything;
    `slow` answers properly after `seconds`;
    `rate_limit` and `secondary_rate_limit` answer as GitHub does when it has had enough.
    """

    method: str = ".*"
    path: str = ".*"
    nth: int = 1
    times: int = 1
    mode: Mode = "status"
    status: int = 502
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after: int | None = None
    seconds: float = 0.0
    seen: int = 0
    hits: int = 0

    def strikes(self, method: str, path: str) -> bool:
        """Count a call and say whether it is to be spoiled."""
        if not re.fullmatch(self.method, method) or not re.fullmatch(self.path, path):
            return False
        self.seen += 1
        if not self.nth <= self.seen < self.nth + self.times:
            return False
        self.hits += 1
        return True


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its answer, as observers and tests see it; no authorization value.

    `status` is 0 when the connection was closed without an answer.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    token_kind: str
    """`classic`, `oauth`, `fine-grained`, `job`, or nothing."""
    status: int
    answer_headers: dict[str, str]
    answer: bytes
    target: str = ""
    """Path and query as they stood in the request line."""
    fault: bool = False
    """Whether a Fault made this answer."""

    @property
    def writes(self) -> bool:
        """Whether the call asked for a change."""
        return self.method not in {"GET", "HEAD"}

    def __str__(self) -> str:
        return f"{self.method} {self.path} -> {self.status}"
