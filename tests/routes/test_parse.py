import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routes import parse as parser
from engine.routes.geometry import Point
from engine.routes.parse import parse
from engine.routes.text import RouteError
from tests.routes.tracks import analyze_route

GPX_1_1 = "http://www.topografix.com/GPX/1/1"
GPX_1_0 = "http://www.topografix.com/GPX/1/0"
TCX = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
BOM = b"\xef\xbb\xbf"
LATITUDES = [45.0 + i * 0.0009 for i in range(6)]
POINTS = [Point(lat, 7.0, 100.0 + 5 * i) for i, lat in enumerate(LATITUDES)]


def points_of(body):
    return parse(body).points


def gpx_points(name="trkpt", points=POINTS):
    return "".join(
        f'<{name} lat="{p.lat!r}" lon="{p.lon!r}"><ele>{p.ele}</ele></{name}>' for p in points
    )


def gpx(inner=None, namespace=GPX_1_1, root="gpx"):
    inner = f"<trk><trkseg>{gpx_points()}</trkseg></trk>" if inner is None else inner
    declared = f' xmlns="{namespace}"' if namespace else ""
    return f"<{root} version='1.1'{declared}>{inner}</{root}>"


def trackpoint(lat, lon, ele, _new_piece=False):
    altitude = "" if ele is None else f"<AltitudeMeters>{ele}</AltitudeMeters>"
    return (
        f"<Trackpoint><Position><LatitudeDegrees>{lat}</LatitudeDegrees>"
        f"<LongitudeDegrees>{lon}</LongitudeDegrees></Position>{altitude}"
        "<DistanceMeters>7</DistanceMeters></Trackpoint>"
    )


def tcx(inner=None):
    inner = "".join(trackpoint(*p) for p in POINTS) if inner is None else inner
    return (
        f'<TrainingCenterDatabase xmlns="{TCX}"><Courses><Course><Track>{inner}</Track></Course>'
        "</Courses></TrainingCenterDatabase>"
    )


PREFIXED = (
    f'<g:gpx xmlns:g="{GPX_1_0}"><g:trk><g:trkseg>'
    + "".join(
        f'<g:trkpt lat="{p.lat!r}" lon="{p.lon}"><g:ele>{p.ele}</g:ele></g:trkpt>' for p in POINTS
    )
    + "</g:trkseg></g:trk></g:gpx>"
)
TRACK = f"<trk><trkseg>{gpx_points()}</trkseg></trk>"
COMMENT = f"<!--{'x' * 252}-->"

READ = {
    "GPX 1.1 with declaration": (DECLARED + gpx()).encode(),
    "GPX without declaration and namespace": gpx(namespace=None).encode(),
    "GPX with byte order mark": BOM + (DECLARED + gpx()).encode(),
    "GPX 1.0 with prefixed elements": (DECLARED + PREFIXED).encode(),
    "TCX with declaration": (DECLARED + tcx()).encode(),
    "TCX without declaration": tcx().encode(),
    "TCX with mark and declaration": BOM + (DECLARED + tcx()).encode(),
    "GPX behind a long comment": (COMMENT + gpx()).encode(),
    "GPX with only a route": gpx(f"<rte>{gpx_points('rtept')}</rte>").encode(),
    "route and waypoints beside the track": gpx(
        f"<wpt lat='1' lon='1'/><rte>{gpx_points('rtept', POINTS[:2])}</rte>"
        f"<trk><trkseg>{gpx_points()}</trkseg></trk>"
    ).encode(),
    "UTF-16": (DECLARED.replace("UTF-8", "UTF-16") + gpx()).encode("utf-16"),
    "UTF-16 TCX": (DECLARED.replace("UTF-8", "UTF-16") + tcx()).encode("utf-16"),
    "Latin-1": (DECLARED.replace("UTF-8", "iso-8859-1") + gpx(f"<name>Größe</name>{TRACK}")).encode(
        "latin-1"
    ),
    "Windows encoding": (
        DECLARED.replace("UTF-8", "windows-1252") + gpx(f"<name>5 €</name>{TRACK}")
    ).encode("cp1252"),
    "multi-byte encoding": (
        DECLARED.replace("UTF-8", "shift_jis") + gpx(f"<name>ソ表</name>{TRACK}")
    ).encode("shift_jis"),
    "unknown encoding": (DECLARED.replace("UTF-8", "no-such") + tcx()).encode(),
    "wrong bytes for the encoding": (DECLARED + gpx(f"<name>é</name>{TRACK}")).encode("latin-1"),
    "blanks before the root": ("\n  " + gpx()).encode(),
    "points in no namespace": gpx(TRACK.replace("<trk>", "<trk xmlns=''>")).encode(),
}


@pytest.mark.parametrize("body", READ.values(), ids=READ)
def test_the_root_element_decides_on_the_format(body):
    assert points_of(body) == POINTS
    summary = analyze_route(points_of(body))
    assert (summary["total_distance_km"], summary["total_elevation_m"]) == (0.5, 25)


BOMB = (
    "<!DOCTYPE gpx [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
)
EXTERNAL = "<!DOCTYPE gpx [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
FIT = bytes.fromhex("0e2054085802000 0".replace(" ", "")) + b".FIT" + bytes(60)
PAGE = "<head><title>Log in</title></head><body><p>Forgotten?<br></body></html>"

REFUSED = {
    "FIT": (FIT, "FIT files are not supported"),
    "packed FIT": (gzip.compress(FIT), "FIT files are not supported"),
    "KML": (f"<kml xmlns='k'>{' ' * 60}</kml>".encode(), "KML files are not supported"),
    "ZIP": (b"PK\x03\x04" + bytes(60), "ZIP archive"),
    "another format": (f"<svg>{' ' * 60}</svg>".encode(), "neither GPX nor TCX"),
    "text": (b"just some words " * 8, "neither GPX nor TCX"),
    "JSON": (b'{"type": "FeatureCollection", "features": [1, 2, 3, 4, 5, 6]}', "neither GPX"),
    "web page": (f"<!doctype html>\n<html>{PAGE}".encode(), "web page"),
    "web page in capitals": (f"<!DOCTYPE HTML PUBLIC '-//W3C'><HTML>{PAGE}".encode(), "web page"),
    "web page without a document type": (f"\n<html lang='en'>{PAGE}".encode(), "web page"),
    "web page as XML": (f"{DECLARED}<!DOCTYPE html><html>{PAGE}".encode(), "web page"),
    "only waypoints": (gpx("<wpt lat='1' lon='1'/>" * 5).encode(), "not enough"),
    "one point": (gpx(gpx_points(points=POINTS[:1])).encode(), "not enough"),
    "one TCX point": (tcx(trackpoint(*POINTS[0])).encode(), "not enough"),
    "damaged before the points": (gpx("<metadata></extensions>").encode(), "cannot be read as GPX"),
    "empty": (b"", "empty or too short"),
    "49 bytes": (b"<gpx>" + b" " * 38 + b"</gpx>", "empty or too short"),
    "zeros": (bytes(60), "neither GPX nor TCX"),
    "packed nothing": (gzip.compress(b""), "empty or too short"),
    "entity bomb": ((BOMB + gpx("&c;")).encode(), "document type declaration"),
    "external entity": ((EXTERNAL + gpx("&x;")).encode(), "document type declaration"),
}


@pytest.mark.parametrize(("body", "text"), REFUSED.values(), ids=REFUSED)
def test_unusable_files_say_why_in_one_short_sentence(body, text):
    with pytest.raises(RouteError, match=text) as caught:
        parse(body)
    assert len(str(caught.value)) < 160
    assert str(caught.value).endswith(".")


def test_text_that_is_no_elevation_keeps_the_gpx_point():
    front = "<trkpt lat='44.9991' lon='7.0'><ele>n/a</ele></trkpt>"
    points = points_of(gpx(front + gpx_points()).encode())
    assert points == [Point(44.9991, 7.0, None), *POINTS]
    summary = analyze_route(points)
    assert (summary["total_distance_km"], summary["total_elevation_m"]) == (0.6, 25)


def test_text_that_is_no_elevation_keeps_the_tcx_point():
    front = trackpoint(44.9991, 7, "n/a")
    points = points_of(tcx(front + "".join(trackpoint(*p) for p in POINTS)).encode())
    assert points == [Point(44.9991, 7.0, None), *POINTS]


def segment(points):
    return f"<trkseg>{gpx_points(points=points)}</trkseg>"


def test_the_way_between_two_tracks_has_no_distance_and_no_gain():
    pairs = [
        [Point(lat, 7.0, ele), Point(lat + 0.0009, 7.0, ele + 1)]
        for lat, ele in ((45.0, 0.0), (46.0, 100.0))
    ]
    tracks = "".join(f"<trk>{segment(pair)}</trk>" for pair in pairs)
    points = points_of(gpx(tracks).encode())
    assert [p.new_piece for p in points] == [False, False, True, False]
    summary = analyze_route(points)
    assert (summary["total_distance_km"], summary["total_elevation_m"]) == (0.2, 2)


@pytest.mark.parametrize(
    ("step", "new_piece"), [(0.0008, False), (0.00089, False), (0.0009, True), (-0.0009, True)]
)
def test_a_segment_is_a_new_piece_when_it_begins_more_than_100_m_away(step, new_piece):
    first = [Point(45.0, 7.0, 1.0), Point(45.0001, 7.0, 2.0)]
    second = [Point(45.0001 + step, 7.0, 3.0), Point(46.0, 7.0, 4.0)]
    (*_, third, fourth) = points_of(gpx(segment(first) + segment(second)).encode())
    assert third == second[0]._replace(new_piece=new_piece)
    assert fourth == second[1], "a gap within a segment is a straight line"


def test_the_first_valid_point_of_a_segment_counts():
    lost = "<trkpt lat='north' lon='7'/>"
    far = gpx_points(points=[Point(46.0, 7.0, 3.0), Point(47.0, 7.0, 4.0)])
    segments = f"<trkseg>{lost}</trkseg>{segment(POINTS)}<trkseg/><trkseg>{lost}{far}</trkseg>"
    points = points_of(gpx(segments).encode())
    assert [i for i, p in enumerate(points) if p.new_piece] == [len(POINTS)]


def test_route_points_and_tcx_tracks_are_one_piece():
    far = [POINTS[0], POINTS[1], Point(46.0, 7.0, 3.0)]
    routes = "".join(f"<rte>{gpx_points('rtept', [point])}</rte>" for point in far)
    laps = "</Track><Track>".join(trackpoint(*point) for point in far)
    for body in (gpx("<trk><trkseg/></trk>" + routes), tcx(laps)):
        assert points_of(body.encode()) == far


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("", "7"),
        ("north", "7"),
        ("nan", "7"),
        ("inf", "7"),
        ("1e999", "7"),
        ("200", "7"),
        ("90", "-80"),
        ("0", "-0.0"),
    ],
)
@pytest.mark.parametrize("form", [gpx, tcx])
def test_points_without_a_valid_position_are_left_out(form, lat, lon):
    if form is gpx:
        body = gpx(f"<trkpt lat='{lat}' lon='{lon}'><ele>5</ele></trkpt><trkpt/>" + gpx_points())
    else:
        body = tcx(
            trackpoint(lat, lon, 5) + "<Trackpoint/>" + "".join(trackpoint(*p) for p in POINTS)
        )
    assert points_of(body.encode()) == POINTS


def test_zero_is_a_coordinate_and_blanks_are_allowed():
    points = "<trkpt lat='0' lon=' 7 '><ele> 0 </ele></trkpt><trkpt lat='-0.0' lon='1e-3'/>"
    assert points_of(gpx(points).encode()) == [Point(0, 7, 0), Point(0, 0.001, None)]


@pytest.mark.parametrize("ele", ["nan", "-inf", "1e308", "", "1,2,5", "<b/>"])
def test_an_unreadable_elevation_is_a_missing_one(ele):
    points = f"<trkpt lat='1' lon='1'><ele>{ele}</ele></trkpt><trkpt lat='1' lon='2'/>"
    assert points_of(gpx(points).encode()) == [Point(1, 1, None), Point(1, 2, None)]


def test_only_the_first_direct_child_is_the_elevation():
    inner = "<extensions><ele>9</ele></extensions><ele>5</ele><ele>6</ele>"
    point = f"<trkpt lat='1' lon='1'>{inner}</trkpt>"
    assert points_of(gpx(point * 2).encode())[0].ele == 5


def test_elevations_of_another_namespace_are_not_read():
    point = "<trkpt lat='1' lon='1'><x:ele xmlns:x='other'>9</x:ele></trkpt>"
    assert points_of(gpx(point * 2).encode())[0].ele is None


def test_comments_and_character_data_inside_values():
    point = "<trkpt lat='1' lon='1'><ele>1<!-- half -->2<![CDATA[.5]]></ele></trkpt>"
    assert points_of(gpx(point * 2).encode())[0].ele == 12.5


def test_values_across_the_pieces_of_a_large_file():
    filler = "<!--" + "x" * (parser.PIECE - 300) + "-->"
    assert points_of(gpx(filler + gpx_points()).encode()) == POINTS


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr(parser, "MOST_POINTS", 5)
    with pytest.raises(RouteError, match="more than 5 track points"):
        points_of(gpx().encode())


token = st.sampled_from(
    [
        *("<gpx>", "</gpx>", "<trkpt lat='1' lon='2'>", "</trkpt>", "<ele>", "</ele>", "<rtept/>"),
        *("<Position>", "<!-- -->", "&amp;", "&x;", "<![CDATA[", "]]>", "<?xml version='1.0'?>"),
        *("\0", "é", "5"),
    ]
)


@given(st.lists(token).map(lambda parts: "<gpx>" + "".join(parts)) | st.text(min_size=50))
def test_nothing_but_a_route_error_leaves_the_parser(text):
    for encoding in ("utf-8", "utf-16"):
        body = text.encode(encoding, "ignore").ljust(50)
        try:
            points = points_of(body)
        except RouteError:
            continue
        assert len(points) >= 2


@given(st.binary(min_size=50, max_size=300))
def test_nothing_but_a_route_error_comes_from_any_bytes(body):
    with pytest.raises(RouteError):
        points_of(body)
