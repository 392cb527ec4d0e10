"""Reads everything one sync needs, each fact once and as much as possible side by side.

Three rounds: the athlete (whose time zone says what "today" is), then the lists and curves, then
what depends on them: sessions, terrain, messages, route files.
"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from engine import history, sessions
from engine.base import sports
from engine.base.decode import Id, IgnoredValues, JsonObject
from engine.intervals_icu import Activity, Athlete, Curves, Event, Wellness
from engine.intervals_icu.client import (
    AT_ONCE,
    DETAIL_TRIES,
    Answer,
    IntervalsClient,
    IntervalsError,
    KeyRefusedError,
)
from engine.intervals_icu.message import message_texts
from engine.metrics.capability import curve_delta, sustainability
from engine.routes import completed, document
from engine.routes.document import Download
from engine.snapshot import (
    AHEAD_DAYS,
    EXTENDED_DAYS,
    MESSAGE_DAYS,
    LongHistory,
    Snapshot,
    State,
    oldest_event_day,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from engine.config import Config
    from engine.intervals_icu import Attachment

Key = TypeVar("Key")
Row = TypeVar("Row")

HEALTH_LOOKBACK_DAYS = 365
STOPS_ASKING = (401, 429)
GONE = (404, 410)
BAR_WIDTH = 24


@dataclass(slots=True)
class Collector:
    """One sync's reading. ``problems`` says in words which part could not be refreshed."""

    client: IntervalsClient
    config: Config
    problems: list[str] = field(default_factory=list)
    odd: IgnoredValues = field(default_factory=IgnoredValues)
    progress: Callable[[str], None] = lambda _: None
    _refused: str | None = None
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @property
    def routes_token(self) -> str:
        """Return the version of analysis that cached routes must have."""
        return document.cache_token(strict=self.config.privacy == "strict")

    async def athlete(self) -> Athlete:
        """Read the athlete record.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: there is no such record.
        """
        raw = await self.client.get(self._path(), expected_type=dict)
        if "id" not in raw:
            raise IntervalsError(
                "Intervals.icu gave an athlete record without content: run the sync again later."
            )
        athlete = Athlete.from_api(raw, self.odd)
        if athlete.zone is None:
            found = f"{athlete.timezone!r} is unknown" if athlete.timezone else "is not set"
            self.problems.append(
                f"the athlete's time zone {found}, so dates follow this machine's clock: choose "
                "one in Intervals.icu, Settings"
            )
        return athlete

    async def snapshot(self, athlete: Athlete, now: datetime, state: State) -> Snapshot:
        """Read the rest.

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
            activities_ = group.create_task(self._recent_activities(today))
            wellness_ = group.create_task(self._recent_wellness(today))
            long_ = group.create_task(self._long_history(today))
        return Snapshot(
            now=now,
            days=self.config.days,
            athlete=athlete,
            activities=activities_.result(),
            wellness=wellness_.result(),
            long_history=long_.result(),
            state=state,
        )

    async def _everything(self, athlete: Athlete, now: datetime, state: State) -> Snapshot:
        today = now.date()
        current = history.token(self.config.week_start, self.config.zone_preference)
        rebuild = history.due(state.history, now, current)
        self.progress("reading activities, wellness and calendar")
        async with asyncio.TaskGroup() as group:
            activities_ = group.create_task(self._recent_activities(today))
            wellness_ = group.create_task(self._recent_wellness(today))
            events_ = group.create_task(self._events(today))
            health_ = group.create_task(self._health_events(today))
            ride_ = group.create_task(self._delta_curves("power-curves", today, "Ride"))
            hr_ = group.create_task(self._delta_curves("hr-curves", today, None))
            long_ = group.create_task(self._long_history(today) if rebuild else _nothing())
        activities, events = activities_.result(), events_.result()
        self.progress("reading sessions, terrain, messages and routes")
        async with asyncio.TaskGroup() as group:
            sport_ = group.create_task(self._sport_curves(activities, today))
            messages_ = group.create_task(self._messages(activities, today))
            terrain_ = group.create_task(self._terrain(activities, state.latest))
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
            ride_curves=ride_.result(),
            hr_curves=hr_.result(),
            sport_curves=sport_.result(),
            messages=messages_.result(),
            terrain=terrain_.result(),
            sessions=sessions_.result(),
            downloads=downloads_.result(),
            long_history=long_.result(),
            state=state,
        )

    def _path(self, rest: str = "") -> str:
        return f"athlete/{self.config.athlete_id}{rest}"

    async def _records(self, rest: str, **params: str) -> list[JsonObject]:
        rows = await self.client.get(self._path(rest), params, expected_type=list)
        records = [row for row in rows if isinstance(row, dict)]
        self.odd.add(rest.strip("/"), len(rows) - len(records))
        return records

    async def _activities(self, first: date, last: date, **extra: str) -> tuple[Activity, ...]:
        rows = await self._records(
            "/activities", oldest=first.isoformat(), newest=last.isoformat(), **extra
        )
        decoded = [Activity.from_api(row, self.odd) for row in rows]
        return tuple(sorted(decoded, key=lambda a: a.start or "", reverse=True))

    async def _wellness(self, first: date, last: date, **extra: str) -> tuple[Wellness, ...]:
        rows = await self._records(
            "/wellness", oldest=first.isoformat(), newest=last.isoformat(), **extra
        )
        decoded = [Wellness.from_api(row, self.odd) for row in rows]
        return tuple(sorted(decoded, key=lambda w: w.day or ""))

    async def _recent_activities(self, today: date) -> tuple[Activity, ...]:
        return await self._activities(today - timedelta(days=EXTENDED_DAYS - 1), today)

    async def _recent_wellness(self, today: date) -> tuple[Wellness, ...]:
        return await self._wellness(today - timedelta(days=EXTENDED_DAYS), today)

    async def _events(self, today: date) -> tuple[Event, ...]:
        rows = await self._records(
            "/events",
            oldest=oldest_event_day(today, self.config.days).isoformat(),
            newest=(today + timedelta(days=AHEAD_DAYS)).isoformat(),
            resolve="true",
        )
        return self._decoded_events(rows)

    async def _health_events(self, today: date) -> tuple[Event, ...] | None:
        try:
            rows = await self._records(
                "/events",
                oldest=(today - timedelta(days=HEALTH_LOOKBACK_DAYS)).isoformat(),
                newest=(today + timedelta(days=AHEAD_DAYS)).isoformat(),
                category=",".join(sorted(sports.HEALTH_CATEGORIES)),
            )
        except KeyRefusedError:
            raise
        except IntervalsError:
            self.problems.append("health markers: only the recent calendar could be read")
            return None
        return self._decoded_events(rows)

    def _decoded_events(self, rows: Iterable[JsonObject]) -> tuple[Event, ...]:
        return tuple(
            sorted((Event.from_api(r, self.odd) for r in rows), key=lambda e: e.start or "")
        )

    async def _curves(self, kind: str, params: Mapping[str, str]) -> Curves | None:
        answer = await self.client.ask(self._path(f"/{kind}"), params, expected_type=dict)
        if not answer.ok:
            sport = params.get("type", "all sports")
            self.problems.append(
                f"{kind} of {sport} could not be read ({answer.error}): what rests on them is left "
                "out until the next sync"
            )
            return None
        return Curves.from_api(answer.body, "power" if kind == "power-curves" else "hr", self.odd)

    async def _delta_curves(self, kind: str, today: date, sport: str | None) -> Curves:
        wanted = ",".join(window.curve_id for window in curve_delta.windows(today))
        params = {"type": sport} if sport else {}
        return await self._curves(kind, {**params, "curves": wanted}) or Curves()

    async def _sport_curves(
        self, activities: Iterable[Activity], today: date
    ) -> dict[str, tuple[Curves, Curves]]:
        """Read the 42-day curves of each type that a sport family of these activities has.

        Those of rides stay a question of their own beside the 28-day ones, and types not seen
        lately are asked for too (defects S-13 and 03-35, kept).
        """
        active = {a.family for a in activities}
        types = [t for f, names in sustainability.CURVE_TYPES.items() if f in active for t in names]
        wanted = sustainability.window(today).curve_id
        params = [{"type": t, "curves": wanted} for t in types]
        power, hr = await asyncio.gather(
            asyncio.gather(*(self._curves("power-curves", p) for p in params)),
            asyncio.gather(*(self._curves("hr-curves", p) for p in params)),
        )
        return {
            t: (watts or Curves(), beats or Curves())
            for t, watts, beats in zip(types, power, hr, strict=True)
            if watts is not None or beats is not None
        }

    async def _messages(
        self, activities: Iterable[Activity], today: date
    ) -> dict[str, tuple[str, ...]]:
        """Read the messages of the last days, asking for every activity (defect A-19, kept)."""
        first = (today - timedelta(days=MESSAGE_DAYS)).isoformat()
        ids = [str(a.id) for a in activities if a.id and a.day >= first]
        answers = await self._each(
            "messages", ids, lambda i: self._detail(i, "/messages", expected_type=list)
        )
        return {i: message_texts(a.body) for i, a in answers.items() if a.ok}

    async def _terrain(
        self, activities: Iterable[Activity], latest: JsonObject | None
    ) -> dict[str, Answer]:
        ids = completed.activities_to_fetch(activities, completed.previous_rows(latest))
        return await self._each(
            "terrain",
            [str(ident) for ident in ids],
            lambda i: self._detail(
                i, "/streams.json", expected_type=list, types=completed.STREAM_TYPES
            ),
        )

    async def _sessions(
        self,
        activities: tuple[Activity, ...],
        now: datetime,
        state: State,
    ) -> dict[tuple[str, str], Answer]:
        due = sessions.plan(state.intervals, activities, now)
        return await self._each("sessions", due, self._session)

    async def _session(self, wanted: tuple[str, str]) -> Answer:
        ident, endpoint = wanted
        if endpoint == sessions.INTERVALS:
            return await self._detail(ident, expected_type=dict, intervals="true")
        types = ",".join(sessions.STREAM_TYPES)
        return await self._detail(ident, "/streams", expected_type=list, types=types)

    async def _detail(
        self, ident: str, rest: str = "", *, expected_type: type, **params: str
    ) -> Answer:
        path = f"activity/{quote(ident, safe='', errors='replace')}{rest}"
        return await self.client.ask(path, params, tries=DETAIL_TRIES, expected_type=expected_type)

    async def _each(
        self, part: str, keys: Sequence[Key], ask: Callable[[Key], Awaitable[Answer]]
    ) -> dict[Key, Answer]:
        """Ask for each key side by side; stop asking once the service refuses (defect 04-11)."""

        async def one(key: Key) -> tuple[Key, Answer] | None:
            async with self._turns:
                if self._refused:
                    return None
                answer = await ask(key)
            if answer.status in STOPS_ASKING:
                self._refused = answer.error
            return key, answer

        answers = dict(found for found in await asyncio.gather(*map(one, keys)) if found)
        self._note_missing(part, len(keys), answers.values())
        return answers

    def _note_missing(self, part: str, wanted: int, answers: Collection[Answer]) -> None:
        """Say how many of the wanted answers are missing; what is gone is not missed."""
        failed = [a.error for a in answers if not (a.ok or a.final or a.status in GONE)]
        missing = wanted - len(answers) + len(failed)
        if missing:
            reason = failed[0] if failed else self._refused
            self.problems.append(
                f"{part}: {missing} of {wanted} could not be read ({reason}): what is known of "
                "them is kept, and the next sync asks again"
            )

    async def _downloads(
        self, events: Iterable[Event], cached: JsonObject | None
    ) -> dict[Id, Download]:
        wanted = document.plan(events, cached, self.routes_token, self.config.api_url)

        async def one(attachment: Attachment) -> Answer:
            return await self.client.download(
                attachment.url,
                document.DOWNLOAD_LIMIT,
                lambda url: document.allowed_url(url, self.config.api_url),
            )

        answers = await asyncio.gather(*map(one, wanted))
        self._note_missing("route files", len(wanted), answers)
        return {
            attachment.id: Download(answer.status, answer.body or b"", answer.error)
            for attachment, answer in zip(wanted, answers, strict=True)
        }

    async def _long_history(self, today: date) -> LongHistory | None:
        """Read three years in parallel pieces; None when any of them is missing.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: the history is all that is wanted and cannot be had.
        """
        spans = history.chunks(today)
        done = itertools.count(1)

        async def piece(read: Callable[[], Awaitable[tuple[Row, ...]]]) -> tuple[Row, ...]:
            rows = await read()
            self.progress(f"reading three years of history {bar(next(done), len(spans) + 1)}")
            return rows

        lists = [partial(self._activities, *span, fields=history.ACTIVITY_FIELDS) for span in spans]
        whole = spans[0][0], spans[-1][1]
        days = partial(self._wellness, *whole, fields=history.WELLNESS_FIELDS)
        try:
            older, wellness = await asyncio.gather(asyncio.gather(*map(piece, lists)), piece(days))
        except KeyRefusedError:
            raise
        except IntervalsError as error:
            if self.config.generate_history:
                raise
            self.problems.append(f"history.json is kept as it was: {error}")
            return None
        return LongHistory(
            activities=tuple(
                sorted(itertools.chain(*older), key=lambda a: a.start or "", reverse=True)
            ),
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
