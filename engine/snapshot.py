"""Everything one sync has read, decoded, with the athlete's own "now" in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.tries import Tries
from engine.metrics.ftp import FtpHistory
from engine.routes.completed import StoredTerrain, previous_rows, unread
from engine.sessions.previous import Previous
from engine.sessions.retries import RETENTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.base.decode import Id, JsonObject
    from engine.history.stored import StoredHistory
    from engine.intervals_icu import Activity, Athlete, Curves, Event, Wellness
    from engine.intervals_icu.answer import Answer
    from engine.intervals_icu.message import Message
    from engine.routes.document import Download

WEEK_DAYS = 7
EXTENDED_DAYS = 28
AHEAD_DAYS = 90
MESSAGE_DAYS = 7


@dataclass(frozen=True, slots=True)
class State:
    """The files of earlier runs; None where there is none."""

    latest: JsonObject | None = None
    history: StoredHistory | None = None
    intervals: Previous = field(default_factory=Previous)
    routes: JsonObject | None = None
    ftp_history: FtpHistory = field(default_factory=FtpHistory)
    terrain: JsonObject | None = None
    reading: JsonObject | None = None
    asked: JsonObject | None = None

    @property
    def tries(self) -> Tries:
        """Return how often what could not be used was asked for."""
        return Tries.read((self.reading or {}).get("tries"))

    def stored_terrain(self, activities: Iterable[Activity], now: datetime) -> StoredTerrain:
        """Return what is known of the terrain, and what of it is to be asked for once more."""
        tries, bad = self.tries, unread(previous_rows(self.latest), activities)
        again = frozenset(ident for ident in bad if tries.due("terrain", ident, now))
        return StoredTerrain.read(self.latest, self.terrain, again)


@dataclass(frozen=True, slots=True)
class LongHistory:
    """Activities (newest first) and wellness (oldest first) of three years before the 28 days."""

    activities: tuple[Activity, ...]
    wellness: tuple[Wellness, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One sync's input.

    Attributes:
        now: in the athlete's time zone.
        days: length of the display window.
        activities: 28 days, newest first.
        wellness: today and the 28 days before, oldest first.
        unreadable: sessions of the 28 days that the service lists and may not hand out.
        events: from the retention of intervals to 90 days ahead, by start and id.
        health_events: marked sick or injured; None when the request failed.
        ride_curves: two 28-day power curves of each type of ride; None where reading failed.
        hr_curves: two 28-day heart-rate curves of all sports; None when reading failed.
        sport_curves: activity type to its 42-day power and heart-rate curves, None where reading
            failed.
        messages: activity id to its messages; absent when they could not be read.
        terrain: activity id to the answer for its position streams.
        sessions: (activity id, ``intervals`` or ``streams``) to the answer.
        downloads: attachment id to its file.
        asked: what the next run may use of these answers.
        long_history: present when ``history.json`` is to be rebuilt and everything was read.
        state: the files of earlier runs.
    """

    now: datetime
    days: int
    athlete: Athlete
    activities: tuple[Activity, ...]
    wellness: tuple[Wellness, ...]
    unreadable: tuple[Activity, ...] = ()
    events: tuple[Event, ...] = ()
    health_events: tuple[Event, ...] | None = None
    ride_curves: tuple[Curves | None, ...] = ()
    hr_curves: Curves | None = None
    sport_curves: Mapping[str, tuple[Curves | None, Curves | None]] = field(default_factory=dict)
    messages: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    terrain: Mapping[str, Answer] = field(default_factory=dict)
    sessions: Mapping[tuple[str, str], Answer] = field(default_factory=dict)
    downloads: Mapping[Id, Download] = field(default_factory=dict)
    asked: JsonObject | None = None
    long_history: LongHistory | None = None
    state: State = field(default_factory=State)

    @property
    def today(self) -> date:
        """Return the athlete's calendar date."""
        return self.now.date()

    def first_day(self, days: int) -> date:
        """Return the first of the last ``days`` dates, today included."""
        return self.today - timedelta(days=days - 1)

    @property
    def display_activities(self) -> tuple[Activity, ...]:
        """Return the activities of the display window."""
        return self._activities_of(self.days)

    @property
    def week_activities(self) -> tuple[Activity, ...]:
        """Return the activities of the last seven days, whatever the display window is."""
        return self._activities_of(WEEK_DAYS)

    @property
    def display_wellness(self) -> tuple[Wellness, ...]:
        """Return the wellness records of the display window."""
        return self._wellness_of(self.days)

    @property
    def week_wellness(self) -> tuple[Wellness, ...]:
        """Return the wellness records of the last seven days."""
        return self._wellness_of(WEEK_DAYS)

    @property
    def month_wellness(self) -> tuple[Wellness, ...]:
        """Return the wellness records of the last 28 days."""
        return self._wellness_of(EXTENDED_DAYS)

    def _activities_of(self, days: int) -> tuple[Activity, ...]:
        first = self.first_day(days).isoformat()
        return tuple(a for a in self.activities if a.day >= first)

    def _wellness_of(self, days: int) -> tuple[Wellness, ...]:
        first = self.first_day(days).isoformat()
        return tuple(w for w in self.wellness if (w.day or "") >= first)

    def wellness_of(self, day: date) -> Wellness | None:
        """Return the record of one date."""
        return next((w for w in self.wellness if w.day == day.isoformat()), None)

    def events_between(self, first: date | None, last: date | None) -> tuple[Event, ...]:
        """Return the events whose date lies in a range; None leaves an end open."""
        low = first.isoformat() if first else ""
        high = last.isoformat() if last else "9999"
        return tuple(e for e in self.events if e.day and low <= e.day <= high)

    @property
    def todays_activities(self) -> tuple[Activity, ...]:
        """Return the activities of today."""
        return tuple(a for a in self.activities if a.day == self.today.isoformat())

    @property
    def plan_is_open(self) -> bool:
        """Whether training is planned for today that no activity is paired with."""
        today = self.today.isoformat()
        sessions = (a for a in (*self.activities, *self.unreadable) if a.day == today)
        done = {str(session.paired_event_id) for session in sessions if session.paired_event_id}
        return any(
            event.category in sports.TRAINING_CATEGORIES
            and not event.paired_activity_id
            and str(event.id) not in done
            for event in self.events_between(self.today, self.today)
        )


def oldest_event_day(today: date, days: int) -> date:
    """Return the first date of the main event request."""
    return today - timedelta(days=max(days - 1, RETENTION.days))
