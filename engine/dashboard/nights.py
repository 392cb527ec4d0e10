"""Four weeks of nights: HRV and resting pulse against their baselines, and sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.brief.words import inside
from engine.dashboard import series
from engine.dashboard.marks import RIGHT, Panel, Scale, bars, line, missing, number, path, words

if TYPE_CHECKING:
    from engine.base.numbers import Number
    from engine.brief.words import Documents

NIGHTS = 28
STEP = 6
SECOND = 190
"""Where the right one of two panels begins."""
WIDE = STEP * NIGHTS
TOP, BOTTOM = 44, 94
SLEEP_STEP = 26
SLEEP_NIGHTS = 14
SLEEP_FIRST = 12
SLEEP_TOP, SLEEP_BOTTOM = 26, 76
ENOUGH = 8
"""Hours at which a line helps the eye."""


def hearts(documents: Documents) -> Panel:
    """Draw HRV and resting pulse beside each other."""
    pulse = _heart(documents, "Resting pulse", ("rhr", "resting_hr"), series.PULSE, SECOND)
    hrv = _heart(documents, "HRV", ("hrv", "hrv_rmssd"), series.HRV, 0)
    return Panel(max(hrv.height, pulse.height), (*hrv.marks, *pulse.marks))


def sleep(documents: Documents) -> Panel:
    """Draw the hours of each night."""
    days = documents.days(1 - SLEEP_NIGHTS, 0)
    hours = series.nights(documents, days, ("sleep_hours", "sleep_hours"), series.HOURS)
    known = [value for value in hours if value is not None]
    if not known:
        return missing("Sleep", ("Not recorded in 14 nights: connect a watch, or enter it.",))
    scale = Scale(0, max(ENOUGH, *known), SLEEP_TOP, SLEEP_BOTTOM)
    columns = [
        (SLEEP_FIRST + SLEEP_STEP * place, SLEEP_BOTTOM, scale.y(value))
        for place, value in enumerate(hours)
        if value is not None
    ]
    eight = scale.y(ENOUGH)
    return Panel(
        SLEEP_BOTTOM + 12,
        (
            words(0, 14, f"Sleep of {SLEEP_NIGHTS} nights: {_last(hours, 1, ' h')}", "h"),
            path("c w", bars(columns)),
            path("r a", f"M0 {eight}H{RIGHT}"),
            words(RIGHT, 14, f"line: {ENOUGH} h", "e"),
        ),
    )


def _heart(
    documents: Documents,
    title: str,
    names: tuple[str, str],
    limits: tuple[Number, Number],
    x: int,
) -> Panel:
    """Draw one measure of the heart; its baselines have the history's name for it."""
    values = series.nights(documents, documents.days(1 - NIGHTS, 0), names, limits)
    known = [value for value in values if value is not None]
    if not known:
        return missing(title, ("None in 28 days: measure", "it every morning."), x)
    derived = inside(documents.latest, "derived_metrics")
    week, month = (
        series.known(derived, f"{names[0]}_baseline_{days}", limits) for days in ("7d", "28d")
    )
    around = [*known, *(value for value in (week, month) if value is not None)]
    scale = Scale(min(around), max(around), TOP, BOTTOM)
    points = (
        None if value is None else (x + 3 + STEP * place, scale.y(value))
        for place, value in enumerate(values)
    )
    base = "" if month is None else f"M{x} {scale.y(month)}h{WIDE}"
    return Panel(
        BOTTOM + 28,
        (
            words(x, 14, f"{title}: {_last(values, 0)}", "h"),
            path("o a", base and f"M{x} 28h16"),
            words(x + 20 if base else x, 32, _baselines(month, week)),
            path("o a", base),
            path("c", line(points)),
            words(x, BOTTOM + 16, f"28 days: {number(min(known))} to {number(max(known))}"),
        ),
    )


def _last(values: list[Number | None], digits: int, unit: str = "") -> str:
    """Write the value of today."""
    today = values[-1]
    return "none today" if today is None else number(today, digits) + unit


def _baselines(month: Number | None, week: Number | None) -> str:
    """Write the baselines of 28 days and of seven."""
    found = [("baseline", month), ("week", week)]
    told = [f"{name} {number(value, 1)}" for name, value in found if value is not None]
    return ", ".join(told) or "no baseline yet"
