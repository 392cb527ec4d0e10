"""The first numbers: the few values of ``latest.json`` that the last screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.base.decode import Fields, parse_moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.base.numbers import Number

NEWEST = 3


@dataclass(frozen=True, slots=True)
class NewestActivity:
    """One row of the newest activities; ``tss`` is the training load."""

    date: str
    type: str
    name: str
    duration: str
    tss: Number | None


@dataclass(frozen=True, slots=True)
class FirstNumbers:
    """CTL, ATL and TSB in load points a day; ``readiness`` is go, modify or skip."""

    last_updated: str | None
    ctl: Number | None
    atl: Number | None
    tsb: Number | None
    readiness: str | None
    activities: tuple[NewestActivity, ...]


def first_numbers(latest: Mapping[str, Any]) -> FirstNumbers:
    """Pick the values; whatever is missing is None."""
    document = Fields(latest, "latest")
    fitness = _inside(_inside(document, "current_status"), "fitness")
    return FirstNumbers(
        last_updated=_inside(document, "metadata").text("last_updated"),
        ctl=fitness.number("ctl"),
        atl=fitness.number("atl"),
        tsb=fitness.number("tsb"),
        readiness=_inside(document, "readiness_decision").text("recommendation"),
        activities=tuple(
            NewestActivity(
                date=(row.text("date") or "")[:10],
                type=row.text("type") or "",
                name=row.text("name") or "",
                duration=row.text("duration_formatted") or "",
                tss=row.number("tss"),
            )
            for row in list(document.records("recent_activities"))[:NEWEST]
        ),
    )


def updated_at(latest: Mapping[str, Any]) -> datetime | None:
    """Return the time of the data; without an offset it is the athlete's wall clock."""
    return parse_moment(_inside(Fields(latest, "latest"), "metadata").text("last_updated"))


def _inside(fields: Fields, name: str) -> Fields:
    return Fields(fields.mapping(name) or {}, name)
