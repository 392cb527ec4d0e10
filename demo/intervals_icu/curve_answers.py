"""Answers of the curve requests: the best of many activities for every duration."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from demo.intervals_icu.account import Row


@dataclass(slots=True)
class Best:
    """Best value per duration (s) with the activity that holds it, and what went in."""

    values: dict[int, tuple[float, str]] = field(default_factory=dict)
    load: int = 0
    moving_time: int = 0


def best_of(activities: Iterable[Row], kind: str, curve_of: Callable[[str], Row | None]) -> Best:
    """Merge the `kind` curves ("power" in W, "hr" in bpm) of some activities."""
    best = Best()
    for activity in activities:
        ident = str(activity.get("id"))
        curve = (curve_of(ident) or {}).get(kind)
        if not curve:
            continue
        best.load += activity.get("icu_training_load") or 0
        best.moving_time += activity.get("moving_time") or 0
        for secs, value in zip(curve["secs"], curve["values"], strict=True):
            if value is not None and (secs not in best.values or value > best.values[secs][0]):
                best.values[secs] = (value, ident)
    return best


def answer_row(
    kind: str, spec: str, span: tuple[str, str], best: Best, weight: float | None
) -> Row:
    """One element of the answer's `list`; `span` holds the first and the last date."""
    first, last = span
    secs = sorted(best.values)
    values = [best.values[s][0] for s in secs]
    bounded = not first.startswith("0000")
    row: dict[str, Any] = {
        "id": spec,
        "filters": None,
        "label": f"{first} - {last}",
        "filter_label": None,
        "percentile": None,
        "start_date_local": f"{first}T00:00:00",
        "end_date_local": f"{last}T00:00:00",
        "days": (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        if bounded
        else None,
        "moving_time": best.moving_time,
        "training_load": best.load,
        "weight": weight,
        "secs": secs,
        "values": values,
        "submax_values": None,
        "submax_activity_id": None,
        "start_index": [0] * len(secs),
        "end_index": secs,
        "activity_id": [best.values[s][1] for s in secs],
    }
    if kind == "power":
        row |= {
            "watts": values,
            "watts_per_kg": [round(v / weight, 3) for v in values] if weight else None,
            "powerModels": [],
            "ranks": None,
            "mapPlot": None,
            "stream_type": "watts",
            "stream_name": None,
            "vo2max_5m": None,
            "compound_score_5m": None,
        }
    return row
