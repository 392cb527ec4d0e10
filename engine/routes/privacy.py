"""The strict privacy level: nothing near the start and end of a track is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.base.numbers import is_number
from engine.routes.geometry import haversine

if TYPE_CHECKING:
    from engine.base.decode import JsonObject

CUT_M = 500
ROUNDING_M = 2
"""Published coordinates, those of start and end too, are rounded to about 1 m."""
MARK = "ends_removed_m"
"""Says how much was cut, so that a stored summary is not cut again in every sync."""
CLIMB_LISTS = ("climbs", "descents")
CLIMB_COORDINATES = ("start_coords", "end_coords")


@dataclass(frozen=True, slots=True)
class _Protected:
    """The places that must not be found, and how far around. Without places all is hidden."""

    places: tuple[tuple[float, float], ...]
    radius: float

    def hides(self, pair: Any) -> bool:
        place = _place(pair)
        if place is None or not self.places:
            return True
        return any(haversine(*place, *other) < self.radius for other in self.places)


def cut_ends(summary: Any, meters: int = CUT_M) -> Any:
    """Return a terrain summary without any coordinates near its start and end.

    Distances are straight lines, so a track that passes its start again loses that part too. The
    end is only known from the polyline: without one, as for activities, no coordinates remain.

    Args:
        summary: a ``terrain_summary``; one without coordinates is given back as it is.
        meters: the radius around start and end.

    Returns:
        A copy with ``ends_removed_m`` and without ``start_coords``, without coordinates of climbs
        and descents and without ``polyline`` points that are too near; an empty polyline goes too.
    """
    if not isinstance(summary, dict) or not _has_coordinates(summary):
        return summary
    earlier: Any = summary.get(MARK)
    if is_number(earlier) and earlier >= meters:
        return summary
    protected = _Protected(_ends(summary), meters + ROUNDING_M)
    cut = {key: value for key, value in summary.items() if key not in ("start_coords", "polyline")}
    for name in CLIMB_LISTS:
        if name in summary:
            cut[name] = [_without_hidden(climb, protected) for climb in _climbs(summary, name)]
    line = [point for point in _polyline(summary) if not protected.hides(point[1:3])]
    return {**cut, MARK: meters} | ({"polyline": line} if line else {})


def was_cut(summary: Any) -> bool:
    """Whether a terrain summary lost coordinates to ``cut_ends``."""
    return isinstance(summary, dict) and MARK in summary


def _has_coordinates(summary: JsonObject) -> bool:
    climbs = [climb for name in CLIMB_LISTS for climb in _climbs(summary, name)]
    return (
        "start_coords" in summary
        or "polyline" in summary
        or any(name in climb for climb in climbs for name in CLIMB_COORDINATES)
    )


def _ends(summary: JsonObject) -> tuple[tuple[float, float], ...]:
    """Return start and end of the track; nothing when one is unknown or was cut off before."""
    line = _polyline(summary)
    if MARK in summary or not line:
        return ()
    pairs = [summary.get("start_coords"), line[0][1:3], line[-1][1:3]]
    places = tuple(place for place in map(_place, pairs) if place)
    return places if len(places) == len(pairs) else ()


def _climbs(summary: JsonObject, name: str) -> list[JsonObject]:
    climbs = summary.get(name)
    return [c for c in climbs if isinstance(c, dict)] if isinstance(climbs, list) else []


def _polyline(summary: JsonObject) -> list[list[Any]]:
    line = summary.get("polyline")
    return [p for p in line if isinstance(p, list)] if isinstance(line, list) else []


def _without_hidden(climb: JsonObject, protected: _Protected) -> JsonObject:
    return {
        key: value
        for key, value in climb.items()
        if key not in CLIMB_COORDINATES or not protected.hides(value)
    }


def _place(pair: Any) -> tuple[float, float] | None:
    match pair:
        case [lat, lon] if is_number(lat) and is_number(lon):
            return lat, lon
    return None
