"""The lists that everything else follows from: activities, wellness, calendar, older history."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.fetch import questions
from engine.fetch.curves import types_trained
from engine.history.due import due
from engine.history.token import token
from engine.intervals_icu.client import IntervalsError, KeyRefusedError
from engine.snapshot import LongHistory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from engine.config import Config
    from engine.fetch.asking import Asker, Revisions
    from engine.fetch.doubts import Doubts
    from engine.intervals_icu import Activity, Event, Wellness
    from engine.snapshot import State

BAR_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Day:
    """What the questions for the lists follow from.

    Attributes:
        today: the athlete's date.
        rebuild: whether three years are needed.
    """

    today: date
    rebuild: bool

    @classmethod
    def of(cls, now: datetime, state: State, config: Config, *, again: bool) -> Day:
        """Return the day of a run; ``again`` asks for three years whether they are due or not."""
        rules = token(config.week_start, config.zone_preference)
        old = due(state.history, now, rules, first_weekday=config.week_start)
        return cls(now.date(), rebuild=old or again or config.generate_history)


@dataclass(frozen=True, slots=True)
class Lists:
    """What was read: fields of the snapshot, and what further questions follow from.

    Attributes:
        trained: the types of what curves can be made of; None where it is not known.
        revisions: a digest of each listed row by its id.
    """

    activities: tuple[Activity, ...]
    unreadable: tuple[Activity, ...]
    wellness: tuple[Wellness, ...]
    events: tuple[Event, ...]
    health_events: tuple[Event, ...] | None
    long_history: LongHistory | None
    trained: frozenset[str] | None
    revisions: Revisions


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads the lists of one day side by side. ``doubts`` weigh what the asker reads."""

    asker: Asker
    config: Config
    progress: Callable[[str], None]
    day: Day
    doubts: Doubts

    async def read(self) -> Lists:
        """Read what a sync is based on.

        Raises:
            ExceptionGroup: of a refused key, or of lists that could not be read.
            DoubtedError: lists are empty that were not.
        """
        ask, day = self.asker, self.day
        today = day.today
        done = itertools.count(1)
        self.progress("reading activities, wellness and calendar")

        def read_a_piece() -> None:
            if day.rebuild:
                self.progress(f"reading three years of history {bar(next(done), 2)}")

        async with asyncio.TaskGroup() as group:
            activities_ = group.create_task(ask.listed(questions.recent_activities(today)))
            wellness_ = group.create_task(self._wellness(read_a_piece))
            # for a history alone, too: an open plan of today decides what its CTL and ATL are
            events_ = group.create_task(ask.events(questions.events(today, self.config.days)))
            health_ = group.create_task(self._health_events())
            older_ = group.create_task(self._older_activities(read_a_piece))
        self.doubts.settle()
        wellness, before = wellness_.result()
        (listed, revisions), older = activities_.result(), older_.result()
        return Lists(
            activities=readable(listed),
            unreadable=tuple(activity for activity in listed if activity.is_stub),
            wellness=wellness,
            events=events_.result(),
            health_events=health_.result(),
            long_history=None
            if older is None or before is None
            else LongHistory(readable(older), before),
            trained=None if older is None else types_trained((*listed, *older), today),
            revisions=revisions,
        )

    async def _health_events(self) -> tuple[Event, ...] | None:
        if self.config.generate_history:
            return None
        try:
            return await self.asker.events(questions.health_events(self.day.today))
        except KeyRefusedError:
            raise
        except IntervalsError:
            self.asker.problems.append("health markers: only the recent calendar could be read")
            return None

    async def _older_activities(self, done: Callable[[], None]) -> tuple[Activity, ...] | None:
        """Read the activities before the last 28 days; None when they are not needed or missing."""
        if not self.day.rebuild:
            return None
        try:
            found = await self.asker.activities(questions.older_activities(self.day.today))
        except IntervalsError as error:
            self._keep_the_old(error)
            return None
        done()
        return found

    async def _wellness(
        self, done: Callable[[], None]
    ) -> tuple[tuple[Wellness, ...], tuple[Wellness, ...] | None]:
        """Read the wellness of the last days, and that before; None when that is not read.

        Three years are one question; should it fail, the last days are asked for by themselves.
        """
        recent = questions.recent_wellness(self.day.today)
        if not self.day.rebuild:
            return await self.asker.wellness(recent), None
        question = questions.all_wellness(self.day.today)
        first = recent.params["oldest"]
        try:
            found = await self.asker.wellness(question)
            before = tuple(record for record in found if record.day and record.day < first)
            self.asker.weigh(question.path, {**question.params, "newest": first}, len(before))
        except IntervalsError as error:
            self._keep_the_old(error)
            return await self.asker.wellness(recent), None
        done()
        now = tuple(record for record in found if not record.day or record.day >= first)
        self.asker.weigh(recent.path, recent.params, len(now))
        return now, before

    def _keep_the_old(self, error: IntervalsError) -> None:
        """Say that the history is not rebuilt.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: the history is all that is wanted and cannot be had.
        """
        if isinstance(error, KeyRefusedError) or self.config.generate_history:
            raise error
        self.asker.problems.append(f"history.json is kept as it was: {error}")


def readable(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """Return the activities without those that the service may not hand out."""
    return tuple(activity for activity in activities if not activity.is_stub)


def bar(done: int, total: int) -> str:
    """Draw how much is done, ``[####....] 3/6``."""
    filled = BAR_WIDTH * done // total
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{total}"
