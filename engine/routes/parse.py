"""Track points of a GPX or TCX file.

The root element decides on the format, never the file name. Both formats go through one streaming
parser on top of defusedxml's guarded expat. gpxpy is not used: it builds the whole document (4.6 s
for 100,000 points), expands entities, reads only UTF-8 and unprefixed elements, and gives up a
whole file for one coordinate that is not a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from engine.routes.geometry import PIECE_GAP_M, Point, haversine, valid_point

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALLEST_FILE = 50
"""Bytes; shorter bodies are no route files."""
MOST_POINTS = 300_000
FEWEST_POINTS = 2
FIT_MARK = b".FIT"
"""In bytes 8 to 11, behind header size, versions and data size."""
PIECE = 65_536
MESSAGE_LENGTH = 100

Fields: TypeAlias = "dict[str, Fields | str]"


class RouteError(Exception):
    """A route file cannot be used; the text says why in one sentence."""


class FitError(RouteError):
    """The file is a FIT file."""

    def __init__(self) -> None:
        super().__init__("FIT files are not supported: attach the route as GPX or TCX.")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a format keeps its points.

    ``points`` are the names of point elements, the first that occurs in a file wins. A point's
    ``lat``, ``lon`` and ``ele`` are its attributes, or the text of the child elements that
    ``fields`` maps to them, nested like the elements. A ``segment`` may begin somewhere else than
    where the last one ended.
    """

    label: str
    points: Sequence[str]
    fields: Fields
    segment: str | None = None


LAYOUTS = {
    # Planners often export only a route, a list of rtept.
    "gpx": Layout("GPX", ("trkpt", "rtept"), {"ele": "ele"}, segment="trkseg"),
    "TrainingCenterDatabase": Layout(
        "TCX",
        ("Trackpoint",),
        {
            "Position": {"LatitudeDegrees": "lat", "LongitudeDegrees": "lon"},
            "AltitudeMeters": "ele",
        },
    ),
}


def parse(body: bytes, filename: str) -> list[Point]:
    """Return the points of a route file, all tracks and segments in one list.

    Points without a valid position are left out, an unreadable elevation is a missing one.

    Args:
        body: the file.
        filename: its name, used only to word an error.

    Raises:
        RouteError: when there are fewer than two points, or the file cannot be read at all.
    """
    if len(body) < SMALLEST_FILE:
        raise RouteError("The file is empty or too short to be a route.")
    if body[8:12] == FIT_MARK:
        raise FitError
    reader = _Reader()
    try:
        reader.read(body)
    except DefusedXmlException:
        raise RouteError(
            "The file contains a document type declaration, which is refused as unsafe: "
            "export the route again."
        ) from None
    except (ExpatError, LookupError, ValueError) as error:  # the latter two: unknown encodings
        label = reader.layout.label if reader.layout else _label_by_name(filename)
        message = str(error)[:MESSAGE_LENGTH]
        raise RouteError(f"The file cannot be read as {label}: {message}.") from None
    points = reader.track()
    if len(points) < FEWEST_POINTS:
        raise RouteError("The file has not enough track points: at least 2 are needed.")
    return points


def _label_by_name(filename: str) -> str:
    return "TCX" if filename.lower().endswith(".tcx") else "GPX"


@dataclass(slots=True)
class _Reader:
    """Collects points while expat walks through a document.

    Inside a point ``open`` holds, for every open element, which of its children are of interest.
    Elements are known by the namespace of the root; text is only listened to inside a field.
    """

    layout: Layout | None = None
    fields: Fields = field(default_factory=dict)
    found: dict[str, list[Point]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    open: list[Fields | str | None] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    segment: str | None = None
    segment_begins: bool = False
    expat: Any = None

    def read(self, body: bytes) -> None:
        self.expat = XMLParser(forbid_dtd=True).parser
        self.expat.ordered_attributes = False
        self.expat.DefaultHandlerExpand = None
        self.expat.CharacterDataHandler = None
        self.expat.StartElementHandler = self._root
        self.expat.EndElementHandler = None
        for start in range(0, len(body), PIECE):
            self.expat.Parse(body[start : start + PIECE])
        self.expat.Parse(b"", 1)

    def track(self) -> list[Point]:
        return next((points for points in self.found.values() if points), [])

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        namespace, separator, local = name.rpartition("}")
        self.layout = LAYOUTS.get(local)
        if self.layout is None:
            raise RouteError("The file's format is not recognized: it is neither GPX nor TCX.")
        prefix = namespace + separator
        self.found = {prefix + point: [] for point in self.layout.points}
        self.fields = _prefixed(self.layout.fields, prefix)
        self.segment = self.layout.segment and prefix + self.layout.segment
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.open:
            if name in self.found:
                self.values = attributes
                self.open.append(self.fields)
            elif name == self.segment:
                self.segment_begins = True
            return
        around = self.open[-1]
        inner = around.get(name) if isinstance(around, dict) else None
        if isinstance(inner, str):
            if inner in self.values:
                inner = None  # only the first counts
            else:
                self.text.clear()
                self.expat.CharacterDataHandler = self.text.append
        self.open.append(inner)

    def _end(self, name: str) -> None:
        if not self.open:
            return
        closed = self.open.pop()
        if not self.open:
            self._keep(self.found[name])
        elif isinstance(closed, str):
            self.values[closed] = "".join(self.text)
            self.expat.CharacterDataHandler = None

    def _keep(self, points: list[Point]) -> None:
        try:
            lat, lon = float(self.values["lat"]), float(self.values["lon"])
        except (KeyError, ValueError):
            return
        try:
            ele = float(self.values["ele"])
        except (KeyError, ValueError):
            ele = None
        point = valid_point(lat, lon, ele)
        if point is None:
            return
        if len(points) == MOST_POINTS:
            raise RouteError(f"The file has more than {MOST_POINTS} track points.")
        points.append(self._placed(point, points))

    def _placed(self, point: Point, points: Sequence[Point]) -> Point:
        """Mark the first point of a segment that begins far from the last one."""
        first, self.segment_begins = self.segment_begins, False
        if not first or not points:
            return point
        gap = haversine(points[-1].lat, points[-1].lon, point.lat, point.lon)
        return point._replace(new_piece=gap > PIECE_GAP_M)


def _prefixed(fields: Fields, prefix: str) -> Fields:
    return {
        prefix + name: inner if isinstance(inner, str) else _prefixed(inner, prefix)
        for name, inner in fields.items()
    }
