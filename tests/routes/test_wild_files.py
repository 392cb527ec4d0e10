"""Route files as people have them: unclean, but with a course in them that can be read."""

from __future__ import annotations

import gzip

import pytest

from engine.routes import text as border
from engine.routes.parse import parse
from engine.routes.text import RouteError
from tests.routes.test_parse import BOM, COMMENT, DECLARED, PAGE, TCX, gpx
from tests.routes.tracks import analyze_route

HILL = [(47 + i / 1000, 11.0, 500 + 5 * min(i, 60 - i)) for i in range(60)]
PLAIN = (60, 6.6, 150, 4.5, "hilly")
RISE = [(47 + i / 1000, 11.0, 1200 + i) for i in range(60)]


def gpx_point(lat, lon, ele=None, name="trkpt", inner=""):
    elevation = "" if ele is None else f"<ele>{ele}</ele>"
    return f'<{name} lat="{lat}" lon="{lon}">{elevation}{inner}</{name}>\n'


def trk(points, **more):
    return f"<trk><trkseg>{''.join(gpx_point(*p, **more) for p in points)}</trkseg></trk>"


def rte(points):
    return f"<rte>{''.join(gpx_point(*p, name='rtept') for p in points)}</rte>"


def tcx_course(points, declared=DECLARED):
    track = "".join(
        f"<Trackpoint><Position><LatitudeDegrees>{lat}</LatitudeDegrees><LongitudeDegrees>{lon}"
        f"</LongitudeDegrees></Position><AltitudeMeters>{ele}</AltitudeMeters></Trackpoint>"
        for lat, lon, ele in points
    )
    course = f"<Course><Name>c</Name><Track>{track}</Track></Course>"
    root = "TrainingCenterDatabase"
    return f'{declared}<{root} xmlns="{TCX}"><Courses>{course}</Courses></{root}>'


def named(name):
    return DECLARED + gpx(f"<metadata><name>{name}</name></metadata>{trk(HILL)}")


def comma(value):
    return str(value).replace(".", ",")


FILE = DECLARED + gpx(trk(HILL))
HEART = "<extensions><gpxtpx:Point><gpxtpx:hr>140</gpxtpx:hr></gpxtpx:Point></extensions>"
UTF_16 = DECLARED.replace("UTF-8", "UTF-16")
LOOP = HILL + HILL[::-1]

CLEAN = {
    "plain": FILE,
    "TCX": tcx_course(HILL),
    "blanks before the TCX declaration": "          " + tcx_course(HILL),
    "byte order mark and empty line": BOM + b"\n" + FILE.encode(),
    "empty lines before the declaration": "\r\n\n\n\n" + FILE,
    "comment before the declaration": COMMENT + FILE,
    "undeclared prefixes": DECLARED + gpx(trk(HILL, inner=HEART)),
    "undeclared attribute prefix": FILE.replace("<gpx ", '<gpx xsi:schemaLocation="a b" '),
    "decimal commas": DECLARED + gpx(trk([tuple(map(comma, point)) for point in HILL])),
    "decimal commas in elevations": DECLARED + gpx(trk([(*p, f"{e},5") for *p, e in HILL])),
    "German thousands": DECLARED + gpx(trk([(*p, f"1.{e},0") for *p, e in HILL])),
    "English thousands": DECLARED + gpx(trk([(*p, f"1,{e}.0") for *p, e in HILL])),
    "gzip": gzip.compress(FILE.encode()),
    "gzip with something behind it": gzip.compress(tcx_course(HILL).encode()) + bytes(12),
    "Latin-1 as UTF-8": named("München").encode("latin-1"),
    "a lone degree sign": named("12 °C").encode("cp1252"),
    "UTF-16 as UTF-8": FILE.encode("utf-16"),
    "UTF-16 without a mark": FILE.encode("utf-16-be"),
    "UTF-32": FILE.encode("utf-32"),
    "UTF-8 as UTF-16": UTF_16 + gpx(trk(HILL)),
    "zeros behind the end": FILE.encode() + bytes(500),
    "zeros in a name": named("a\0b"),
    "text behind the end": FILE + "\nsaved by somebody",
    "a second document behind the end": FILE + FILE,
    "a web page behind the end": FILE + f"<html>{PAGE}",
    "bare ampersand": named("Rock & Roll"),
    "entities of HTML": named("M&uuml;nchen&nbsp;1"),
    "forbidden character reference": named("a&#0;b&#x1F;c"),
    "bare angle bracket": named("Tom <3 Anna"),
    "a page quoted in the description": DECLARED
    + gpx(f"<metadata><desc><![CDATA[<html>{PAGE}]]></desc></metadata>{trk(HILL)}"),
    "longitudes beyond 180": DECLARED + gpx(trk([(a, b + 360, e) for a, b, e in HILL])),
    "route with more points than the track": DECLARED + gpx(trk(RISE[:5]) + rte(HILL)),
    "track with more points than the route": DECLARED + gpx(rte(RISE[:5]) + trk(HILL)),
}


def facts(body):
    route = parse(body if isinstance(body, bytes) else body.encode())
    summary = analyze_route(route.points)
    names = ("total_distance_km", "total_elevation_m", "max_grade_pct", "course_character")
    return (len(route.points), *(summary[name] for name in names)), route.notes, route.damage


@pytest.mark.parametrize("body", CLEAN.values(), ids=CLEAN)
def test_the_course_is_that_of_a_clean_file(body):
    assert facts(body) == (PLAIN, (), None)


COPIES = {
    "track": trk(HILL) * 2,
    "track three times": trk(HILL) * 3,
    "segment": f"<trk>{trk(HILL)[5:-6] * 2}</trk>",
    "route": rte(HILL) * 2,
    "with fewer digits": trk(HILL) + trk([(f"{lat:.5f}", lon, ele) for lat, lon, ele in HILL]),
    "thinned before": trk(HILL[::2] + HILL[-1:]) + trk(HILL),
    "thinned behind": trk(HILL) + trk(HILL[::2] + HILL[-1:]),
    "without elevations": trk([p[:2] for p in HILL]) + trk(HILL),
}


@pytest.mark.parametrize("inner", COPIES.values(), ids=COPIES)
def test_a_track_that_stands_in_the_file_twice_counts_once(inner):
    plain, notes, damage = facts(gpx(inner))
    assert (plain, damage) == (PLAIN, None)
    assert notes == ("A track that stands in the file twice counts once.",)


def test_a_course_written_twice_as_tcx_counts_once():
    body = tcx_course(HILL)
    course = body[body.index("<Course>") : body.index("</Courses>")]
    assert facts(body.replace(course, course * 2))[0] == PLAIN


def test_a_loop_in_two_tracks_is_a_copy_and_in_two_segments_two_laps():
    (count, kilometers, *_), _, _ = facts(gpx(trk(LOOP) * 2))
    assert (count, kilometers) == (120, 13.1)
    (count, kilometers, *_), notes, _ = facts(gpx(f"<trk>{trk(LOOP)[5:-6] * 2}</trk>"))
    assert (count, kilometers, notes) == (240, 26.2, ())


def test_there_and_back_is_no_copy():
    (count, kilometers, *_), notes, _ = facts(gpx(trk(HILL) + trk(HILL[::-1])))
    assert (count, kilometers, notes) == (120, 13.1, ())


def test_shaping_points_between_route_points_are_the_course():
    def corner(i):
        bends = "".join(
            f'<gpxx:rpt lat="{47 + (i * 20 + k) / 2000}" lon="{11 + k % 2 / 100}"/>'
            for k in range(1, 20)
        )
        inner = (
            f"<extensions><gpxx:RoutePointExtension>{bends}</gpxx:RoutePointExtension></extensions>"
        )
        return gpx_point(47 + i / 100, 11.0, 500 + 30 * i, name="rtept", inner=inner)

    body = DECLARED + gpx(f"<rte>{''.join(map(corner, range(6)))}</rte>")
    (count, kilometers, climbing, *_), _, _ = facts(body)
    assert (count, climbing) == (120, 150)
    assert kilometers == pytest.approx(90.4, abs=0.5)


@pytest.mark.parametrize("ele", ["-32768", "65535", "-19999.0", "99999", "12607", "-500"])
@pytest.mark.parametrize("place", [0, 30, 59])
def test_an_elevation_that_means_none_is_unknown(ele, place):
    points = [(*p[:2], ele) if i == place else p for i, p in enumerate(RISE)]
    (count, kilometers, climbing, steepest, _), notes, _ = facts(gpx(trk(points)))
    assert (count, kilometers, steepest) == (60, 6.6, 0.9)
    assert climbing == (59 if place == 30 else 58)
    assert notes == ("Elevations that no place on Earth has, taken as unknown: 1.",)


@pytest.mark.parametrize("place", [(0, 0), ("0.000000", "-0.0"), (90, -80), (180, 180)])
def test_points_that_mean_no_fix_are_left_out(place):
    points = [*HILL[:20], (*place, 0), *HILL[20:]]
    plain, notes, _ = facts(gpx(trk(points)))
    assert plain == PLAIN
    assert notes == ("Points without a plausible position, left out: 1.",)


def test_a_course_across_the_date_line_in_either_count():
    points = [(0.5, 179.97 + i / 1000, 10) for i in range(60)]
    assert facts(gpx(trk(points)))[0][:2] == (60, 6.6)


@pytest.mark.parametrize("body", [FILE, tcx_course(HILL)], ids=["GPX", "TCX"])
@pytest.mark.parametrize("pack", [bytes, lambda body: gzip.compress(body)[:-8]])
def test_a_file_that_is_cut_off_gives_what_it_holds_and_says_so(body, pack):
    route = parse(pack(body.encode()[: len(body) * 2 // 3]))
    assert 35 <= len(route.points) <= 42
    assert "cannot be read as" in route.damage


def test_a_packed_file_is_unpacked_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(border, "UNPACKED_LIMIT", 100_000)
    with pytest.raises(RouteError, match="larger than 100,000 bytes"):
        parse(gzip.compress(bytes(200_000)))


def test_thousands_of_tracks_with_the_same_ends_take_linear_time():
    pair = [(47.0, 11.0, 1), (47.1, 11.0, 2)]
    tracks = "".join(trk([pair[0], (47.05, 11 + i / 1e5, 3), pair[1]]) for i in range(3000))
    assert facts(gpx(tracks))[0][0] == 9000
