"""The last day of an entry that spans several (docs/format/calendar.md#last-day)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.base.decode import parse_day
from engine.base.serialize import MISSING

if TYPE_CHECKING:
    from engine.base.serialize import Absent
    from engine.intervals_icu import Event

WORKOUT = "WORKOUT"
"""A workout is of its first day, also when it goes on past midnight."""


def last_day(event: Event) -> date | None:
    """Return the last date, None without a first one; the service stores midnight of the day after.

    An end that cannot be read, or that lies before the start, is none.
    """
    start = parse_day(event.day)
    if start is None or event.category == WORKOUT:
        return start
    text, _, clock = (event.end or "").partition("T")
    end = parse_day(text[:10])
    if end is None or end <= start:
        return start
    return end - timedelta(days=1) if clock[:5] in ("", "00:00") else end


def end_date(event: Event) -> str | Absent:
    """Return what is published: the last date, where it is not the first one."""
    last = last_day(event)
    return last.isoformat() if last and last.isoformat() > event.day else MISSING
