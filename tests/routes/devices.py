"""Route files in the manner of the devices and planners that write them."""

from __future__ import annotations

from tests.routes.styles import GPX_1_0, TCX_2, TPX, Style

TIME = "<time>2026-05-01T06:00:#Z</time>"
HEART = (
    "<extensions><gpxtpx:TrackPointExtension><gpxtpx:atemp>21.0</gpxtpx:atemp><gpxtpx:hr>140</gpxtpx:hr>"
    "<gpxtpx:cad>85</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions>"
)
POWER = f"<extensions><power>210</power>{HEART[12:-13]}</extensions>"
GARMIN_HEAD = (
    '<metadata><link href="connect.garmin.com"><text>Garmin Connect</text></link>'
    "<time>2026-05-01T06:00:00.000Z</time></metadata>"
)
BOUNDS = '<metadata><bounds minlat="1" minlon="1" maxlat="2" maxlon="2"/></metadata>'
WAYPOINTS = '<wpt lat="12.5" lon="99.1"><ele>8000</ele><name>Feed &amp; water</name></wpt>' * 3
TPX_WATTS = (
    f'<Extensions><ns3:TPX xmlns:ns3="{TPX}"><ns3:Watts>200</ns3:Watts></ns3:TPX></Extensions>'
)
COURSE_POINTS = (
    "<CoursePoint><Name>Col</Name><Position><LatitudeDegrees>1</LatitudeDegrees>"
    "<LongitudeDegrees>2</LongitudeDegrees></Position><PointType>Summit</PointType></CoursePoint>"
)
PAUSE = "<Trackpoint><Time>06:00</Time><AltitudeMeters>9000</AltitudeMeters></Trackpoint>"
BEGIN_END = (
    "<Lap><BeginPosition><LatitudeDegrees>1</LatitudeDegrees><LongitudeDegrees>1</LongitudeDegrees>"
    "</BeginPosition></Lap>"
)
COMMENT = (
    "<!-- exported by an invented planner, long before any element of the route itself begins -->"
)
TCX = Style(form="tcx", namespace=TCX_2)
COURSE = TCX._replace(point="course", head="<Name>Course</Name>")
GPX = Style()

# name of the case: (style, course, file name)
FILES = {
    "Garmin Connect activity": (
        GPX._replace(creator="Garmin Connect", head=GARMIN_HEAD, extra=TIME + HEART, digits=15),
        "every second",
        "a.gpx",
    ),
    "Garmin Connect course": (
        GPX._replace(creator="Garmin Connect", head=GARMIN_HEAD, extra=TIME),
        "out and up",
        "COURSE_1.gpx",
    ),
    "Garmin BaseCamp": (
        GPX._replace(creator="Garmin Desktop App", head=BOUNDS + WAYPOINTS, extra=TIME, pieces=3),
        "hairpins",
        "b.gpx",
    ),
    "Garmin BaseCamp route": (
        GPX._replace(
            point="rtept", head=BOUNDS + WAYPOINTS, extra="<name>Turn #</name><sym>Waypoint</sym>"
        ),
        "planner",
        "b.gpx",
    ),
    "Garmin eTrex, CRLF": (
        GPX._replace(creator="eTrex 30x", newline="\r\n", extra=TIME),
        "hairpins",
        "Track_2026.gpx",
    ),
    "Garmin Edge TCX activity": (
        TCX._replace(head="<Id>2026-05-01T06:00:00Z</Id>", extra=TPX_WATTS, pieces=4),
        "every second",
        "activity_1.tcx",
    ),
    "Garmin TCX course": (
        COURSE._replace(tail=COURSE_POINTS, head="<Name>Col</Name>" + BEGIN_END),
        "out and up",
        "course.tcx",
    ),
    "Garmin TCX with pauses without position": (
        TCX._replace(spare=PAUSE, extra="<SensorState>Present</SensorState>"),
        "rolling",
        "a.tcx",
    ),
    "Garmin Training Center, no declaration": (
        COURSE._replace(declaration=None),
        "square",
        "a.tcx",
    ),
    "Garmin TCX with byte order mark": (COURSE._replace(mark=True), "hairpins", "a.tcx"),
    "Wahoo ELEMNT": (
        GPX._replace(creator="Wahoo ELEMNT BOLT", extra=TIME + POWER, ele="{:.1f}", digits=6),
        "every second",
        "2026-05-01.gpx",
    ),
    "Wahoo TCX": (
        TCX._replace(declaration='<?xml version="1.0"?>', extra=TPX_WATTS, newline=""),
        "rolling",
        "wahoo.tcx",
    ),
    "Strava export": (
        GPX._replace(creator="StravaGPX", extra=TIME + HEART, ele="{:.1f}", indent="   "),
        "every meter",
        "Morning_Ride.gpx",
    ),
    "Strava route": (
        GPX._replace(
            creator="StravaGPX",
            head="<metadata><name>R</name><author><name>A</name></author></metadata>",
            digits=5,
        ),
        "planner",
        "route.gpx",
    ),
    "Strava route as TCX": (COURSE._replace(digits=6, ele="{:.1f}"), "planner", "route.tcx"),
    "Komoot": (
        GPX._replace(
            creator="https://www.komoot.de",
            head="<metadata><name>Tour</name></metadata>",
            ele="{:.6f}",
            digits=6,
            extra=TIME,
        ),
        "rolling",
        "2026-05-01_1_Tour.gpx",
    ),
    "Komoot without times": (
        GPX._replace(creator="https://www.komoot.de", digits=6),
        "far north",
        "tour.gpx",
    ),
    "RideWithGPS track": (
        GPX._replace(creator="http://ridewithgps.com/", extra="", digits=5, ele="{:.1f}", tail=""),
        "below sea level",
        "Dead_Sea.gpx",
    ),
    "RideWithGPS cues": (
        GPX._replace(creator="http://ridewithgps.com/", head=WAYPOINTS, digits=6),
        "out and up",
        "cues.gpx",
    ),
    "RideWithGPS TCX with cues": (
        COURSE._replace(tail=COURSE_POINTS, ele="{:.1f}", digits=5),
        "below sea level",
        "Dead_Sea.tcx",
    ),
    "Suunto": (
        GPX._replace(
            creator="Suunto app",
            extra=TIME + "<extensions><gpxtpx:hr>99</gpxtpx:hr></extensions>",
            ele="{:.1f}",
        ),
        "far north",
        "suunto.gpx",
    ),
    "Suunto Movescount": (
        GPX._replace(creator="Movescount", quote="'", extra=TIME),
        "hairpins",
        "Move.gpx",
    ),
    "Polar Flow": (
        GPX._replace(
            creator="Polar Flow",
            extra=TIME,
            ele="{:.3f}",
            digits=8,
            declaration='<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        ),
        "every second",
        "polar.GPX",
    ),
    "Polar TCX": (
        TCX._replace(
            ele="{:.1f}",
            digits=8,
            declaration='<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        ),
        "every meter",
        "polar.TCX",
    ),
    "Coros": (
        GPX._replace(creator="COROS Wearables", extra=TIME + HEART, ele="{:.0f}.0"),
        "square",
        "coros.gpx",
    ),
    "Coros TCX": (
        TCX._replace(pieces=5, extra="<HeartRateBpm><Value>140</Value></HeartRateBpm>"),
        "date line",
        "coros.tcx",
    ),
    "Apple Watch": (
        GPX._replace(
            creator="Apple Health Export",
            before="<!-- HealthKit -->",
            lon_first=True,
            digits=6,
            ele="{:.6f}",
            extra=TIME,
        ),
        "every second",
        "route.gpx",
    ),
    "Hammerhead": (
        GPX._replace(creator="Hammerhead Karoo", newline="", indent="", extra=TIME + POWER),
        "rolling",
        "karoo.gpx",
    ),
    "Bryton": (
        GPX._replace(
            creator="Bryton", version="1.0", namespace=GPX_1_0, extra=TIME + "<course>12</course>"
        ),
        "out and up",
        "bryton.gpx",
    ),
    "Lezyne": (
        GPX._replace(creator="LezyneGpsAlly", point="rtept", digits=6),
        "out and up",
        "lezyne.gpx",
    ),
    "Sigma": (
        GPX._replace(creator="SIGMA DATA CENTER", newline="\r\n", mark=True),
        "square",
        "sigma.gpx",
    ),
    "Zwift": (
        GPX._replace(creator="Zwift", ele="{:.1f}", extra=TIME + POWER),
        "every meter",
        "zwift.gpx",
    ),
    "TrainingPeaks TCX": (TCX._replace(before=COMMENT, newline="\r\n"), "far north", "tp.tcx"),
    "Locus Map": (
        GPX._replace(creator="Locus Map, Android", head=WAYPOINTS, pieces=6, extra=TIME),
        "rolling",
        "locus.gpx",
    ),
    "OsmAnd": (
        GPX._replace(creator="OsmAnd~", extra=TIME + "<hdop>3.5</hdop>", ele="{:.1f}"),
        "rolling",
        "osmand.gpx",
    ),
    "OruxMaps": (
        GPX._replace(creator="OruxMaps", name="<![CDATA[Tour <1>]]>", extra=TIME),
        "hairpins",
        "orux.gpx",
    ),
    "BRouter": (
        GPX._replace(creator="BRouter", before=COMMENT, digits=6, ele="{:.2f}"),
        "out and up",
        "brouter.gpx",
    ),
    "GPSies, GPX 1.0": (
        GPX._replace(
            version="1.0", namespace=GPX_1_0, head="<name>x</name><time>2010-01-01T00:00:00Z</time>"
        ),
        "square",
        "gpsies.gpx",
    ),
    "GPSBabel, prefixed": (
        GPX._replace(version="1.0", namespace=GPX_1_0, prefix="gpx"),
        "below sea level",
        "babel.gpx",
    ),
    "no namespace": (GPX._replace(namespace="", declaration=None), "square", "plain.gpx"),
    "unknown namespace": (GPX._replace(namespace="urn:some:planner"), "square", "plain.gpx"),
    "UTF-16": (
        GPX._replace(
            encoding="utf-16",
            declaration='<?xml version="1.0" encoding="UTF-16"?>',
            name="Größe 山",
        ),
        "rolling",
        "u.gpx",
    ),
    "UTF-16 TCX": (
        COURSE._replace(encoding="utf-16", declaration='<?xml version="1.0" encoding="UTF-16"?>'),
        "rolling",
        "u.tcx",
    ),
    "Latin-1": (
        GPX._replace(
            encoding="latin-1",
            declaration='<?xml version="1.0" encoding="ISO-8859-1"?>',
            name="Füße",
        ),
        "rolling",
        "l.gpx",
    ),
    "Windows-1252": (
        GPX._replace(
            encoding="cp1252",
            declaration='<?xml version="1.0" encoding="windows-1252"?>',
            name="5 €",
        ),
        "out and up",
        "w.gpx",
    ),
    "Cyrillic encoding": (
        GPX._replace(
            encoding="koi8-r", declaration='<?xml version="1.0" encoding="koi8-r"?>', name="Гора"
        ),
        "planner",
        "k.gpx",
    ),
    "UTF-8 beyond ASCII": (GPX._replace(name="Pájara 🚴", mark=True), "planner", "8.gpx"),
    "TCX named GPX": (COURSE, "square", "wrong.gpx"),
    "GPX named TCX": (GPX, "square", "wrong.tcx"),
    "comments before the root": (GPX._replace(before=COMMENT * 5), "hairpins", "c.gpx"),
    "style sheet instruction": (
        GPX._replace(before='<?xml-stylesheet href="a.xsl" type="text/xsl"?>'),
        "hairpins",
        "x.gpx",
    ),
    "every third elevation missing": (GPX._replace(holes=3), "every second", "holes.gpx"),
    "every seventh elevation missing, TCX": (TCX._replace(holes=7), "planner", "holes.tcx"),
    "elevations with exponent": (GPX._replace(ele="{:.8e}", digits=9), "out and up", "e.gpx"),
}
FLAT_FILES = {
    "no elevation": (GPX._replace(holes=1), "rolling", "flat.gpx"),
    "no elevation, route": (GPX._replace(holes=1, point="rtept"), "planner", "flat.gpx"),
    "no elevation, TCX": (TCX._replace(holes=1), "square", "flat.tcx"),
}
