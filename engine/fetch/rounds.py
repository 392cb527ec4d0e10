"""Reads everything one sync needs, each fact once and as much as possible side by side.

Two rounds: the athlete, whose time zone says what "today" is, with the lists of that day; then what
depends on them: curves, sessions, terrain, messages, route files.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine import sessions
from engine.base.decode import Fields
from engine.fetch import questions
from engine.fetch.curves import CurveAnswers, curve_questions
from engine.fetch.lists import Day, ListReader
from engine.fetch.recordings import recording_plan
from engine.intervals_icu import Athlete
from engine.intervals_icu.message import message_texts
from engine.routes import document
from engine.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from engine.base.decode import Id, JsonObject
    from engine.config import Config
    from engine.fetch.asking import Asker
    from engine.fetch.lists import Lists
    from engine.fetch.recordings import RecordingPlan
    from engine.intervals_icu import Activity, Event
    from engine.intervals_icu.answer import Answer
    from engine.routes.document import Download
    from engine.snapshot import State


@dataclass(slots=True)
class Collector:
    """One sync's reading."""

    asker: Asker
    config: Config
    progress: Callable[[str], None] = lambda _: None

    async def snapshot(self, moment: datetime, state: State) -> Snapshot:
        """Read what a sync needs.

        Args:
            moment: of the run, with an offset that counts where the profile names no time zone.
            state: the files of earlier runs.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: the athlete, activities, wellness or events could not be read.
        """
        try:
            athlete, lists = await self._athlete_and_lists(moment, state)
            known = Snapshot(
                now=athlete.local(moment),
                days=self.config.days,
                athlete=athlete,
                activities=lists.activities,
                wellness=lists.wellness,
                events=lists.events,
                health_events=lists.health_events,
                long_history=lists.long_history,
                state=state,
            )
            return known if self.config.generate_history else await self._with_details(known)
        except ExceptionGroup as group:
            raise _first(group) from group

    async def _athlete_and_lists(self, moment: datetime, state: State) -> tuple[Athlete, Lists]:
        """Read the athlete, whose time zone says what day it is, and the lists of that day.

        That of the last run most likely holds, so the lists are asked for at once. What was asked
        for the wrong day is forgotten.
        """
        self.progress("reading the athlete")
        last = _last_athlete(state)
        guess = self._day(last, moment, state) if last else None
        aside = self.asker.beside()
        early = asyncio.create_task(self._lists(aside, guess)) if guess else None
        try:
            athlete = await self.asker.athlete()
            day = self._day(athlete, moment, state)
            if early is not None and day == guess:
                lists = await early
                self.asker.take_over(aside)
                return athlete, lists
        finally:
            if early is not None:
                early.cancel()
                await asyncio.gather(early, return_exceptions=True)
        return athlete, await self._lists(self.asker, day)

    def _day(self, athlete: Athlete, moment: datetime, state: State) -> Day:
        """Return the athlete's day, by which the client tells the time from now on."""
        client, now = self.asker.client, athlete.local(moment)
        client.now, client.zoned = now, athlete.zone is not None
        return Day.of(now, state, self.config)

    async def _lists(self, asker: Asker, day: Day) -> Lists:
        return await ListReader(asker, self.config, self.progress).read(day)

    async def _with_details(self, known: Snapshot) -> Snapshot:
        """Add what depends on the lists."""
        activities, state, today = known.activities, known.state, known.today
        self.progress("reading sessions, terrain, messages and routes")
        async with asyncio.TaskGroup() as group:
            curves_ = group.create_task(self._curves(activities, known.athlete, today))
            messages_ = group.create_task(self._messages(activities, today))
            sessions_ = group.create_task(self._sessions(activities, known.now, state))
            downloads_ = group.create_task(self._downloads(known.events, state.routes))
        curves, (terrain, answers) = curves_.result(), sessions_.result()
        return replace(
            known,
            ride_curves=curves.of_rides(),
            hr_curves=curves.of_all_sports(),
            sport_curves=curves.of_sports(),
            messages=messages_.result(),
            terrain=terrain,
            sessions=answers,
            downloads=downloads_.result(),
        )

    async def _curves(
        self, activities: Sequence[Activity], athlete: Athlete, today: date
    ) -> CurveAnswers:
        wanted = curve_questions(activities, athlete.sport_settings, today)
        answers = await asyncio.gather(*map(self.asker.curves, wanted))
        return CurveAnswers(dict(zip(wanted, answers, strict=True)), today)

    async def _messages(
        self, activities: Sequence[Activity], today: date
    ) -> dict[str, tuple[str, ...]]:
        silent: dict[str, tuple[str, ...]] = {
            str(a.id): () for a in activities if not a.may_have_chat
        }
        ids = questions.message_ids(activities, today)
        answers = await self.asker.each("messages", ids, questions.messages)
        return silent | {ident: message_texts(a.body) for ident, a in answers.items() if a.ok}

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
        self, events: Sequence[Event], cached: JsonObject | None
    ) -> dict[Id, Download]:
        token = document.cache_token(strict=self.config.privacy == "strict")
        return await self.asker.downloads(
            document.attachments_to_fetch(events, cached, token, self.config.api_url)
        )


def _last_athlete(state: State) -> Athlete | None:
    """Return what the last run knew of the athlete's time zone; None before the first one."""
    if state.latest is None:
        return None
    profile = Fields(state.latest, "latest").mapping("athlete_profile") or {}
    return Athlete(timezone=Fields(profile, "latest.athlete_profile").text("timezone"))


def _first(group: ExceptionGroup[Exception]) -> Exception:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, ExceptionGroup) else inner
