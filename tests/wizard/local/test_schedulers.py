"""``section11-setup local`` with each kind of timer."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from tests.wizard.local.machine import LocalMachine

pytestmark = pytest.mark.process


def test_the_line_in_the_crontab_runs_with_nothing_around_it(machine: LocalMachine) -> None:
    machine.install("crontab")
    (machine.fakes / "table").write_text("MAILTO=me\n5 5 * * * backup\n")
    folder = machine.home / "Données d'été 100%"
    ran = machine.setup(
        "--folder", str(folder), "--week-start", "sun", "--zone-preference", "run:hr"
    )
    assert ran.code == 0, ran.out + ran.err
    *others, line = machine.crontab.splitlines()
    assert others == ["MAILTO=me", "5 5 * * * backup"]
    (folder / "latest.json").unlink()
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    bare = {
        "HOME": str(machine.home),
        "PATH": "/usr/bin:/bin",
        "SHELL": "/bin/sh",
        "LOGNAME": "zoe",
    }
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=bare, cwd="/", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "cron would send a mail"
    latest = json.loads((folder / "latest.json").read_text())
    assert latest["metadata"]["athlete_id"] == "REDACTED"
    [log] = machine.home.rglob("local.log")
    assert "exit 0" in log.read_text()
    assert KEY not in log.read_text()


def test_cron_is_left_as_it_was_found(machine: LocalMachine) -> None:
    machine.install("crontab")
    machine.given("cron")
    assert machine.local("--yes").out.count("Nothing to do") == 1
    assert machine.local("--remove", "--yes").code == 0
    assert not (machine.fakes / "table").exists()
    assert machine.calls() == ["crontab -r"]


def test_bytes_of_the_crontab_that_are_no_text_stay_as_they_are(
    machine: LocalMachine,
) -> None:
    machine.install("crontab")
    table = machine.fakes / "table"
    old = b"# caf\xe9\x0c\r\n5 5 * * * backup"
    table.write_bytes(old)
    machine.given("cron")
    assert table.read_bytes().startswith(old + b"\n")
    assert machine.local("--remove", "--yes").code == 0
    assert table.read_bytes() == old + b"\n"


def test_another_kind_of_timer_replaces_the_first(machine: LocalMachine) -> None:
    machine.install("crontab", "systemctl")
    machine.given("cron")
    assert "section11-sync" in machine.crontab
    ran = machine.local("--yes", "--timer", "systemd")
    assert ran.code == 0, ran.out
    assert not (machine.fakes / "table").exists()
    assert (machine.fakes / "on").exists()


# --- launchd and Task Scheduler -------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "program", "file"),
    [
        ("launchd", "launchctl", "section11-sync.plist"),
        ("task-scheduler", "schtasks", "section11-sync.xml"),
    ],
)
def test_timers_of_macos_and_windows_are_set_once_and_removed(
    machine: LocalMachine, kind: str, program: str, file: str
) -> None:
    machine.install(program)
    machine.given(None)
    assert machine.local("--yes", "--timer", kind, "--schedule", "hourly").code == 0
    assert (machine.fakes / "on").exists()
    [path] = machine.home.rglob(file)
    assert machine.calls()[-1].startswith(program)
    ran = machine.local("--yes")
    assert "Nothing to do" in ran.out
    assert machine.calls() == []
    assert machine.local("--remove", "--yes").code == 0
    assert not path.exists()
    assert not (machine.fakes / "on").exists()
