"""What one sync asks Intervals.icu for: pure functions of today and of what is known already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from engine.base import sports
from engine.history.ranges import ACTIVITY_FIELDS, older_span
from engine.intervals_icu.wellness import WELLNESS_FIELDS
from engine.snapshot import AHEAD_DAYS, EXTENDED_DAYS, MESSAGE_DAYS, oldest_event_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from engine.intervals_icu import Activity

HEALTH_LOOKBACK_DAYS: Final = 365
INTERVALS_AT_ONCE: Final = 15
"""An activity with its intervals takes 10 to 150 KB."""


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


def older_activities(today: date) -> Question:
    """Ask for the activities of three years, up to the last 28 days."""
    first, last = older_span(today)
    return _span("activities", first, last, fields=ACTIVITY_FIELDS)


def all_wellness(today: date) -> Question:
    """Ask for the wellness of three years, the last days included."""
    first, _ = older_span(today)
    return _span("wellness", first, today, fields=WELLNESS_FIELDS)


def message_ids(activities: Iterable[Activity], today: date) -> list[str]:
    """Return the activities of the last days whose rows do not say that there is no chat (A-19)."""
    first = (today - timedelta(days=MESSAGE_DAYS)).isoformat()
    return [str(a.id) for a in activities if a.id and a.day >= first and a.may_have_chat]


def messages(ident: str) -> Question:
    """Ask for the chat of an activity."""
    return Question(_activity(ident, "/messages"))


def streams(ident: str, types: Iterable[str]) -> Question:
    """Ask for streams of an activity."""
    return Question(_activity(ident, "/streams"), {"types": ",".join(types)})


def intervals(ident: str) -> Question:
    """Ask for the intervals of one activity."""
    return Question(_activity(ident), {"intervals": "true"}, dict)


def intervals_of(idents: Iterable[str]) -> Question:
    """Ask for several activities with their intervals; what does not exist has no row."""
    return Question(f"activities/{','.join(map(_quoted, idents))}", {"intervals": "true"})


def interval_pieces(idents: Sequence[str]) -> list[tuple[str, ...]]:
    """Split activities so that answers stay small; an id that would split a list is left out."""
    plain = [ident for ident in idents if "," not in ident]
    starts = range(0, len(plain), INTERVALS_AT_ONCE)
    return [tuple(plain[start : start + INTERVALS_AT_ONCE]) for start in starts]


def _span(path: str, first: date, last: date, **extra: str) -> Question:
    return Question(path, {"oldest": first.isoformat(), "newest": last.isoformat(), **extra})


def _activity(ident: str, rest: str = "") -> str:
    return f"activity/{_quoted(ident)}{rest}"


def _quoted(ident: str) -> str:
    return quote(ident, safe="", errors="replace")
