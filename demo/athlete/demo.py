"""The invented athlete as a complete account."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from demo.athlete import activities, curves, events, profile, segments, streams, wellness
from demo.athlete.calendar import Calendar
from demo.athlete.diary import Done, diary, ftp_on
from demo.athlete.workouts import planned
from demo.intervals_icu.account import Account, Row
from demo.intervals_icu.shapes import MESSAGE, filled

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")

SEED = 11
REMARKS = ("Nice and even.", "Good restraint on the first climb.", "Rest day tomorrow, please.")


def demo_account(today: date | None = None, *, seed: int = SEED) -> Account:
    """Three years of an invented cyclist and runner up to `today`, and six weeks of plan.

    The same `today` and `seed` give the same account. Without `today` it is the current date
    in the athlete's time zone.
    """
    calendar = Calendar(today or datetime.now(ZoneInfo(profile.TIMEZONE)).date())
    slots = list(calendar.slots())
    sessions = list(diary(calendar, slots, seed))
    past = [done for done in sessions if done.slot.day < calendar.today]
    ahead = [done for done in sessions if done.slot.day == calendar.today]

    loads: dict[date, float] = defaultdict(float)
    for done in past:
        loads[done.slot.day] += done.load
    for slot in slots:  # until something is recorded today, the plan counts
        if slot.day == calendar.today:
            loads[slot.day] += events.planned_load(planned(slot.kind, slot.minutes))
    state = wellness.fitness(calendar.days(), loads)

    by_id = {done.ident: done for done in sessions}
    recorded = _of(by_id, streams.streams)
    messages = _messages(past)
    records = list(wellness.wellness(calendar, loads, state, seed))
    return Account(
        athlete=profile.athlete(
            calendar.today, ftp_on(calendar, calendar.today), _last_weight(records)
        ),
        activities=[_with_chat(_row(calendar, done, state), messages) for done in past],
        wellness=records,
        events=list(events.events(calendar, slots, {d.slot.day: d for d in sessions}, state)),
        changes=[change for done in ahead for change in _upload(calendar, done, loads)],
        intervals=_of(by_id, segments.intervals),
        messages=lambda ident: messages.get(ident, []),
        streams=lambda ident: recorded(ident) or [],
        curves=_of(by_id, curves.of_session),
        attachment=lambda name: events.course() if name == events.COURSE_FILE else None,
    )


def _of(by_id: dict[str, Done], make: Callable[[Done], Made]) -> Callable[[str], Made | None]:
    """`make` for an activity id; made once, because several answers need it."""
    made: dict[str, Made] = {}

    def answer(ident: str) -> Made | None:
        if ident in by_id and ident not in made:
            made[ident] = make(by_id[ident])
        return made.get(ident)

    return answer


def _row(calendar: Calendar, done: Done, state: dict[date, activities.Fitness]) -> Row:
    paired = events.is_planned(done.slot, calendar)
    event = events.event_id(done.slot, calendar) if paired else None
    return activities.activity_row(done, state[done.slot.day], event)


def _with_chat(row: Row, messages: dict[str, list[Row]]) -> Row:
    """The row, which names its chat once somebody has written there."""
    chat = messages.get(row["id"])
    return {**row, "icu_chat_id": chat[0]["id"]} if chat else row


def _upload(calendar: Calendar, done: Done, loads: dict[date, float]) -> list[Row]:
    """What happens in the account when today's session arrives."""
    day = done.slot.day
    loads = {**loads, day: done.load}
    state = wellness.fitness(calendar.days(), loads)
    at = done.end.strftime("%Y-%m-%dT%H:%M:%S")
    fields: dict[str, Any] = wellness.fitness_fields(day, done.load, state)
    return [
        {"at": at, "kind": "activity", "add": _row(calendar, done, state)},
        {"at": at, "kind": "wellness", "id": day.isoformat(), "set": fields},
    ]


def _messages(past: list[Done]) -> dict[str, list[Row]]:
    return {
        done.ident: [
            filled(
                MESSAGE,
                id=number + 1,
                athlete_id="i900001",
                name="Demo Coach",
                created=f"{done.slot.day.isoformat()}T20:00:00.000+00:00",
                type="TEXT",
                content=remark,
                seen=True,
            )
        ]
        for number, (done, remark) in enumerate(zip(past[-5::2], REMARKS, strict=False))
    }


def _last_weight(records: list[Row]) -> float:
    return float(next(row["weight"] for row in reversed(records) if row["weight"] is not None))
