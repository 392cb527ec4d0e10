"""The lists of points in a route file, and the one course that is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from engine.routes.geometry import PIECE_GAP_M, haversine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.routes.geometry import Point

Run: TypeAlias = "list[Point]"
"""Points without a break: a ``trkseg``, a ``Track``, or a whole ``rte``."""
FileTrack: TypeAlias = "list[Run]"
SAME_DIGITS = 5
"""Degrees to about 1 m: copies of a track may be written with more or fewer digits."""


def usable(tracks: Iterable[FileTrack]) -> int:
    """Return the number of points."""
    return sum(len(run) for track in tracks for run in track)


def without_copies(tracks: Sequence[FileTrack]) -> list[FileTrack]:
    """Return the tracks of a file, those once that stand in it twice.

    A thinned copy of a track is a copy as well. A segment that repeats one of its own track is
    another lap where it begins near its own end, and a copy where one would have to jump.
    """
    inside = [[track[i] for i in _distinct(track, laps=True)] for track in tracks]
    whole = [[point for run in track for point in run] for track in inside]
    return [inside[i] for i in _distinct(whole, laps=False)]


def joined(tracks: Sequence[FileTrack], *, gaps: bool) -> list[Point]:
    """Return all points in one list.

    With ``gaps``, the first point of a run that is far from the point before begins a new piece.
    """
    course: list[Point] = []
    for points in (run for track in tracks for run in track if run):
        far = gaps and bool(course) and _meters(course[-1], points[0]) > PIECE_GAP_M
        course += [points[0]._replace(new_piece=far), *points[1:]]
    return course


def _distinct(lists: Sequence[Run], *, laps: bool) -> list[int]:
    """Return the indexes of the lists that are not copies of another; of two the fuller one."""
    kept: list[int] = []
    places: dict[tuple[tuple[float, float], ...], int] = {}
    for index, points in enumerate(lists):
        if not points:
            continue
        # Compared with one list only, so that thousands of lists stay a matter of linear time.
        place = places.setdefault((_position(points[0]), _position(points[-1])), len(kept))
        lap = laps and _meters(points[0], points[-1]) <= PIECE_GAP_M
        if place == len(kept) or lap or not _is_copy(points, lists[kept[place]]):
            kept.append(index)
        elif _fullness(points) > _fullness(lists[kept[place]]):
            kept[place] = index
    return kept


def _is_copy(points: Run, others: Run) -> bool:
    """Whether all positions of the shorter list occur in the longer one, in the same order."""
    shorter, longer = sorted((points, others), key=len)
    rest = iter([_position(point) for point in longer])
    return all(_position(point) in rest for point in shorter)


def _fullness(points: Run) -> tuple[bool, int, int]:
    elevations = sum(point.ele is not None for point in points)
    return elevations > 0, len(points), elevations


def _position(point: Point) -> tuple[float, float]:
    return round(point.lat, SAME_DIGITS), round(point.lon, SAME_DIGITS)


def _meters(a: Point, b: Point) -> float:
    return haversine(a.lat, a.lon, b.lat, b.lon)
