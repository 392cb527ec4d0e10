"""What an earlier run of the day asked for and this one need not: curves, and chats at rest.

Curves follow from the activities, so they stand while every row of the list is as it was. An edit
of an older activity shows in the fitness of the days since; one that leaves even that as it was is
seen the next day. A chat that was read stands while its
activity's row is as it was, but for the last days, when people write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from engine.base.decode import Fields
from engine.base.numbers import is_number
from engine.fetch import questions
from engine.fetch.curves import SECONDS
from engine.fetch.digest import digest
from engine.intervals_icu import Curve, Curves
from engine.routes import completed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.base.decode import JsonObject
    from engine.fetch.curves import CurveQuestion
    from engine.fetch.lists import Lists
    from engine.intervals_icu import Activity
    from engine.intervals_icu.message import Message

VERSION: Final = 1
CHAT_DAYS: Final = 2
"""So long after its day an activity's chat is asked for by every run."""
LETTERS: Final = {True: "i", False: "o", None: "-"}
"""Whether a value was held indoors, as it is kept."""
FLAGS: Final = {letter: flag for flag, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Remembered:
    """What earlier runs left.

    Attributes:
        mark: of what the curves follow from.
        curves: the answers, by the subject of the question.
        chats: activity id to the mark of its chat.
    """

    mark: str | None = None
    curves: Mapping[str, Any] = field(default_factory=dict)
    chats: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, document: object) -> Remembered:
        """Read the state file, whatever it is."""
        fields = Fields(document if isinstance(document, dict) else {}, "asked")
        if fields.raw.get("version") != VERSION:
            return cls()
        return cls(
            mark=fields.text("mark"),
            curves=fields.mapping("curves") or {},
            chats=fields.mapping("chats") or {},
        )

    def curves_of(
        self, mark: str, wanted: Iterable[CurveQuestion]
    ) -> dict[CurveQuestion, Curves] | None:
        """Return the answers to all questions; None when they do not stand any more."""
        if mark != self.mark:
            return None
        found = {question: _curves(self.curves.get(question.subject)) for question in wanted}
        whole = {question: curves for question, curves in found.items() if curves is not None}
        return whole if len(whole) == len(found) else None


def document(
    mark: str,
    answers: Mapping[CurveQuestion, Curves | None],
    chats: Mapping[str, str],
) -> JsonObject:
    """Return what the next run may use; curves only when all could be read."""
    known = {q.subject: _stored(curves) for q, curves in answers.items() if curves is not None}
    whole = len(known) == len(answers)
    return {
        "version": VERSION,
        "mark": mark if whole else None,
        "curves": known if whole else {},
        "chats": dict(sorted(chats.items())),
    }


def curve_mark(lists: Lists, wanted: Iterable[CurveQuestion], today: date) -> str:
    """Return the mark of everything that curves follow from."""
    return digest(
        [
            VERSION,
            today.isoformat(),
            [[question.subject, question.curve_ids] for question in wanted],
            sorted(lists.revisions),
            [[w.day, w.ctl, w.atl] for w in lists.wellness if (w.day or "") < today.isoformat()],
        ]
    )


def chats_at_rest(
    remembered: Remembered,
    activities: Iterable[Activity],
    revisions: Mapping[str, str],
    latest: JsonObject | None,
    today: date,
) -> dict[str, str]:
    """Return the marks of the chats whose messages the last ``latest.json`` holds as they are."""
    rows = completed.previous_rows(latest)
    first = (today - timedelta(days=CHAT_DAYS)).isoformat()
    old = [activity for activity in activities if activity.day < first]
    marks = {
        ident: digest([revisions[ident], rows[ident].get("chat_notes", [])])
        for ident in questions.message_ids(old, today)
        if ident in rows and ident in revisions
    }
    return {ident: mark for ident, mark in marks.items() if remembered.chats.get(ident) == mark}


def chat_mark(revision: str, messages: Iterable[Message]) -> str:
    """Return the mark of a chat that was read."""
    return digest([revision, [message.text for message in messages]])


def _stored(curves: Curves) -> JsonObject:
    """Return the curves in few characters: the durations only where they are not the usual."""
    return {
        ident: [
            None if curve.secs == SECONDS else list(curve.secs),
            list(curve.values),
            "".join(LETTERS[flag] for flag in curve.indoor),
        ]
        for ident, curve in curves.by_id.items()
    }


def _curves(raw: object) -> Curves | None:
    """Read what ``_stored`` gave; None for anything else."""
    if not isinstance(raw, Mapping):
        return None
    found = {ident: _curve(parts) for ident, parts in raw.items()}
    whole = {ident: curve for ident, curve in found.items() if curve is not None}
    return Curves(whole) if len(whole) == len(found) else None


def _curve(parts: Any) -> Curve | None:
    match parts:
        case [None | [*_] as secs, [*values], str(letters)] if set(letters) <= set(FLAGS):
            secs = SECONDS if secs is None else tuple(secs)
            if all(value is None or is_number(value) for value in (*secs, *values)):
                return Curve(secs, tuple(values), tuple(FLAGS[letter] for letter in letters))
    return None
