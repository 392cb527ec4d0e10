"""Each recorded athlete at 0 and 100 ms per request: ``python -m tests.bench.bench_sync``.

The engine runs as a program of its own, start of the interpreter included, with its real limits.
"""

from __future__ import annotations

import sys

from tests.bench.measure import AGAIN, recorded_runs
from tests.contract.recorded import GOLDEN
from tests.contract.test_requests import first_producer

LATENCIES_MS = (0, 100)
FIRST_PRODUCER_S = {
    "a-cyclist-build": {"run1": (1.2, 7.4), "run2": (0.6, 3.2)},
    "b-triathlete": {"run1": (1.5, 10.8), "run2": (0.6, 3.5)},
    "d-empty": {"run1": (0.5, 1.7), "run2": (0.4, 1.4)},
    "f-taper-imperial": {"run1": (1.0, 7.7), "run2": (0.6, 3.1)},
    "i-runner-routes": {"run1": (1.1, 10.5), "run2": (0.6, 3.2)},
}
"""Seconds at 0 and 100 ms of the program that the format comes from, on another machine."""


def main() -> None:
    """Print a row for each run of each athlete; in brackets the format's first producer."""
    out = sys.stdout
    out.write(f"{'athlete':17} {'run':6} {'requests':>12} {'0 ms':>13} {'100 ms':>14}")
    out.write(f" {'CPU':>7} {'peak':>7}\n")
    for folder in sorted(path.parent for path in GOLDEN.glob("*/scenario.json")):
        fast, slow = (dict(recorded_runs(folder.name, ms)) for ms in LATENCIES_MS)
        for name, run in fast.items():
            asked = "" if name == AGAIN else f"({first_producer(folder.name, name)})"
            then = FIRST_PRODUCER_S[folder.name].get(name)
            others = [f"({seconds:.1f})" for seconds in then] if then else ["", ""]
            out.write(
                f"{folder.name:17} {name:6} {run.requests:>6} {asked:>5} {run.wall_s:6.2f} s "
                f"{others[0]:>5} {slow[name].wall_s:6.2f} s {others[1]:>6} {run.cpu_s:5.2f} s "
                f"{run.peak_mb:4.0f} MB\n"
            )


if __name__ == "__main__":
    main()
