"""The invented athlete's calendar: planned workouts, races, illness, notes and targets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from demo.athlete import body, places
from demo.athlete.calendar import SEASON, Calendar, Slot
from demo.athlete.diary import Done, ftp_on, sport_of
from demo.athlete.profile import ATHLETE_ID
from demo.athlete.workouts import NAMES, STRUCTURED, planned
from demo.intervals_icu.account import BASE_MARK, Row
from demo.intervals_icu.shapes import EVENT, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from demo.athlete.activities import Fitness
    from demo.athlete.body import Block

FIRST_ID = 60_000_000
PLANNED_BACK = timedelta(days=28)
COURSE_FILE = "demo-gran-fondo.gpx"
COURSE_METERS = 112_000.0
RACE_HOURS = 3.5
RACE_NAME = "Demo Island Gran Fondo"
TUNE_UP = timedelta(days=15)  # a smaller race on the Saturday two weeks before


def course() -> bytes:
    """The route file of the A race."""
    return places.gpx(places.LOOPS["race"], COURSE_METERS)


def event_id(slot: Slot, calendar: Calendar) -> int:
    """Id of the planned workout of a slot."""
    return FIRST_ID + (slot.day - calendar.first).days * 7


def is_planned(slot: Slot, calendar: Calendar) -> bool:
    """Whether the slot stands in the calendar as a workout (older plans were deleted)."""
    tune_up = calendar.race - TUNE_UP
    return slot.day >= calendar.today - PLANNED_BACK and slot.day not in (calendar.race, tune_up)


def events(
    calendar: Calendar,
    slots: list[Slot],
    done: Mapping[date, Done],
    state: Mapping[date, Fitness],
) -> Iterator[Row]:
    """All events; `done` holds the completed session of a day."""
    for slot in slots:
        if is_planned(slot, calendar):
            yield _workout(calendar, slot, done.get(slot.day), state.get(slot.day))
    yield from _races(calendar)
    yield from _marks(calendar)


def planned_load(blocks: list[Block]) -> int:
    """Training load that a plan asks for."""
    return round(body.duration(blocks) / 36 * body.normalized_intensity(blocks) ** 2)


def _workout(calendar: Calendar, slot: Slot, done: Done | None, state: Fitness | None) -> Row:
    blocks = planned(slot.kind, slot.minutes)
    ftp = ftp_on(calendar, slot.day) - (body.INDOOR_LOSS if slot.indoor else 0)
    riding = "Ride" in sport_of(slot)
    return _event(
        event_id(slot, calendar),
        slot.day,
        category="WORKOUT",
        type=sport_of(slot),
        name=NAMES[slot.kind],
        description="Core and legs, no failure" if slot.kind == "strength" else None,
        indoor=slot.indoor or None,
        moving_time=body.duration(blocks),
        icu_training_load=planned_load(blocks),
        icu_ctl=round(state.ctl, 5) if state else None,
        icu_atl=round(state.atl, 5) if state else None,
        target=("POWER" if riding else "HR") if slot.kind != "strength" else None,
        workout_doc=None if slot.kind == "strength" else _document(blocks, slot.kind, ftp, riding),
        paired_activity_id=done.ident if done else None,
    )


def _document(blocks: list[Block], kind: str, ftp: int, riding: bool) -> Row:  # noqa: FBT001
    target = _power_target if riding else _heart_target
    return {
        "steps": list(_steps(blocks, kind, ftp, target)),
        "locales": [],
        "options": {},
        "distance": 0,
        "duration": body.duration(blocks),
        "ftp": ftp,
        "lthr": body.LTHR,
        "average_watts": None,
        "variability_index": None,
        "normalized_power": None,
    }


def _steps(blocks: list[Block], kind: str, ftp: int, target: Any) -> Iterator[Row]:
    """Steps as the workout builder stores them: a repeat block holds its series once."""
    warmup = [block for block in blocks if block.role == "warmup"]
    if warmup:
        secs = body.duration(warmup)
        ends = (warmup[0].intensity, warmup[-1].intensity)
        yield {"text": "Warmup", **target(*ends, ftp), "duration": secs}
    series = [block for block in blocks if block.role in ("work", "rest")]
    if kind in STRUCTURED:
        times = len(series) // 2
        pair = series[:2]
        yield {
            "reps": times,
            "text": f"{times}x",
            "steps": [{**target(b.intensity, b.intensity, ftp), "duration": b.secs} for b in pair],
            "distance": 0,
            "duration": body.duration(series),
        }
    for block in blocks:
        if block.role in ("steady", "cooldown"):
            text = {"text": "Cooldown"} if block.role == "cooldown" else {}
            yield {
                **text,
                **target(block.intensity, block.intensity, ftp),
                "duration": block.secs,
            }


def _power_target(first: float, last: float, ftp: int) -> Row:
    low, high = round(first * 100), round(last * 100)
    resolved = {
        "value": round((low + high) * ftp / 200, 2),
        "start": round(low * ftp / 100, 2),
        "end": round(high * ftp / 100, 2),
    }
    asked = {"value": low} if low == high else {"start": low, "end": high}
    return {"power": {**asked, "units": "%ftp"}, "_power": resolved}


def _heart_target(first: float, last: float, _ftp: int) -> Row:
    middle = round((body.heart_rate(first) + body.heart_rate(last)) / 2)
    resolved = {"value": float(middle), "start": middle - 3.0, "end": middle + 3.0}
    return {"hr": {"value": middle, "units": "bpm"}, "_hr": resolved}


def _races(calendar: Calendar) -> Iterator[Row]:
    attachment = {
        "id": "demo-course",
        "filename": COURSE_FILE,
        "mimetype": "application/gpx+xml",
        "url": f"{BASE_MARK}/attachments/{COURSE_FILE}",
    }
    race = calendar.race
    for number, day in enumerate((race, race - SEASON, race - 2 * SEASON)):
        yield _event(
            FIRST_ID + 1 + number,
            day,
            at="08:30:00",
            category="RACE_A",
            type="Ride",
            name=RACE_NAME,
            description="Invented race. Feed zones at 40 and 85 km.",
            moving_time=round(RACE_HOURS * 3600),
            distance=COURSE_METERS,
            attachments=[attachment] if day == race else None,
        )
    yield _event(
        FIRST_ID + 4,
        race - TUNE_UP,
        at="10:00:00",
        category="RACE_B",
        type="Ride",
        name="Harbor Road Race",
        moving_time=2 * 3600,
        distance=68_000.0,
    )


def _marks(calendar: Calendar) -> Iterator[Row]:
    """Illness, holidays, a note, and the targets of this week and the next."""
    spans = [("SICK", "Cold", span) for span in calendar.sick]
    spans += [("HOLIDAY", "Away without the bike", span) for span in calendar.holidays]
    for number, (category, name, (first, last)) in enumerate(spans):
        ident = FIRST_ID + 20 + number
        yield _event(ident, first, days=(last - first).days + 1, category=category, name=name)
    yield _event(
        FIRST_ID + 40,
        calendar.today + timedelta(days=3),
        category="NOTE",
        name="Club dinner",
        description="Invented appointment",
    )
    monday = calendar.today - timedelta(days=calendar.today.weekday())
    for number in range(2):
        yield _event(
            FIRST_ID + 50 + number,
            monday + timedelta(weeks=number),
            category="TARGET",
            type="Ride",
            name="Week target",
            load_target=520,
            time_target=11 * 3600,
        )


def _event(ident: int, day: date, *, at: str = "00:00:00", days: int = 1, **values: Any) -> Row:
    return filled(
        EVENT,
        id=ident,
        start_date_local=f"{day.isoformat()}T{at}",
        end_date_local=f"{(day + timedelta(days=days)).isoformat()}T00:00:00",
        calendar_id=1,
        uid=f"demo-{ident}",
        athlete_id=ATHLETE_ID,
        updated=f"{(day - timedelta(days=40)).isoformat()}T08:00:00.000+00:00",
        not_on_fitness_chart=False,
        show_as_note=False,
        show_on_ctl_line=False,
        for_week=values["category"] == "TARGET",
        athlete_cannot_edit=False,
        hide_from_athlete=False,
        structure_read_only=False,
        created_by_id=ATHLETE_ID,
        entered=False,
        **values,
    )
