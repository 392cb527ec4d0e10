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
from engine.fetch.curves import CurveAnswers, curve_questions
from engine.fetch.recordings import recording_plan
from engine.intervals_icu.client import IntervalsError, KeyRefusedError
from engine.intervals_icu.message import read_messages
from engine.intervals_icu.order import newest_first
from engine.routes import document
from engine.snapshot import LongHistory, Snapshot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import date, datetime

    from engine.base.decode import Id
    from engine.config import Config
    from engine.fetch.asking import Asker
    from engine.fetch.questions import Question
    from engine.fetch.recordings import RecordingPlan
    from engine.intervals_icu import Activity, Athlete, Event
    from engine.intervals_icu.answer import Answer
    from engine.intervals_icu.message import Message
    from engine.routes.document import Download
    from engine.snapshot import State

Row = TypeVar("Row")

BAR_WIDTH = 24


@dataclass(slots=True)
class Collector:
    """One sync's reading. ``again`` asks for the long history whether it is due or not."""

    asker: Asker
    config: Config
    progress: Callable[[str], None] = lambda _: None
    again: bool = False

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
            activities=readable(activities_.result()),
            wellness=wellness_.result(),
            events=events_.result(),
            long_history=long_.result(),
            state=state,
        )

    async def _everything(self, athlete: Athlete, now: datetime, state: State) -> Snapshot:
        today, ask = now.date(), self.asker
        current = history.token(self.config.week_start, self.config.zone_preference)
        due = history.due(state.history, now, current, first_weekday=self.config.week_start)
        rebuild = due or self.again
        self.progress("reading activities, wellness and calendar")
        async with asyncio.TaskGroup() as group:
            activities_ = group.create_task(ask.activities(questions.recent_activities(today)))
            wellness_ = group.create_task(ask.wellness(questions.recent_wellness(today)))
            events_ = group.create_task(ask.events(questions.events(today, self.config.days)))
            health_ = group.create_task(self._health_events(today))
            long_ = group.create_task(self._long_history(today) if rebuild else _nothing())
        listed, events = activities_.result(), events_.result()
        activities, unreadable = readable(listed), tuple(a for a in listed if a.is_stub)
        self.progress("reading sessions, terrain, messages and routes")
        async with asyncio.TaskGroup() as group:
            curves_ = group.create_task(self._curves(activities, athlete, today))
            messages_ = group.create_task(self._messages(activities, today))
            sessions_ = group.create_task(self._sessions(activities, now, state))
            downloads_ = group.create_task(self._downloads(events, now, state))
        curves, (terrain, answers) = curves_.result(), sessions_.result()
        return Snapshot(
            now=now,
            days=self.config.days,
            athlete=athlete,
            activities=activities,
            unreadable=unreadable,
            wellness=wellness_.result(),
            events=events,
            health_events=health_.result(),
            ride_curves=curves.of_rides(),
            hr_curves=curves.of_all_sports(),
            sport_curves=curves.of_sports(),
            messages=messages_.result(),
            terrain=terrain,
            sessions=answers,
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

    async def _curves(
        self, activities: Sequence[Activity], athlete: Athlete, today: date
    ) -> CurveAnswers:
        wanted = curve_questions(activities, athlete.sport_settings, today)
        answers = await asyncio.gather(*map(self.asker.curves, wanted))
        return CurveAnswers(dict(zip(wanted, answers, strict=True)), today)

    async def _messages(
        self, activities: Sequence[Activity], today: date
    ) -> dict[str, tuple[Message, ...]]:
        silent: dict[str, tuple[Message, ...]] = {
            str(a.id): () for a in activities if not a.may_have_chat
        }
        ids = questions.message_ids(activities, today)
        answers = await self.asker.each("messages", ids, questions.messages)
        return silent | {ident: read_messages(a.body) for ident, a in answers.items() if a.ok}

    async def _sessions(
        self, activities: Sequence[Activity], now: datetime, state: State
    ) -> tuple[dict[str, Answer], dict[tuple[str, str], Answer]]:
        """Read recordings and intervals: the answers for terrain, and those for sessions."""
        due = sessions.sessions_to_fetch(state.intervals, activities, now)
        plan = recording_plan(
            activities, state, (i for i, part in due if part == sessions.STREAMS), now
        )
        intervals, answers = await asyncio.gather(
            self.asker.intervals([i for i, part in due if part == sessions.INTERVALS]),
            self._recordings(plan),
        )
        return plan.terrain(answers), {
            **{(ident, sessions.INTERVALS): answer for ident, answer in intervals.items()},
            **{(ident, sessions.STREAMS): a for ident, a in plan.streams(answers).items()},
        }

    async def _recordings(self, plan: RecordingPlan) -> dict[str, Answer]:
        answers = await self.asker.each(
            "recordings",
            list(plan.types),
            lambda ident: questions.streams(ident, plan.types[ident]),
        )
        return answers | await self.asker.each(
            "recordings",
            plan.proven(answers),
            lambda ident: questions.streams(ident, sessions.STREAM_TYPES),
        )

    async def _downloads(
        self, events: Sequence[Event], now: datetime, state: State
    ) -> dict[Id, Download]:
        token = document.cache_token(strict=self.config.privacy == "strict")
        return await self.asker.downloads(
            document.attachments_to_fetch(
                events,
                state.routes,
                token,
                self.config.api_url,
                lambda ident: state.tries.due("routes", ident, now),
            )
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
            activities=readable(newest_first(itertools.chain(*older))),
            wellness=wellness,
        )


def readable(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """Return the activities without those that the service may not hand out."""
    return tuple(activity for activity in activities if not activity.is_stub)


def bar(done: int, total: int) -> str:
    """Draw how much is done, ``[####....] 3/6``."""
    filled = BAR_WIDTH * done // total
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{total}"


def _first(group: ExceptionGroup[Exception]) -> Exception:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, ExceptionGroup) else inner


async def _nothing() -> None:
    return None
