"""Each recorded athlete at 0 and 100 ms per request: ``python -m tests.bench.bench_sync``.

The engine runs as a program of its own, start of the interpreter included, with its real limits.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.contract.recorded import GOLDEN, command, scenario, serving
from tests.contract.test_requests import first_producer

LATENCIES_MS = (0, 100)
SURROUNDINGS = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "NO_PROXY": "127.0.0.1"}


def main() -> None:
    """Print a row for each run of each athlete."""
    print("athlete           run   requests  (first producer)  0 ms     100 ms")  # noqa: T201
    for folder in sorted(path.parent for path in GOLDEN.glob("*/scenario.json")):
        measured = {ms: _runs(folder.name, ms) for ms in LATENCIES_MS}
        for run in measured[0]:
            requests = measured[0][run][0]
            walls = "  ".join(f"{measured[ms][run][1]:5.2f} s" for ms in LATENCIES_MS)
            row = f"{folder.name:17} {run:5} {requests:8} {first_producer(folder.name, run):17}"
            print(f"{row}  {walls}")  # noqa: T201


def _runs(athlete: str, latency_ms: int) -> dict[str, tuple[int, float]]:
    with tempfile.TemporaryDirectory() as temporary:
        state = Path(temporary) / "state"
        seed = GOLDEN / athlete / "seed"
        if seed.exists():
            shutil.copytree(seed, state)
        runs = scenario(athlete)["runs"]
        return {run["name"]: _run(athlete, run, state, latency_ms) for run in runs}


def _run(athlete: str, run: dict[str, Any], state: Path, latency_ms: int) -> tuple[int, float]:
    with serving(athlete, run, latency_ms) as (server, now):
        arguments, environment = command(athlete, server.url, now, state)
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "engine", "--quiet", *arguments],
            env={**SURROUNDINGS, **environment},
            check=True,
            capture_output=True,
        )
        return len(server.requests), time.perf_counter() - began


if __name__ == "__main__":
    main()
