"""Today's decision and its six signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.brief.words import inside
from engine.dashboard.marks import RIGHT, Panel, number, path, words
from engine.dashboard.series import FORM, HOURS, HRV, LOAD, PULSE, known

if TYPE_CHECKING:
    from engine.base.decode import Fields
    from engine.base.numbers import Number
    from engine.brief.words import Documents

DECISIONS = ("go", "modify", "skip")
SHAPES = {"green": (4, 4, "h0"), "amber": (4, -1, "l5 9h-10z"), "red": (0, 0, "h8v8h-8z")}
"""Circle, triangle and square, as colors alone do not tell everybody: beginning and way."""
SIGNALS: dict[str, tuple[str, str, str, int, tuple[Number, Number]]] = {
    "hrv": ("HRV", "value", " ms", 1, HRV),
    "rhr": ("Resting HR", "value", " bpm", 1, PULSE),
    "sleep": ("Sleep", "hours", " h", 1, HOURS),
    "acwr": ("ACWR", "value", "", 2, LOAD),
    "ri": ("Recovery index", "value", "", 2, LOAD),
    "tsb": ("TSB", "value", "", 1, FORM),
}
"""Signal: its name, the key of its value, its unit, its digits and what it can be."""
COLUMNS = 2
WIDE = 190


def advice(documents: Documents) -> str:
    """Return the decision in a word."""
    found = inside(documents.latest, "readiness_decision").text("recommendation")
    return found if found in DECISIONS else "no decision"


def decision(documents: Documents) -> Panel:
    """Draw the panel."""
    found = inside(documents.latest, "readiness_decision")
    day = documents.today
    when = f"{day:%A}, {day.day} {day:%B %Y}" if day else "Day not known"
    limited = "limited data" if found.truthy("limited_data") else ""
    marks = [
        words(0, 18, when),
        words(0, 46, f"Today: {advice(documents)}", "d"),
        words(RIGHT, 46, limited, "t e"),
    ]
    signals = inside(found, "signals")
    for place, key in enumerate(SIGNALS):
        down, across = divmod(place, COLUMNS)
        marks += _signal(inside(signals, key), key, WIDE * across, 72 + 22 * down)
    return Panel(134, tuple(marks))


def _signal(signal: Fields, key: str, x: int, y: int) -> tuple[str, ...]:
    name, main, unit, digits, limits = SIGNALS[key]
    value, status = known(signal, main, limits), signal.text("status") or ""
    told = f"{name} not known" if value is None else f"{name} {number(value, digits)}{unit}"
    if value is None or status not in SHAPES:
        return (words(x + 14, y, told),)
    noted = "" if status == "green" else f", {status}"
    right, down, way = SHAPES[status]
    shape = path(status, f"M{x + right} {y - 8 + down}{way}")
    return shape, words(x + 14, y, told + noted, "t")
