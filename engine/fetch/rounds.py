"""Reads everything one sync needs, each fact once and as much as possible side by side.

Three rounds: the athlete (whose time zone says what "today" is), then the lists and curves, then
what depends on them: sessions, terrain, messages, route files.
"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from engine import history, sessions
from engine.fetch import questions
from engine.intervals_icu.client import IntervalsError, KeyRefusedError
from engine.intervals_icu.message import message_texts
from engine.intervals_icu.order import newest_first
from engine.routes import completed, document
from engine.snapshot import LongHistory, Snapshot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date, datetime

    from engine.base.decode import Id, JsonObject
    from engine.config import Config
    from engine.fetch.asking import Asker
    from engine.fetch.questions import Question
    from engine.intervals_icu import Activity, Athlete, Curves, Event
    from engine.intervals_icu.answer import Answer
    from engine.routes.document import Download
    from engine.snapshot import State

Row = TypeVar("Row")

BAR_WIDTH = 24


@dataclass(slots=True)
class Collector:
    """One sync's reading."""

    asker: Asker
    config: Config
    progress: Callable[[str], None] = lambda _: None

    async def snapshot(self, athlete: Athlete, now: datetime, state: State) -> Snapshot:
        """Read what there is beside the athlete record.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: activities, wellness or events could not be read.
        """
        read = self._history_only if self.config.generate_history else self._everything
        try:
            return await read(athlete, now, state)
        except ExceptionGroup as group:
            raise _first(group) from group

    async def _history_only(self, athlete: Athlete, now: datetime, state: State) -> Snapshot:
        today = now.date()
        self.progress("reading activities and wellness")
        async with asyncio.TaskGroup() as group:
            activities_ = group.create_task(
                self.asker.activities(questions.recent_activities(today))
            )
            wellness_ = group.create_task(self.asker.wellness(questions.recent_wellness(today)))
            # an open plan of today decides what its CTL and ATL are
            events_ = group.create_task(
                self.asker.events(questions.events(today, self.config.days))
            )
            long_ = group.create_task(self._long_history(today))
        return Snapshot(
            now=now,
            days=self.config.days,
            athlete=athlete,
            activities=activities_.result(),
            wellness=wellness_.result(),
            events=events_.result(),
            long_history=long_.result(),
            state=state,
        )

    async def _everything(self, athlete: Athlete, now: datetime, state: State) -> Snapshot:
        today, ask = now.date(), self.asker
        current = history.token(self.config.week_start, self.config.zone_preference)
        rebuild = history.due(state.history, now, current, first_weekday=self.config.week_start)
        ride_curves = questions.ride_curves(today)
        hr_curves = questions.delta_curves("hr-curves", today, None)
        self.progress("reading activities, wellness and calendar")
        async with asyncio.TaskGroup() as group:
            activities_ = group.create_task(ask.activities(questions.recent_activities(today)))
            wellness_ = group.create_task(ask.wellness(questions.recent_wellness(today)))
            events_ = group.create_task(ask.events(questions.events(today, self.config.days)))
            health_ = group.create_task(self._health_events(today))
            rides_ = [group.create_task(ask.curves(question)) for question in ride_curves]
            hr_ = group.create_task(ask.curves(hr_curves))
            long_ = group.create_task(self._long_history(today) if rebuild else _nothing())
        activities, events = activities_.result(), events_.result()
        self.progress("reading sessions, terrain, messages and routes")
        async with asyncio.TaskGroup() as group:
            sport_ = group.create_task(self._sport_curves(activities, today))
            messages_ = group.create_task(self._messages(activities, today))
            terrain_ = group.create_task(self._terrain(activities, state))
            sessions_ = group.create_task(self._sessions(activities, now, state))
            downloads_ = group.create_task(self._downloads(events, state.routes))
        return Snapshot(
            now=now,
            days=self.config.days,
            athlete=athlete,
            activities=activities,
            wellness=wellness_.result(),
            events=events,
            health_events=health_.result(),
            ride_curves=tuple(ride.result() for ride in rides_),
            hr_curves=hr_.result(),
            sport_curves=sport_.result(),
            messages=messages_.result(),
            terrain=terrain_.result(),
            sessions=sessions_.result(),
            downloads=downloads_.result(),
            long_history=long_.result(),
            state=state,
        )

    async def _health_events(self, today: date) -> tuple[Event, ...] | None:
        try:
            return await self.asker.events(questions.health_events(today))
        except KeyRefusedError:
            raise
        except IntervalsError:
            self.asker.problems.append("health markers: only the recent calendar could be read")
            return None

    async def _sport_curves(
        self, activities: Sequence[Activity], today: date
    ) -> dict[str, tuple[Curves | None, Curves | None]]:
        """Read the 42-day curves of each type that a sport family of these activities has."""
        types = questions.profile_types(activities)
        power, hr = await asyncio.gather(
            *(
                asyncio.gather(
                    *(self.asker.curves(questions.profile_curves(kind, today, t)) for t in types)
                )
                for kind in questions.CURVE_KINDS
            )
        )
        return dict(zip(types, zip(power, hr, strict=True), strict=True))

    async def _messages(
        self, activities: Sequence[Activity], today: date
    ) -> dict[str, tuple[str, ...]]:
        ids = questions.message_ids(activities, today)
        answers = await self.asker.each("messages", ids, questions.messages)
        return {ident: message_texts(a.body) for ident, a in answers.items() if a.ok}

    async def _terrain(self, activities: Sequence[Activity], state: State) -> dict[str, Answer]:
        stored = completed.StoredTerrain.read(state.latest, state.terrain)
        wanted = completed.activities_to_fetch(activities, stored)
        return await self.asker.each("terrain", [str(i) for i in wanted], questions.terrain)

    async def _sessions(
        self, activities: Sequence[Activity], now: datetime, state: State
    ) -> dict[tuple[str, str], Answer]:
        wanted: list[tuple[str, str]] = [
            *sessions.sessions_to_fetch(state.intervals, activities, now)
        ]
        return await self.asker.each("sessions", wanted, lambda key: questions.session(*key))

    async def _downloads(
        self, events: Sequence[Event], cached: JsonObject | None
    ) -> dict[Id, Download]:
        token = document.cache_token(strict=self.config.privacy == "strict")
        return await self.asker.downloads(
            document.attachments_to_fetch(events, cached, token, self.config.api_url)
        )

    async def _long_history(self, today: date) -> LongHistory | None:
        """Read three years in parallel pieces; None when any of them is missing.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: the history is all that is wanted and cannot be had.
        """
        spans = questions.long_activities(today)
        done = itertools.count(1)

        # a read that never began must not exist: an interrupt would leave it behind with a warning
        async def piece(
            read: Callable[[Question], Awaitable[tuple[Row, ...]]], question: Question
        ) -> tuple[Row, ...]:
            rows = await read(question)
            self.progress(f"reading three years of history {bar(next(done), len(spans) + 1)}")
            return rows

        try:
            older, wellness = await asyncio.gather(
                asyncio.gather(*(piece(self.asker.activities, span) for span in spans)),
                piece(self.asker.wellness, questions.long_wellness(today)),
            )
        except KeyRefusedError:
            raise
        except IntervalsError as error:
            if self.config.generate_history:
                raise
            self.asker.problems.append(f"history.json is kept as it was: {error}")
            return None
        return LongHistory(
            activities=newest_first(itertools.chain(*older)),
            wellness=wellness,
        )


def bar(done: int, total: int) -> str:
    """Draw how much is done, ``[####....] 3/6``."""
    filled = BAR_WIDTH * done // total
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{total}"


def _first(group: ExceptionGroup[Exception]) -> Exception:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, ExceptionGroup) else inner


async def _nothing() -> None:
    return None
