"""A race of the calendar, as ``race_calendar`` shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.base.serialize import Absent


@dataclass(frozen=True, slots=True)
class Race:
    """A race ahead or under way, its fields in the order of emission; time in s, distance in m."""

    name: str | None
    date: str
    category: str | None
    type: str | None
    days_until: int
    moving_time_seconds: Number | None
    distance_meters: Number | None
    display: JsonObject
    has_terrain: bool
    end_date: str | Absent
    start_time: str | Absent
    indoor: Literal[True] | Absent
