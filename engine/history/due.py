"""When ``history.json`` is rebuilt (docs/format/history.md#rebuild)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.base.decode import at_athlete, parse_moment
from engine.history.token import TOKEN
from engine.metrics.intensity.hard_days import week_start

if TYPE_CHECKING:
    from datetime import datetime

    from engine.history.stored import StoredHistory

MAX_AGE_DAYS: Final = 28


def due(
    stored: StoredHistory | None,
    now: datetime,
    current: str = TOKEN,
    *,
    first_weekday: int = 0,
) -> bool:
    """Whether the file is to be built anew: it is outdated, or of an earlier training week.

    So the first sync of a week rebuilds it, and every completed week has its final row.

    Args:
        stored: what the file says; None when it is missing or unreadable.
        now: the present moment in the athlete's time zone.
        current: today's ``script_hash``.
        first_weekday: first day of a training week, Monday = 0.
    """
    built = parse_moment(stored.generated_at) if stored else None
    if built is None or outdated(stored, now, current):
        return True
    return built.date() < week_start(now.date(), first_weekday)


def outdated(stored: StoredHistory | None, now: datetime, current: str = TOKEN) -> bool:
    """Whether the file is unusable.

    It is when it is missing, damaged, of another version, of a clock that was ahead, or more than
    28 whole days old, at any hour of any day (defect 07-3.1-2, fixed).
    """
    if stored is None or stored.script_hash != current:
        return True
    built = parse_moment(stored.generated_at)
    if built is None or stored.total_months is None:
        return True
    aware = at_athlete(built, now)
    return aware > now or (now - aware).days > MAX_AGE_DAYS
