"""Track points of a GPX or TCX file.

The root element decides on the format, never the file name. Both formats go through one streaming
parser, defusedxml's, which refuses document types. gpxpy is not used: it builds the whole document
(4.6 s for 100,000 points), expands entities, reads only UTF-8 and unprefixed elements, and gives up
a whole file for one coordinate that is not a number. Prefixes are compared as they are written,
because many files use some that they never declare.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from xml.sax import SAXParseException  # the error; the parser is defusedxml's
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from engine.routes.geometry import Point, plausible_point
from engine.routes.text import PIECE, KmlError, RouteError, route_text
from engine.routes.tracks import joined, usable, without_copies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.sax.xmlreader import AttributesImpl

    from engine.routes.tracks import FileTrack

MOST_POINTS = 300_000
FEWEST_POINTS = 2
MESSAGE_LENGTH = 100
SHAPING_POINT = "rpt"
"""Garmin's points between two route points: the course as it was drawn."""
NOT_RECOGNIZED = "The file's format is not recognized: it is neither GPX nor TCX."
NO_PLACE = "Points without a plausible position, left out: {}."
NO_HEIGHT = "Elevations that no place on Earth has, taken as unknown: {}."
COPIED = "A track that stands in the file twice counts once."

Fields: TypeAlias = "dict[str, Fields | str]"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a format keeps its points.

    Attributes:
        label: its name.
        points: names of point elements. The kind with the most usable points makes the course.
        fields: a point's ``lat``, ``lon`` and ``ele`` are its attributes, or the text of the child
            elements that stand here, nested like the elements.
        tracks: elements that hold a whole track.
        run: the element that holds points without a break.
        gaps: the point kinds whose runs may begin somewhere else than where the last one ended.
    """

    label: str
    points: Sequence[str]
    fields: Fields
    tracks: Sequence[str]
    run: str
    gaps: Sequence[str] = ()


LAYOUTS = {
    # Planners often export only a route, a list of rtept.
    "gpx": Layout(
        "GPX", ("trkpt", "rtept"), {"ele": "ele"}, ("trk", "rte"), "trkseg", gaps=("trkpt",)
    ),
    "TrainingCenterDatabase": Layout(
        "TCX",
        ("Trackpoint",),
        {
            "Position": {"LatitudeDegrees": "lat", "LongitudeDegrees": "lon"},
            "AltitudeMeters": "ele",
        },
        ("Course", "Activity"),
        "Track",
    ),
}


@dataclass(frozen=True, slots=True)
class Route:
    """The course in a file.

    Attributes:
        points: at least two, all tracks and segments in one list.
        notes: what was left out, in sentences.
        damage: what is wrong with a file that could be read to some point only.
    """

    points: list[Point]
    notes: tuple[str, ...] = ()
    damage: str | None = None


def parse(body: bytes) -> Route:
    """Return the course of a route file.

    Points without a plausible position are left out, an implausible elevation is a missing one.

    Raises:
        RouteError: when there are fewer than two points, or the file cannot be read at all.
    """
    reader = _Reader()
    damage = _read(route_text(body), reader)
    if reader.label is None:
        raise RouteError(NOT_RECOGNIZED)
    points, notes = reader.course()
    if len(points) < FEWEST_POINTS:
        raise RouteError(damage or "The file has not enough track points: at least 2 are needed.")
    return Route(points, notes, damage)


def _read(text: str, reader: _Reader) -> str | None:
    """Walk through a document; return what is wrong with it when it breaks off."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(reader)
    try:
        for start in range(0, len(text), PIECE):
            parser.feed(text[start : start + PIECE])
        parser.close()
    except DefusedXmlException:
        raise RouteError(
            "The file contains a document type declaration, which is refused as unsafe: "
            "export the route again."
        ) from None
    except SAXParseException as error:
        message = error.getMessage()[:MESSAGE_LENGTH]
        # What stands behind the end is of no interest.
        return None if reader.ended else f"The file cannot be read as {reader.label}: {message}."
    return None


class _Reader(ContentHandler):
    """Collects points while the parser walks through a document.

    Inside a point ``open`` holds, for every open element, which of its children are of interest.
    Elements are known by the prefix of the root; text is only listened to inside a field.
    """

    def __init__(self) -> None:
        super().__init__()
        self.label: str | None = None
        self.ended = False
        self._layout = LAYOUTS["gpx"]
        self._prefix = ""
        self._depth = 0
        self._fields: Fields = {}
        self._found: dict[str, list[FileTrack]] = {}
        self._open: list[Fields | str | None] = []
        self._text: list[str] = []
        self._values: dict[str, str] = {}
        self._shaping: list[dict[str, str]] = []
        self._begins = ""
        self._count = 0
        self._left_out: Counter[str] = Counter()

    def course(self) -> tuple[list[Point], tuple[str, ...]]:
        """Return the points of the fullest list, and what was left out, in sentences."""
        notes = tuple(note.format(count) for note, count in self._left_out.items())
        tracks = {name: without_copies(found) for name, found in self._found.items()}
        name = max(tracks, key=lambda name: usable(tracks[name]))
        gaps = name.removeprefix(self._prefix) in self._layout.gaps
        copied = usable(tracks[name]) < usable(self._found[name])
        return joined(tracks[name], gaps=gaps), (*notes, COPIED) if copied else notes

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - of SAX
        """Begin the document, a track, a point, or something in a point."""
        self._depth += 1
        if self.label is None:
            self._root(name)
        elif self._open:
            self._inside(name, attrs)
        elif name in self._found:
            self._values, self._shaping = dict(attrs), []
            self._open.append(self._fields)
        else:
            local = name.removeprefix(self._prefix)
            if local in self._layout.tracks or (local == self._layout.run and not self._begins):
                self._begins = local

    def endElement(self, name: str) -> None:  # noqa: N802 - of SAX
        """End the document, a point, or something in a point."""
        self._depth -= 1
        self.ended = not self._depth
        if not self._open:
            return
        closed = self._open.pop()
        if isinstance(closed, str):
            self._values[closed] = "".join(self._text)
        elif not self._open:
            for values in (self._values, *self._shaping):
                self._keep(values, self._found[name])

    def characters(self, content: str) -> None:
        """Listen to the text of a field."""
        if self._open and isinstance(self._open[-1], str):
            self._text.append(content)

    def _root(self, name: str) -> None:
        prefix, colon, local = name.rpartition(":")
        if local == "kml":
            raise KmlError
        if local not in LAYOUTS:
            raise RouteError(NOT_RECOGNIZED)
        self._prefix, self._layout = prefix + colon, LAYOUTS[local]
        self.label = self._layout.label
        self._found = {self._prefix + point: [] for point in self._layout.points}
        self._fields = _prefixed(self._layout.fields, self._prefix)

    def _inside(self, name: str, attrs: AttributesImpl) -> None:
        around = self._open[-1]
        inner = around.get(name) if isinstance(around, dict) else None
        if isinstance(inner, str):
            if inner in self._values:
                inner = None  # only the first counts
            else:
                self._text.clear()
        elif name.rpartition(":")[2] == SHAPING_POINT and len(self._shaping) <= MOST_POINTS:
            self._shaping.append(dict(attrs))
        self._open.append(inner)

    def _keep(self, values: Mapping[str, str], tracks: list[FileTrack]) -> None:
        if "lat" not in values or "lon" not in values:
            return
        lat, lon, ele = (_number(values.get(name, "")) for name in ("lat", "lon", "ele"))
        point = plausible_point(lat, lon, ele)
        if point is None:
            self._left_out[NO_PLACE] += 1
            return
        if ele is not None and point.ele is None:
            self._left_out[NO_HEIGHT] += 1
        self._count += 1
        if self._count > MOST_POINTS:
            raise RouteError(f"The file has more than {MOST_POINTS} track points.")
        if not tracks or self._begins in self._layout.tracks:
            tracks.append([])
        if not tracks[-1] or self._begins:
            tracks[-1].append([])
        self._begins = ""
        tracks[-1][-1].append(point)


def _number(text: str) -> float | None:
    """Read a number, also as people write it who have a decimal comma."""
    whole, comma, fraction = text.rpartition(",")
    if comma:
        text = whole.replace(",", "") if "." in fraction else whole.replace(".", "") + "."
        text += fraction
    try:
        return float(text)
    except ValueError:
        return None


def _prefixed(fields: Fields, prefix: str) -> Fields:
    return {
        prefix + name: inner if isinstance(inner, str) else _prefixed(inner, prefix)
        for name, inner in fields.items()
    }
