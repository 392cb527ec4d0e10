"""The engine writes what the published format's samples say, to the last digit."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.contract.compare import differences, read
from tests.contract.recorded import GOLDEN, RUNS, command, first_run, runs

pytestmark = pytest.mark.process

SHOWN = 40


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_every_leaf_of_the_five_files_is_as_recorded(athlete, run):
    written = runs(athlete)[run].files
    found = differences(read(GOLDEN / athlete / "expected" / run), written)
    listing = "\n".join(str(difference) for difference in found[:SHOWN])
    assert not found, f"{len(found)} differences, the first {SHOWN}:\n{listing}"


def test_the_command_gives_the_same_in_any_time_zone_of_the_machine(tmp_path):
    with first_run("d-empty") as (server, now):
        arguments, environment = command("d-empty", server.url, now, tmp_path)
        done = subprocess.run(
            [sys.executable, "-m", "engine", *arguments],
            env=os.environ | environment | {"TZ": "Pacific/Kiritimati"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    sample = read(GOLDEN / "d-empty" / "expected" / "run1")
    assert differences(sample, read(tmp_path)) == []
