"""How questions are asked, and what becomes of answers that do not come."""

from __future__ import annotations

import asyncio
from collections import ChainMap
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from engine.base.decode import IgnoredValues
from engine.fetch import questions
from engine.fetch.curves import excerpt
from engine.fetch.digest import digest
from engine.intervals_icu import Activity, Athlete, Curves, Event, Wellness
from engine.intervals_icu.answer import Answer
from engine.intervals_icu.client import AT_ONCE, DETAIL_TRIES, IntervalsClient, IntervalsError
from engine.intervals_icu.order import by_date, by_start, newest_first
from engine.intervals_icu.rows import Rows, read_rows
from engine.routes.document import DOWNLOAD_LIMIT, Download, allowed_url

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from engine.base.decode import Id, JsonObject
    from engine.fetch.curves import CurveQuestion
    from engine.fetch.questions import Question
    from engine.intervals_icu import Attachment

Key = TypeVar("Key")
T = TypeVar("T")
Revisions: TypeAlias = tuple[tuple[str, str], ...]

UNAUTHORIZED = 401
GONE = (404, 410)
MOST_DOWNLOADS = 25
"""Route files in one sync."""


@dataclass(slots=True)
class Asker:
    """Asks about one athlete.

    ``problems`` says in words which part could not be refreshed; ``weigh`` judges whether a
    list is believed, by its path, its parameters and the number of its rows.
    """

    client: IntervalsClient
    athlete_id: str
    api_url: str
    problems: list[str] = field(default_factory=list)
    odd: IgnoredValues = field(default_factory=IgnoredValues)
    weigh: Callable[[str, Mapping[str, str], int], None] = lambda *_: None
    _refused: Answer | None = None
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def beside(self, weigh: Callable[[str, Mapping[str, str], int], None]) -> Asker:
        """Return another one for the same athlete, whose findings may turn out not to count."""
        return Asker(self.client, self.athlete_id, self.api_url, weigh=weigh)

    def take_over(self, other: Asker) -> None:
        """Count the findings of another one."""
        self.problems += other.problems
        self.odd.counts.update(other.odd.counts)

    async def athlete(self) -> Athlete:
        """Read the athlete record.

        Raises:
            KeyRefusedError: the key is not accepted.
            IntervalsError: there is no such record.
        """
        raw = await self.client.get(f"athlete/{self.athlete_id}", expected_type=dict)
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

    async def _records(
        self, question: Question, record: Callable[[JsonObject, IgnoredValues], T]
    ) -> tuple[T, ...]:
        rows: Rows[T] = await self.client.get(
            f"athlete/{self.athlete_id}/{question.path}",
            question.params,
            expected_type=Rows,
            required=question.required,
            decode=lambda raw: read_rows(raw, record),
        )
        self.odd.counts.update(rows.odd.counts)
        self.odd.add(question.path, rows.strangers)
        self.weigh(question.path, question.params, len(rows.records))
        return rows.records

    async def activities(self, question: Question) -> tuple[Activity, ...]:
        """Read activities, newest first."""
        return newest_first(await self._records(question, Activity.from_api))

    async def listed(self, question: Question) -> tuple[tuple[Activity, ...], Revisions]:
        """Read activities, newest first, with a digest of each row."""

        def both(row: JsonObject, odd: IgnoredValues) -> tuple[Activity, tuple[str, str]]:
            return Activity.from_api(row, odd), (str(row.get("id")), digest(row))

        rows = await self._records(question, both)
        decoded = newest_first([activity for activity, _ in rows])
        return decoded, tuple(revision for _, revision in rows)

    async def wellness(self, question: Question) -> tuple[Wellness, ...]:
        """Read wellness records, oldest first."""
        return by_date(await self._records(question, Wellness.from_api))

    async def events(self, question: Question) -> tuple[Event, ...]:
        """Read events, oldest first."""
        return by_start(await self._records(question, Event.from_api))

    async def curves(self, wanted: CurveQuestion) -> Curves | None:
        """Read curves; None, with a word about it, when that fails."""
        question = wanted.question
        path = f"athlete/{self.athlete_id}/{question.path}"
        answer = await self.client.ask(path, question.params, expected_type=question.expected_type)
        if answer.ok and "list" not in answer.body:
            # believed, it would be remembered as "no curves" for the rest of the day
            answer = replace(answer, body=None, error="the answer has an unknown form")
        if not answer.ok:
            self.problems.append(
                f"{wanted.subject} could not be read ({answer.error}): what rests on them is left "
                "out until the next sync"
            )
            return None
        return excerpt(Curves.from_api(answer.body, wanted.kind, self.odd))

    async def intervals(self, idents: Sequence[str]) -> dict[str, Answer]:
        """Read the intervals of activities, many at once.

        What an answer lacks, such as an activity or its intervals, and every activity of a piece
        that fails, is asked for by itself, so that one of them cannot spoil the others.
        """

        async def piece(part: tuple[str, ...]) -> dict[str, Answer]:
            question = questions.intervals_of(part)
            path = f"athlete/{self.athlete_id}/{question.path}"
            answer = await self._in_turn(replace(question, path=path))
            rows = answer.body if answer.ok else []
            whole = (row for row in rows if isinstance(row, dict) and "icu_intervals" in row)
            by_id = {str(row.get("id")): row for row in whole}
            return {i: replace(answer, body=by_id[i]) for i in part if i in by_id}

        pieces = [part for part in questions.interval_pieces(idents) if len(part) > 1]
        found = dict(ChainMap(*await asyncio.gather(*map(piece, pieces))))
        rest = [ident for ident in idents if ident not in found]
        return found | await self.each("sessions", rest, questions.intervals)

    async def each(
        self, part: str, keys: Sequence[Key], question: Callable[[Key], Question]
    ) -> dict[Key, Answer]:
        """Ask for each key side by side; stop asking once the service refuses (defect 04-11).

        What was not asked for has no answer.
        """
        answers = await asyncio.gather(*(self._in_turn(question(key)) for key in keys))
        self._note_missing(part, answers)
        return {key: answer for key, answer in zip(keys, answers, strict=True) if answer.asked}

    async def _in_turn(self, question: Question) -> Answer:
        async with self._turns:
            answer = self._refused or await self.client.ask(
                question.path,
                question.params,
                tries=DETAIL_TRIES,
                expected_type=question.expected_type,
            )
        if answer.status == UNAUTHORIZED:
            self._refused = Answer(None, error=answer.error, asked=False)
        return answer

    async def downloads(self, attachments: Sequence[Attachment]) -> dict[Id, Download]:
        """Download route files side by side, the first ones of very many."""
        waiting = len(attachments) - MOST_DOWNLOADS
        if waiting > 0:
            self.problems.append(f"route files: {waiting} more are left to the next syncs")
        attachments = attachments[:MOST_DOWNLOADS]

        async def one(attachment: Attachment) -> Answer:
            return await self.client.download(
                attachment.url, DOWNLOAD_LIMIT, lambda url: allowed_url(url, self.api_url)
            )

        answers = await asyncio.gather(*map(one, attachments))
        self._note_missing("route files", answers)
        return {
            attachment.id: Download(answer.status, answer.body or b"", answer.error)
            for attachment, answer in zip(attachments, answers, strict=True)
            if answer.asked
        }

    def _note_missing(self, part: str, answers: Collection[Answer]) -> None:
        """Say how many answers are missing; what is gone is not missed."""
        failed = [a.error for a in answers if not (a.ok or a.final or a.status in GONE)]
        if failed:
            self.problems.append(
                f"{part}: {len(failed)} of {len(answers)} could not be read ({failed[0]}): what is "
                "known of them is kept, and the next sync asks again"
            )
