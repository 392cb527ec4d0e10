"""How many CPU seconds a track of 100,000 points takes: ``python -m tests.bench.bench_routes``."""

from __future__ import annotations

import math
import random
import sys
import time
import tracemalloc

from engine.base.units import Units
from engine.routes.geometry import Point
from engine.routes.parse import parse
from engine.routes.terrain import ROUTE_SOURCE, analyze

COUNT = 100_000
METERS_PER_DEGREE = 111_195


def track(spacing):
    """Points due north over hills, with the noise of a barometer."""
    noise = random.Random(1)
    for i in range(COUNT):
        height = 500 + 300 * math.sin(i * spacing / 3000) + noise.random()
        yield Point((i * spacing / METERS_PER_DEGREE) % 80, 7.0, height)


def gpx(points, extra):
    body = "".join(
        f'<trkpt lat="{p.lat:.7f}" lon="{p.lon}"><ele>{p.ele:.1f}</ele>{extra}</trkpt>\n'
        for p in points
    )
    return f'<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{body}</trkseg></trk></gpx>'.encode()


def timed(label, function):
    start = time.process_time()
    result = function()
    sys.stdout.write(f"{label:45} {time.process_time() - start:6.2f} s\n")
    return result


def main():
    time_only = "<time>2026-05-01T06:00:00Z</time>"
    heart = "<extensions><x:T xmlns:x='y'><x:hr>120</x:hr></x:T></extensions>"
    for label, extra in (
        ("with times", time_only),
        ("with times and extensions", time_only + heart),
    ):
        body = gpx(track(4), extra)
        timed(f"parse {len(body) / 1e6:.0f} MB {label}", lambda body=body: parse(body))
    for spacing in (0.05, 0.3, 1, 4, 30, 250):
        points = list(track(spacing))
        timed(
            f"analyze, a point every {spacing} m",
            lambda points=points: analyze(points, ROUTE_SOURCE, Units(), polyline=True),
        )
    tracemalloc.start()
    parse(body)
    sys.stdout.write(
        f"{'peak memory of parsing':45} {tracemalloc.get_traced_memory()[1] / 1e6:6.0f} MB\n"
    )


if __name__ == "__main__":
    main()
