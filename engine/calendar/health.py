"""``health_context``: what the athlete has marked as illness or injury.

Context for the coach, never an input of the readiness decision
(docs/format/calendar.md#health-context).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.base.decode import Id, parse_day
from engine.base.serialize import MISSING, Absent
from engine.base.sports import HEALTH_CATEGORIES
from engine.calendar.last_day import last_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.base.numbers import Number
    from engine.intervals_icu import Event, Wellness

LOOKBACK_DAYS: Final = 365
RECENT_DAYS: Final = 14
INJURY_SHOWN_FROM: Final = 2
INJURY_ASKS_FROM: Final = 3
"""Wellness scale of 1 to 4, 4 being the worst."""

SERIES: Final = "wellness_data[].injury / history.json daily_90d[].injury"
NOTE: Final = (
    "What the athlete marked as sick or injured in the calendar, and today's injury score: "
    "context, not an input of readiness_decision, which may say go while clarification_required "
    "is true. Markers count by category (SICK, INJURED), never by title. end_date is the last "
    "marked day, included, and no proof of recovery: recent without current leaves it unknown. "
    "When clarification_required is true, ask how severe a current marker or injury score is, or "
    "about recovery from a recent one, and recommend no full training without a reservation "
    "until that is answered; it never means an automatic skip and never relaxes one. "
    "source_status partial: only the shorter window of lookback_days could be read, marker_active "
    "and recent_marker are left out, and empty lists prove nothing. Markings that began before "
    "the look-back are not seen."
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marked span of days, its fields in the order of emission."""

    event_id: Id | None
    category: str | None
    start_date: str
    end_date: str
    marker_active_today: bool
    source: str
    name: str | Absent
    description: str | Absent
    days_since_end: int | Absent = MISSING


@dataclass(frozen=True, slots=True)
class Injury:
    """The injury score of the latest wellness record, its fields in the order of emission."""

    value: Number
    date: str | None
    freshness: str
    series: str
    days_old: int | Absent

    @property
    def asks(self) -> bool:
        """Whether the coach has to ask."""
        return self.freshness == "current" and self.value >= INJURY_ASKS_FROM


@dataclass(frozen=True, slots=True)
class HealthContext:
    """The block ``health_context``, its fields in the order of emission."""

    source_status: str
    marker_active: bool | Absent
    recent_marker: bool | Absent
    clarification_required: bool
    lookback_days: int
    recent_window_days: int
    current: tuple[Marker, ...]
    recent: tuple[Marker, ...]
    upcoming: tuple[Marker, ...]
    wellness_injury: Injury | Absent
    note: str = NOTE


def health_context(
    marked: Iterable[Event] | None,
    main_events: Iterable[Event],
    latest_wellness: Wellness | None,
    today: date,
    main_oldest: date,
) -> HealthContext:
    """Return the block ``health_context``.

    Args:
        marked: the answer to the request for health categories, None when it failed.
        main_events: the calendar that stands in for it.
        latest_wellness: the newest record of the display window.
        today: the athlete's date.
        main_oldest: first date of the main calendar request.
    """
    complete = marked is not None
    markers = _markers(main_events if marked is None else marked, today)
    current = tuple(marker for marker in markers if marker.marker_active_today)
    recent = tuple(marker for marker in markers if marker.days_since_end is not MISSING)
    injury = _injury(latest_wellness, today)
    asks = bool(current or recent) or bool(injury and injury.asks)
    return HealthContext(
        source_status="ok" if complete else "partial",
        marker_active=bool(current) if complete else MISSING,
        recent_marker=bool(recent and not current) if complete else MISSING,
        clarification_required=asks or not complete,
        lookback_days=LOOKBACK_DAYS if complete else (today - main_oldest).days,
        recent_window_days=RECENT_DAYS,
        current=current,
        recent=recent,
        upcoming=tuple(marker for marker in markers if marker.start_date > today.isoformat()),
        wellness_injury=injury or MISSING,
    )


def _markers(events: Iterable[Event], today: date) -> list[Marker]:
    """Return the markers that are active, ahead or recently over.

    Ids are sorted as text, so 10 stands before 9 (defect 07-8-2, kept).
    """
    marked = (event for event in events if event.category in HEALTH_CATEGORIES)
    markers = [marker for event in marked if (marker := _marker(event, today))]
    return sorted(markers, key=lambda m: (m.start_date, m.category or "", str(m.event_id)))


def _marker(event: Event, today: date) -> Marker | None:
    start = parse_day(event.day)
    if start is None:
        return None
    end = last_day(event) or start
    over_for = (today - end).days
    if over_for > RECENT_DAYS:
        return None
    return Marker(
        event_id=event.id,
        category=event.category,
        start_date=start.isoformat(),
        end_date=end.isoformat(),
        marker_active_today=start <= today <= end,
        source="calendar",
        name=(event.name or "").strip() or MISSING,
        description=(event.description or "").strip() or MISSING,
        days_since_end=over_for if over_for > 0 else MISSING,
    )


def _injury(wellness: Wellness | None, today: date) -> Injury | None:
    if wellness is None or wellness.injury is None or wellness.injury < INJURY_SHOWN_FROM:
        return None
    day = parse_day(wellness.day)
    return Injury(
        value=wellness.injury,
        date=wellness.day,
        freshness="current" if day == today else "stale",
        series=SERIES,
        days_old=MISSING if day is None else (today - day).days,
    )
