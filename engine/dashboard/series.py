"""Values by day, from both files: the history's, and the newer ones of ``latest.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.brief.words import inside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.decode import Fields
    from engine.base.numbers import Number
    from engine.brief.words import Documents

FORM = (-1000, 1000)
LOAD = (0, 5000)
HRV = (1, 400)
PULSE = (1, 250)
HOURS = (0.01, 24)
"""What a value can be; one beyond would flatten everything beside it and is left out."""


def known(fields: Fields, name: str, limits: tuple[Number, Number]) -> Number | None:
    """Return a number within its limits, or None."""
    found = fields.number(name)
    return found if found is not None and limits[0] <= found <= limits[1] else None


def form(documents: Documents, days: list[str], name: str) -> list[Number | None]:
    """Return CTL, ATL or TSB of each day; today's is the one of ``latest.json``."""
    found = _by_day(documents.history.records("daily_90d"), name, FORM)
    now = known(inside(documents.latest, "current_status", "fitness"), name, FORM)
    if now is not None and days:
        found[days[-1]] = now
    return [found.get(day) for day in days]


def nights(
    documents: Documents, days: list[str], names: tuple[str, str], limits: tuple[Number, Number]
) -> list[Number | None]:
    """Return a value of each night; ``names``: what the two files call it."""
    found = _by_day(documents.history.records("daily_90d"), names[0], limits)
    found |= _by_day(documents.latest.records("wellness_data"), names[1], limits)
    return [found.get(day) for day in days]


def _by_day(
    rows: Iterable[Fields], name: str, limits: tuple[Number, Number]
) -> dict[str | None, Number]:
    pairs = ((row.text("date"), known(row, name, limits)) for row in rows)
    return {day: value for day, value in pairs if value is not None}
