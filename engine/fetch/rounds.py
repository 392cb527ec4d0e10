"""Reads everything one sync needs, each fact once and as much as possible side by side.

Two rounds: the athlete, whose time zone says what "today" is, with the lists of that day; then what
depends on them: curves, sessions, terrain, messages, route files.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine import sessions
from engine.base.decode import Fields, parse_moment
from engine.fetch import questions, reuse
from engine.fetch.curves import CurveAnswers, curve_questions, surely_empty
from engine.fetch.doubts import Doubts
from engine.fetch.lists import Day, ListReader
from engine.fetch.recordings import recording_plan
from engine.intervals_icu import Athlete
from engine.intervals_icu.message import read_messages
from engine.routes import document
from engine.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
    from datetime import date, datetime

    from engine.base.decode import Id, JsonObject
    from engine.config import Config
    from engine.fetch.asking import Asker
    from engine.fetch.curves import CurveQuestion
    from engine.fetch.lists import Lists
    from engine.fetch.recordings import RecordingPlan
    from engine.intervals_icu import Activity, Curves, Event
    from engine.intervals_icu.answer import Answer
    from engine.intervals_icu.message import Message
    from engine.routes.document import Download
    from engine.snapshot import State


@dataclass(slots=True)
class Collector:
    """One sync's reading. ``doubts`` are those about its lists, once they were asked for."""

    asker: Asker
    config: Config
    progress: Callable[[str], None] = lambda _: None
    doubts: Doubts = field(init=False)

    async def snapshot(self, moment: datetime, state: State) -> Snapshot:
        """Read what a sync needs.

        Args:
            moment: of the run, with an offset that counts where the profile names no time zone.
            state: the files of earlier runs.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: the athlete, activities, wellness or events could not be read.
        """
        self.doubts = Doubts.read(state, moment)
        try:
            athlete, lists = await self._athlete_and_lists(moment, state)
            known = Snapshot(
                now=athlete.local(moment),
                days=self.config.days,
                athlete=athlete,
                activities=lists.activities,
                unreadable=lists.unreadable,
                wellness=lists.wellness,
                events=lists.events,
                health_events=lists.health_events,
                long_history=lists.long_history,
                state=state,
            )
            if self.config.generate_history:
                return known
            return await self._with_details(known, lists)
        except ExceptionGroup as group:
            raise _first(group) from group

    async def _athlete_and_lists(self, moment: datetime, state: State) -> tuple[Athlete, Lists]:
        """Read the athlete, whose time zone says what day it is, and the lists of that day.

        That of the last run most likely holds, so the lists are asked for at once. What was found
        for another zone is forgotten; where it is of the same day, nothing is asked for again.
        """
        self.progress("reading the athlete")
        last = last_athlete(state.latest)
        guess = self._reader(last, _at_last_offset(state.latest, moment), state)
        early = asyncio.create_task(guess.read()) if state.latest is not None else None
        try:
            athlete = await self.asker.athlete()
            if early is not None and last.zone and athlete.timezone == last.timezone:
                return athlete, await self._lists(guess, early)
        finally:
            if early is not None:
                early.cancel()
                await asyncio.gather(early, return_exceptions=True)
        reader = self._reader(athlete, moment, state)
        return athlete, await self._lists(reader, reader.read())

    def _reader(self, athlete: Athlete, moment: datetime, state: State) -> ListReader:
        """Return what reads the lists of the athlete's day; the client tells its time."""
        client, now = self.asker.client, athlete.local(moment)
        client.now, client.zoned = now, athlete.zone is not None
        doubts = Doubts.read(state, now)
        day = Day.of(now, state, self.config, again=doubts.history_due)
        return ListReader(self.asker.beside(doubts.weigh), self.config, self.progress, day, doubts)

    async def _lists(self, reader: ListReader, lists: Awaitable[Lists]) -> Lists:
        self.doubts = reader.doubts
        found = await lists
        self.asker.take_over(reader.asker)
        return found

    async def _with_details(self, known: Snapshot, lists: Lists) -> Snapshot:
        """Add what depends on the lists."""
        activities, state, today = known.activities, known.state, known.today
        remembered = reuse.Remembered.read(state.asked)
        settings = known.athlete.sport_settings
        wanted = curve_questions(activities, settings, today)
        mark = reuse.curve_mark(lists, wanted, today)
        standing = remembered.curves_of(mark, wanted)
        if standing is None and lists.trained is not None:
            standing = surely_empty(wanted, settings, lists.trained)
        revisions = dict(lists.revisions)
        # the strict level shows no message, so none is read
        talks = () if self.config.privacy == "strict" else activities
        resting = reuse.chats_at_rest(remembered, talks, revisions, state.latest, today)
        self.progress("reading sessions, terrain, messages and routes")
        async with asyncio.TaskGroup() as group:
            curves_ = group.create_task(self._curves(wanted, standing or {}))
            messages_ = group.create_task(self._messages(talks, resting, today))
            sessions_ = group.create_task(self._sessions(activities, known.now, state))
            downloads_ = group.create_task(self._downloads(known.events, known.now, state))
        curves, (terrain, answers) = CurveAnswers(curves_.result(), today), sessions_.result()
        chats = messages_.result()
        read = {
            ident: reuse.chat_mark(revisions[ident], chats[ident])
            for ident in (str(a.id) for a in talks if a.may_have_chat)
            if ident in chats and ident in revisions
        }
        return replace(
            known,
            ride_curves=curves.of_rides(),
            hr_curves=curves.of_all_sports(),
            sport_curves=curves.of_sports(),
            messages=chats,
            terrain=terrain,
            sessions=answers,
            downloads=downloads_.result(),
            asked=reuse.document(mark, curves.by_question, resting | read),
        )

    async def _curves(
        self, wanted: Sequence[CurveQuestion], known: Mapping[CurveQuestion, Curves]
    ) -> dict[CurveQuestion, Curves | None]:
        """Return the answers to all questions, in their order; asks what is not known."""
        unknown = [question for question in wanted if question not in known]
        answers = await asyncio.gather(*map(self.asker.curves, unknown))
        found = {**known, **dict(zip(unknown, answers, strict=True))}
        return {question: found[question] for question in wanted}

    async def _messages(
        self, activities: Sequence[Activity], resting: Container[str], today: date
    ) -> dict[str, tuple[Message, ...]]:
        silent: dict[str, tuple[Message, ...]] = {
            str(a.id): () for a in activities if not a.may_have_chat
        }
        ids = [i for i in questions.message_ids(activities, today) if i not in resting]
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


def last_athlete(latest: JsonObject | None) -> Athlete:
    """Return what the last run knew of the athlete's time zone."""
    profile = Fields(latest or {}, "latest").mapping("athlete_profile") or {}
    return Athlete(timezone=Fields(profile, "latest.athlete_profile").text("timezone"))


def _at_last_offset(latest: JsonObject | None, moment: datetime) -> datetime:
    """Return a moment with the offset of the last run: the strict level names no time zone."""
    metadata = Fields(latest or {}, "latest").mapping("metadata") or {}
    last = parse_moment(metadata.get("last_updated"))
    return moment.astimezone(last.tzinfo) if last and last.tzinfo else moment


def _first(group: ExceptionGroup[Exception]) -> Exception:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, ExceptionGroup) else inner
