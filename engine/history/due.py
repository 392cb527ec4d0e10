"""When ``history.json`` is rebuilt (docs/format/history.md#rebuild)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.base.decode import parse_moment
from engine.history.token import TOKEN

if TYPE_CHECKING:
    from datetime import datetime

    from engine.history.stored import StoredHistory

MAX_AGE_DAYS: Final = 28


def due(stored: StoredHistory | None, now: datetime, current: str = TOKEN) -> bool:
    """Whether the file is to be built anew.

    It is when it is missing, damaged, of another version, or more than 28 whole days old, at any
    hour of any day (defect 07-3.1-2, fixed). In between the weekly rows age with the file (defect
    07-3.1-3, kept).

    Args:
        stored: what the file says; None when it is missing or unreadable.
        now: the present moment in the athlete's time zone.
        current: today's ``script_hash``.
    """
    if stored is None or stored.script_hash != current:
        return True
    built = parse_moment(stored.generated_at)
    if built is None or stored.total_months is None:
        return True
    # A stamp without offset is the athlete's wall clock.
    aware = built if built.utcoffset() is not None else built.replace(tzinfo=now.tzinfo)
    return (now - aware).days > MAX_AGE_DAYS
