"""What one sync asks Intervals.icu for: pure functions of today and of what is known already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import quote

from engine import history, sessions
from engine.base import sports
from engine.metrics.capability import curve_delta, sustainability
from engine.routes import completed
from engine.snapshot import AHEAD_DAYS, EXTENDED_DAYS, MESSAGE_DAYS, oldest_event_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.intervals_icu import Activity

CurveKind: TypeAlias = Literal["power-curves", "hr-curves"]
CURVE_KINDS: Final[tuple[CurveKind, CurveKind]] = ("power-curves", "hr-curves")

HEALTH_LOOKBACK_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Question:
    """A path, its parameters, and the type of JSON that the answer has to be.

    The path of a question about the athlete begins behind the athlete's id. What is ``required``
    is asked even with the rest of the key's budget.
    """

    path: str
    params: dict[str, str] = field(default_factory=dict)
    expected_type: type = list
    required: bool = False


def recent_activities(today: date) -> Question:
    """Ask for the activities of the last 28 days."""
    return replace(
        _span("activities", today - timedelta(days=EXTENDED_DAYS - 1), today), required=True
    )


def recent_wellness(today: date) -> Question:
    """Ask for today and the 28 days before, which today is compared with."""
    return replace(_span("wellness", today - timedelta(days=EXTENDED_DAYS), today), required=True)


def events(today: date, days: int) -> Question:
    """Ask for the calendar, from the retention of sessions to 90 days ahead."""
    first, last = oldest_event_day(today, days), today + timedelta(days=AHEAD_DAYS)
    return replace(_span("events", first, last, resolve="true"), required=True)


def health_events(today: date) -> Question:
    """Ask for what is marked as sick or injured, a year back."""
    first = today - timedelta(days=HEALTH_LOOKBACK_DAYS)
    last = today + timedelta(days=AHEAD_DAYS)
    return _span("events", first, last, category=",".join(sorted(sports.HEALTH_CATEGORIES)))


def long_activities(today: date) -> list[Question]:
    """Ask for the activities of three years in spans, oldest first."""
    return [
        _span("activities", *span, fields=history.ACTIVITY_FIELDS) for span in history.chunks(today)
    ]


def long_wellness(today: date) -> Question:
    """Ask for the wellness of three years."""
    spans = history.chunks(today)
    return _span("wellness", spans[0][0], spans[-1][1], fields=history.WELLNESS_FIELDS)


def delta_curves(kind: CurveKind, today: date, activity_type: str | None) -> Question:
    """Ask for the curves of the last 28 days and of the 28 before, of one type or of all."""
    wanted = ",".join(window.curve_id for window in curve_delta.windows(today))
    return _curves(kind, wanted, activity_type)


def ride_curves(today: date) -> list[Question]:
    """Ask for the power of both windows of each type of ride, outdoors first."""
    types = sustainability.CURVE_TYPES[sustainability.CYCLING]
    return [delta_curves("power-curves", today, activity_type) for activity_type in types]


def profile_curves(kind: CurveKind, today: date, activity_type: str) -> Question:
    """Ask for the curves of 42 days.

    Those of rides stay a question of their own beside the 28-day ones (defect S-13, kept).
    """
    return _curves(kind, sustainability.window(today).curve_id, activity_type)


def profile_types(activities: Iterable[Activity]) -> list[str]:
    """Return the types of the sport families of these activities whose curves are asked for.

    Types not seen lately are among them (defect 03-35, kept).
    """
    active = {activity.family for activity in activities}
    return [t for f, names in sustainability.CURVE_TYPES.items() if f in active for t in names]


def message_ids(activities: Iterable[Activity], today: date) -> list[str]:
    """Return the activities of the last days, every one of which is asked for (A-19, kept)."""
    first = (today - timedelta(days=MESSAGE_DAYS)).isoformat()
    return [str(a.id) for a in activities if a.id and a.day >= first]


def messages(ident: str) -> Question:
    """Ask for the chat of an activity."""
    return Question(_activity(ident, "/messages"))


def terrain(ident: str) -> Question:
    """Ask for the positions of an activity."""
    return Question(_activity(ident, "/streams.json"), {"types": completed.STREAM_TYPES})


def session(ident: str, part: str) -> Question:
    """Ask for one part of a session, its intervals or its streams."""
    if part == sessions.INTERVALS:
        return Question(_activity(ident), {"intervals": "true"}, dict)
    return Question(_activity(ident, "/streams"), {"types": ",".join(sessions.STREAM_TYPES)})


def _span(path: str, first: date, last: date, **extra: str) -> Question:
    return Question(path, {"oldest": first.isoformat(), "newest": last.isoformat(), **extra})


def _curves(kind: CurveKind, curve_ids: str, activity_type: str | None) -> Question:
    params = {"type": activity_type} if activity_type else {}
    return Question(kind, {**params, "curves": curve_ids}, dict)


def _activity(ident: str, rest: str = "") -> str:
    return f"activity/{quote(ident, safe='', errors='replace')}{rest}"
