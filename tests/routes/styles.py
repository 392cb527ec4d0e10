"""Writes route files in a given style."""

from __future__ import annotations

from typing import NamedTuple

GPX_1_1 = "http://www.topografix.com/GPX/1/1"
GPX_1_0 = "http://www.topografix.com/GPX/1/0"
TCX_2 = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
TPX = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"


class Style(NamedTuple):
    """How a file is written. ``holes`` leaves out every n-th elevation, 1 all of them."""

    form: str = "gpx"
    creator: str = "Invented device"
    namespace: str = GPX_1_1
    prefix: str = ""
    version: str = "1.1"
    declaration: str | None = '<?xml version="1.0" encoding="UTF-8"?>'
    before: str = ""
    head: str = ""
    name: str = "Course"
    encoding: str = "utf-8"
    mark: bool = False
    newline: str = "\n"
    indent: str = "  "
    quote: str = '"'
    lon_first: bool = False
    digits: int = 7
    ele: str = "{:.2f}"
    holes: int = 0
    extra: str = ""
    point: str = "trkpt"
    pieces: int = 1
    spare: str = ""
    tail: str = ""


def write(style, points):
    lines = _tcx(style, points) if style.form == "tcx" else _gpx(style, points)
    text = style.newline.join([style.declaration] * (style.declaration is not None) + lines)
    body = text.encode(style.encoding)
    return b"\xef\xbb\xbf" + body if style.mark else body


def _pieces(style, points):
    points = list(points)
    size = -(-len(points) // style.pieces)
    return [points[i : i + size] for i in range(0, len(points), size)]


def _elevation(style, index, ele):
    hole = style.holes and index % style.holes == style.holes - 1
    return "" if hole else style.ele.format(ele)


def _tag(style, name):
    return f"{style.prefix}:{name}" if style.prefix else name


def _gpx(style, points):
    xmlns = f"xmlns:{style.prefix}" if style.prefix else "xmlns"
    spaces = f' {xmlns}="{style.namespace}"' if style.namespace else ""
    track, segment = ("rte", None) if style.point == "rtept" else ("trk", "trkseg")
    gpx, trk, name = (_tag(style, n) for n in ("gpx", track, "name"))
    lines = [style.before] * bool(style.before)
    lines += [
        f'<{gpx} version="{style.version}" creator="{style.creator}"{spaces} xmlns:gpxtpx="{TPX}">'
    ]
    lines += [style.head] * bool(style.head)
    lines += [f"<{trk}>", f"<{name}>{style.name}</{name}>"]
    index = 0
    for piece in _pieces(style, points):
        lines += [f"<{_tag(style, segment)}>"] * bool(segment)
        for lat, lon, ele in piece:
            lines.append(_gpx_point(style, index, lat, lon, ele))
            index += 1
        lines += [f"</{_tag(style, segment)}>"] * bool(segment)
    return [*lines, f"</{trk}>", *[style.tail] * bool(style.tail), f"</{gpx}>"]


def _gpx_point(style, index, lat, lon, ele):
    q, point = style.quote, _tag(style, style.point)
    pair = [f"lat={q}{lat:.{style.digits}f}{q}", f"lon={q}{lon:.{style.digits}f}{q}"]
    pair = pair[::-1] if style.lon_first else pair
    height, tag = _elevation(style, index, ele), _tag(style, "ele")
    inner = f"<{tag}>{height}</{tag}>" if height else ""
    inner += style.extra.replace("#", f"{index % 60:02d}")
    return f"{style.indent}<{point} {' '.join(pair)}>{inner}</{point}>"


def _tcx(style, points):
    course = style.point == "course"
    outer, inner = ("Courses", "Course") if course else ("Activities", "Activity")
    lap = None if course else "Lap"
    lines = [style.before] * bool(style.before)
    lines += [
        f'<TrainingCenterDatabase xmlns="{style.namespace}">',
        f"<{outer}><{inner}>",
        style.head,
    ]
    index = 0
    for piece in _pieces(style, points):
        lines += [
            '<Lap StartTime="2026-05-01T06:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds>'
        ] * bool(lap)
        lines += ["<Track>"]
        for lat, lon, ele in piece:
            lines.append(_trackpoint(style, index, lat, lon, ele))
            index += 1
        lines += ["</Track>"] + ["</Lap>"] * bool(lap)
    return [*lines, style.tail, f"</{inner}></{outer}></TrainingCenterDatabase>"]


def _trackpoint(style, index, lat, lon, ele):
    height = _elevation(style, index, ele)
    altitude = f"<AltitudeMeters>{height}</AltitudeMeters>" if height else ""
    time = f"<Time>2026-05-01T06:00:{index % 60:02d}Z</Time>"
    return (
        f"{style.indent}{style.spare}<Trackpoint>{time}<Position>"
        f"<LatitudeDegrees>{lat:.{style.digits}f}</LatitudeDegrees>"
        f"<LongitudeDegrees>{lon:.{style.digits}f}</LongitudeDegrees></Position>"
        f"{altitude}<DistanceMeters>{index}</DistanceMeters>{style.extra}</Trackpoint>"
    )
