"""Killed at any moment, a sync leaves whole files, and the next one repairs what is missing."""

from __future__ import annotations

import json
import os
import signal
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("needs SIGKILL", allow_module_level=True)

from demo.intervals_icu.server import IntervalsServer
from engine.base.format import DATA_FILES
from engine.output.changes import same_data
from tests import warm
from tests.engine.accounts import (
    ALL_FILES,
    EVENING,
    KEY,
    MORNING,
    contents,
    documents,
    good_sync,
    small,
    synced,
)

pytestmark = pytest.mark.process

TRAP = '''
"""Kills its own process at the N-th call of one operation of the system, before or after it."""
import os, signal

name, number, moment = os.environ["KILL_AT"].split(":")
original, calls = getattr(os, name), [0]

def counted(*arguments):
    calls[0] += 1
    if calls[0] != int(number):
        return original(*arguments)
    if moment == "amid":  # half of what was to be written has arrived
        os.ftruncate(arguments[0], os.fstat(arguments[0]).st_size // 2)
    if moment == "after":
        original(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, name, counted)
'''
REQUESTS = (1, 2, 4, 6, 8, 10)
WRITES = [what for n in range(1, 7) for what in (f"fsync:{n}:amid", f"replace:{n}:after")]


class Trap(list):
    """A log of requests that kills a process when it has grown to a length."""

    def __init__(self, length):
        super().__init__()
        self.length = length
        self.process = None

    def append(self, item):
        super().append(item)
        if len(self) == self.length:
            self.process.kill()


def killed(folder, *, request=0, write=""):
    """Run the engine in the evening, and kill it at a request or a write."""
    environment = {
        **os.environ,
        "ATHLETE_ID": "0",
        "INTERVALS_KEY": KEY,
        "SECTION11_NOW": EVENING.isoformat(),
    }
    with IntervalsServer(small(), key=KEY, now=EVENING) as server:
        trap = server._server.log = Trap(request)
        read, written = os.pipe()
        process = trap.process = warm.Program(
            "engine",
            *("--data-dir", str(folder), "--quiet"),
            descriptor=written,
            env=environment | {"INTERVALS_API_URL": server.url, "KILL_AT": write},
            first=TRAP if write else "",
        )
        os.close(written)
        with os.fdopen(read, encoding="utf-8") as pipe:
            said = pipe.read()
        assert process.wait() == -signal.SIGKILL, said


def check_whole_files_and_repair(folder, morning):
    evening = good_sync(MORNING, EVENING)[1]
    for name in ALL_FILES:
        left = contents(folder).get(name)
        assert left in (morning.get(name), evening.get(name)), f"{name} is neither old nor new"
    outcome = synced(folder, now=EVENING)  # the lock is free
    assert outcome.problems == ""
    assert set(contents(folder)) == ALL_FILES, "something was left behind"
    repaired = documents(folder)
    wanted = {name: json.loads(evening[name]) for name in DATA_FILES}
    assert [name for name in DATA_FILES if not same_data(wanted[name], repaired[name])] == []
    return outcome


@pytest.mark.parametrize("number", REQUESTS)
def test_a_kill_while_reading_changes_nothing(folder, good, number):
    killed(folder, request=number)
    assert contents(folder) == good
    check_whole_files_and_repair(folder, good)


@pytest.mark.parametrize("write", WRITES)
def test_a_kill_while_writing_leaves_old_or_new_files(folder, good, write):
    killed(folder, write=write)
    left = set(contents(folder)) - ALL_FILES
    assert bool(left) == write.endswith("amid")
    check_whole_files_and_repair(folder, good)


@pytest.mark.parametrize("write", ["fsync:1:amid", "replace:1:after", "fsync:5:amid"])
def test_a_kill_in_the_very_first_sync_leaves_a_start_for_the_next(tmp_path, write):
    killed(tmp_path, write=write)
    for name in set(contents(tmp_path)) & ALL_FILES:
        assert json.loads(contents(tmp_path)[name])
    synced(tmp_path, now=EVENING)
    assert set(contents(tmp_path)) == ALL_FILES


def test_a_kill_while_a_damaged_file_is_kept_loses_neither(folder):
    (folder / "ftp_history.json").write_text('{"outdoor": {"2025-01-01": 250, "2025-02-')
    killed(folder, write="fsync:1:amid")
    outcome = synced(folder, now=EVENING)
    assert "ftp_history.json was damaged" in outcome.problems
    assert json.loads(contents(folder)["ftp_history.json"])["outdoor"]["2025-01-01"] == 250
    (kept,) = folder.glob("ftp_history.json.damaged-*")
    assert kept.read_text().endswith('"2025-02-')
    assert not list(folder.glob("*.tmp"))
