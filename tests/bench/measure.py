"""One run of the engine as a program of its own: what it asked for and what it took."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.contract.recorded import GOLDEN, command, scenario, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SURROUNDINGS = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "NO_PROXY": "127.0.0.1"}
AGAIN = "again"
"""A run that follows the last one and finds nothing new."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Start of the interpreter included; the peak is the resident memory in MB."""

    requests: int
    wall_s: float
    cpu_s: float
    peak_mb: float


ENGINE = """
import sys
sys.modules["click"] = None
from pathlib import Path
from engine.cli import main
code = main(sys.argv[1:])
print(*(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line))
sys.exit(code)
"""
"""Tells its own peak: the one that a parent is told counts the parent's memory at the fork.

Where click is installed, as by the tools of this repository, httpx loads a command line of its own
with it; nothing that is installed with the engine brings it.
"""


def measured(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[float, float, float]:
    """Run the engine; return its seconds, CPU seconds and peak in MB."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", ENGINE, "--quiet", *arguments],
        env={**SURROUNDINGS, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, int(done.stdout.split()[-2]) / 1024


def recorded_runs(athlete: str, latency_ms: float = 0) -> Iterator[tuple[str, Measured]]:
    """Each recorded run of an athlete on one folder, then one that finds nothing new."""
    with tempfile.TemporaryDirectory() as temporary:
        state = Path(temporary) / "state"
        seed = GOLDEN / athlete / "seed"
        if seed.exists():
            shutil.copytree(seed, state)
        runs = scenario(athlete)["runs"]
        for run in (*runs, {**runs[-1], "name": AGAIN}):
            yield run["name"], _recorded(athlete, run, state, latency_ms)


def _recorded(athlete: str, run: dict[str, Any], state: Path, latency_ms: float) -> Measured:
    with serving(athlete, run, latency_ms) as (server, now):
        took = measured(*command(athlete, server.url, now, state))
        return Measured(len(server.requests), *took)
