"""The block ``history`` of ``latest.json``: how old and how deep ``history.json`` is.

docs/format/history.md#history-confidence
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from engine.base.decode import parse_moment

if TYPE_CHECKING:
    from datetime import datetime

    from engine.base.numbers import Number
    from engine.history.stored import StoredHistory

HIGH_MONTHS: Final = 12
MEDIUM_MONTHS: Final = 3
LIMITED: Final = (
    "Analysis is limited to the current 28 days: draw no conclusions about longer trends."
)
MISSING_NOTE: Final = f"There is no usable history.json. {LIMITED}"
DAMAGED_NOTE: Final = f"history.json is there but lacks its period, so it is not used. {LIMITED}"


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The block when there is no usable file."""

    available: Literal[False]
    history_confidence: Literal["low"]
    note: str


@dataclass(frozen=True, slots=True)
class Available:
    """The block when there is a usable file."""

    available: Literal[True]
    last_generated: str | None
    age_days: int | None
    total_months: Number
    history_confidence: str


def history_block(stored: StoredHistory | None, now: datetime) -> Available | Unavailable:
    """Describe the history file.

    Args:
        stored: what ``history.json`` says; None when the file is missing or unreadable.
        now: the athlete's time, with offset.
    """
    if stored is None:
        return _unavailable(MISSING_NOTE)
    if stored.total_months is None:
        return _unavailable(DAMAGED_NOTE)
    stamp = stored.generated_at
    return Available(
        available=True,
        last_generated=stamp and stamp[:10],
        age_days=age_in_days(stamp, now),
        total_months=stored.total_months,
        history_confidence=confidence(stored.total_months),
    )


def age_in_days(stamp: str | None, now: datetime) -> int | None:
    """Return whole days since a time stamp, rounded down; None when it cannot be read.

    A stamp without offset is the athlete's wall clock. A stamp in the future gives -1 or less
    (second half of defect 06-42, kept).
    """
    moment = parse_moment(stamp)
    if moment is None:
        return None
    return (now - (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo))).days


def confidence(months: Number) -> str:
    """Grade how far long-term statements can be trusted."""
    if months >= HIGH_MONTHS:
        return "high"
    return "medium" if months >= MEDIUM_MONTHS else "low"


def _unavailable(note: str) -> Unavailable:
    return Unavailable(available=False, history_confidence="low", note=note)
