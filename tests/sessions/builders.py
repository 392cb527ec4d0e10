"""A mirror that syncs at given times against scripted answers, and recordings of DFA a1."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from engine.base.serialize import to_json
from engine.intervals_icu import Activity, Event
from engine.intervals_icu.answer import Answer
from engine.sessions import INTERVALS, STREAMS, Previous, build, sessions_to_fetch
from engine.sessions.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.base.decode import JsonObject

T0, T1, T2 = "2026-03-20T09:00:00Z", "2026-03-24T09:00:00Z", "2026-03-25T09:00:00Z"


def at(text: str) -> datetime:
    """``03-20 09:30:00`` of 2026, UTC."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def stamp(text: str) -> str:
    return at(text).isoformat()


def http(status: int, retry_after: float | None = None) -> Answer:
    return Answer(status, retry_after=retry_after, error=f"HTTP {status}")


def segments(*raw: Any) -> Answer:
    return Answer(200, {"id": "i1", "icu_intervals": list(raw)})


def streams(**data: Any) -> Answer:
    return Answer(200, [{"type": name, "data": values} for name, values in data.items()])


WORK = {"type": "WORK", "elapsed_time": 480}
HEART_ONLY = streams(heartrate=[120] * 5)
DFA = streams(dfa_a1=[0.9] * 1300, heartrate=[120] * 1300)
EMPTY = segments()
ONE = segments(WORK)


def row(ident: Any = "i1", start: Any = "2026-03-20T08:00:00", **raw: Any) -> JsonObject:
    return {"id": ident, "start_date_local": start, "type": "Ride", "icu_sync_date": T0, **raw}


@dataclass
class Mirror:
    """One athlete's ``intervals.json`` over several syncs."""

    document: Any = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def sync(
        self,
        when: datetime | str,
        rows: Iterable[JsonObject],
        answers: Mapping[tuple[str, str], Answer] | None = None,
        *,
        events: Iterable[JsonObject] = (),
        **of_i1: Answer,
    ) -> list[tuple[str, str]]:
        """Sync once; give what was asked for. ``I`` and ``S`` are the answers for ``i1``.

        A part without an answer is left unasked, as after a refusal.
        """
        now = at(when) if isinstance(when, str) else when
        activities = [Activity.from_api(item) for item in rows]
        given = dict(answers or {}) | {
            ("i1", part): of_i1[letter]
            for letter, part in (("I", INTERVALS), ("S", STREAMS))
            if letter in of_i1
        }
        asked = list(sessions_to_fetch(Previous.from_json(self.document), activities, now))
        self.asked += asked
        self.document = to_json(
            build(
                Previous.from_json(self.document),
                {key: given[key] for key in asked if key in given},
                activities,
                [Event.from_api(event) for event in events],
                now,
            )
        )
        return asked

    def state(self, part: str, ident: str = "i1") -> JsonObject:
        found: JsonObject = self.document["fetch_state"][ident][part]
        return found

    def brief(self, part: str, ident: str = "i1") -> tuple[str, str, int]:
        """Status, reason and attempts of a part."""
        state = self.state(part, ident)
        return state["status"], state["reason"], state["attempts"]

    @property
    def entries(self) -> dict[str, JsonObject]:
        return {str(entry["activity_id"]): entry for entry in self.document["activities"]}


def entry(**fields: Any) -> Entry:
    """An entry of which only some fields matter."""
    usual = {"activity_id": "i1", "date": "2026-03-20", "start_datetime": "", "type": "Ride"}
    return Entry(**{**usual, "name": None, **fields})


def samples(*runs: Any) -> JsonObject:
    """Streams of consecutive runs of (count, a1, other values); the values of a list alternate.

    HR 120, 200 W and no artifacts unless stated.
    """
    data: JsonObject = {"dfa_a1": [], "heartrate": [], "watts": [], "artifacts": []}
    for count, a1, *more in runs:
        values = {"dfa_a1": a1, "heartrate": 120, "watts": 200, "artifacts": 0.0}
        values |= more[0] if more else {}
        for name, value in values.items():
            choices = value if isinstance(value, list) else [value]
            data[name] += [choices[i % len(choices)] for i in range(count)]
    return data
