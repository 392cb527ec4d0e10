"""The one order of each kind of record, so that no result depends on that of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.decode import Id
    from engine.intervals_icu.activity import Activity
    from engine.intervals_icu.event import Event
    from engine.intervals_icu.wellness import Wellness

Place: TypeAlias = tuple[bool, int, str]

_DIGITS = len(str(2**63))
"""Longer rows of digits are no numbers that a service gives."""


def newest_first(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """Sort activities by start, the newest first; those of one moment by id."""
    by_id = sorted(activities, key=lambda activity: _place(activity.id))
    return tuple(sorted(by_id, key=lambda activity: activity.start or "", reverse=True))


def by_date(records: Iterable[Wellness]) -> tuple[Wellness, ...]:
    """Sort wellness records, the oldest first."""
    return tuple(sorted(records, key=lambda record: record.day or ""))


def by_start(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events, the oldest first; those of one moment by id."""
    return tuple(sorted(events, key=start_and_id))


def start_and_id(event: Event) -> tuple[str, Place]:
    """Return what events are sorted by."""
    return event.start or "", _place(event.id)


def _place(ident: Id | None) -> Place:
    """Return what ids are sorted by: whole numbers by size, then texts."""
    text = "" if ident is None else str(ident)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0
    return not number, number, text
