"""Load of the last weeks, by the intensity of their time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.brief.words import day_of, inside
from engine.dashboard import series
from engine.dashboard.marks import RIGHT, Panel, Scale, bars, missing, number, path, words

if TYPE_CHECKING:
    from engine.base.decode import Fields
    from engine.base.numbers import Number
    from engine.brief.words import Documents

WEEKS = 8
"""Besides the last seven days."""
STEP = 41
FIRST = STEP // 2
TOP, BOTTOM = 54, 134
OF_WEEK = ("z1_z2_pct", "z3_pct", "z4_plus_pct")
OF_NOW = ("z1_pct", "z2_pct", "z3_pct")
KEY = 90
PERCENT = (0, 100)
KINDS = (("c", "easy"), ("y", "moderate"), ("o", "hard"), ("n", "no zones"))


@dataclass(frozen=True, slots=True)
class Week:
    """Load of a week, and the shares of its time; none: it has no time in zones."""

    load: Number
    shares: tuple[Number, ...]

    def tops(self) -> list[Number]:
        """Return the load up to which each kind goes: easy, moderate, hard, not known."""
        if not self.shares:
            return [0, 0, 0, self.load]
        whole = sum(self.shares)
        tops = [self.load * sum(self.shares[:n]) / whole for n in (1, 2, 3)]
        return [*tops, tops[-1]]


def weeks(documents: Documents) -> Panel:
    """Draw the panel."""
    found = {FIRST + STEP * WEEKS: _now(documents)} | _before(documents)
    known = {x: week for x, week in sorted(found.items()) if week is not None and week.load}
    if not known:
        lines = ("No session with a load in the last weeks.",)
        return missing("Load of the weeks", lines)
    scale = Scale(0, max(week.load for week in known.values()), TOP, BOTTOM)
    now = found[FIRST + STEP * WEEKS]
    told = number(now.load) if now else "not known"
    return Panel(
        BOTTOM + 12,
        (
            words(0, 14, f"Load of {WEEKS} weeks, and {told} in the last 7 days", "h"),
            *_key(known),
            path("g", f"M0 {TOP}H{RIGHT}M0 {BOTTOM}H{RIGHT}"),
            words(RIGHT, TOP - 5, number(scale.high), "e"),
            *_columns(known, scale),
        ),
    )


def _now(documents: Documents) -> Week | None:
    load = series.known(inside(documents.latest, "weekly_summary"), "total_tss", series.LOAD)
    zones = inside(documents.latest, "derived_metrics", "seiler_tid_7d")
    return None if load is None else Week(load, _shares(zones, OF_NOW))


def _before(documents: Documents) -> dict[int, Week | None]:
    """Return the weeks that had ended, by their place."""
    today = documents.today
    found: dict[int, Week | None] = {}
    for row in documents.history.records("weekly_180d"):
        start = day_of(row.text("week_start"))
        load = series.known(row, "total_tss", series.LOAD)
        age = (today - start).days // 7 if today and start else 0
        if 1 <= age <= WEEKS and load is not None:
            found[FIRST + STEP * (WEEKS - age)] = Week(load, _shares(row, OF_WEEK))
    return found


def _shares(row: Fields, names: tuple[str, ...]) -> tuple[Number, ...]:
    found = [series.known(row, name, PERCENT) for name in names]
    shares = tuple(share for share in found if share is not None)
    return shares if len(shares) == len(names) and sum(shares) > 0 else ()


def _key(known: dict[int, Week]) -> list[str]:
    zones = {bool(week.shares) for week in known.values()}
    kinds = (KINDS[:-1] if True in zones else ()) + (KINDS[-1:] if False in zones else ())
    return [
        path(f"{kind} q", f"M{KEY * n} 28h10") + words(KEY * n + 16, 32, name)
        for n, (kind, name) in enumerate(kinds)
    ]


def _columns(known: dict[int, Week], scale: Scale) -> list[str]:
    tops = {x: [scale.y(top) for top in (0, *week.tops())] for x, week in known.items()}
    return [
        path(f"{kind} w", bars((x, heights[n], heights[n + 1]) for x, heights in tops.items()))
        for n, (kind, _) in enumerate(KINDS)
    ]
