"""``section11-setup local`` with real syncs: set-up, changes, removal."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from demo.intervals_icu.server import IntervalsServer
    from tests.wizard.local.machine import LocalMachine

pytestmark = pytest.mark.process


def test_setup_writes_data_a_key_for_the_owner_alone_and_a_timer(
    machine: LocalMachine,
) -> None:
    machine.install("systemctl")
    ran = machine.setup("--json")
    assert ran.code == 0, ran.out + ran.err
    data = ran.json["data"]
    folder = machine.home / "training-data"
    assert data["settings"]["folder"] == str(folder)
    assert data["settings"]["athlete"] == "i900000"
    assert data["numbers"]["ctl"] is not None
    latest = json.loads((folder / "latest.json").read_text())
    assert data["numbers"]["last_updated"] == latest["metadata"]["last_updated"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(machine.key_file.stat().st_mode) == 0o600
    assert sorted(path.name for path in machine.units.iterdir()) == [
        "section11-sync.service",
        "section11-sync.timer",
    ]
    assert machine.calls() == [
        "systemctl --user daemon-reload",
        "systemctl --user enable section11-sync.timer",
        "systemctl --user restart section11-sync.timer",
    ]


def test_the_key_is_in_its_file_and_nowhere_else(machine: LocalMachine) -> None:
    machine.install("systemctl")
    ran = machine.setup("--verbose")
    assert ran.code == 0, ran.out + ran.err
    assert KEY not in ran.out + ran.err
    assert [path for path, content in machine.files().items() if KEY.encode() in content] == [
        machine.key_file
    ]
    assert all(KEY not in line for line in machine.calls())


def test_a_second_run_changes_nothing_and_needs_no_key(
    machine: LocalMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.install("systemctl")
    assert machine.setup().code == 0
    machine.calls()
    before = machine.files()
    monkeypatch.delenv("INTERVALS_KEY")
    ran = machine.local("--yes")
    assert ran.code == 0, ran.out
    assert "Nothing to do" in ran.out
    assert "CTL" in ran.out
    assert machine.files() == before
    assert machine.calls() == []


def test_another_schedule_changes_the_timer_alone(
    machine: LocalMachine, quick: IntervalsServer
) -> None:
    machine.install("systemctl")
    machine.given()
    before = machine.files()
    asked = len(quick.requests)
    ran = machine.local("--yes", "--schedule", "6h")
    assert ran.code == 0, ran.out
    changed = [path.name for path, content in machine.files().items() if before[path] != content]
    assert sorted(changed) == ["local.json", "section11-sync.timer"]
    assert len(quick.requests) - asked <= 2, "only the key is checked"
    assert machine.local("--yes", "--schedule", "manual").code == 0
    assert list(machine.units.iterdir()) == []
    assert machine.calls()[-2:] == [
        "systemctl --user disable --now section11-sync.timer",
        "systemctl --user daemon-reload",
    ]


def test_a_timer_that_was_switched_off_is_switched_on_again(machine: LocalMachine) -> None:
    machine.install("systemctl")
    machine.given()
    (machine.fakes / "on").unlink()
    machine.calls()
    ran = machine.local("--yes")
    assert ran.code == 0
    assert "systemctl --user restart section11-sync.timer" in machine.calls()


def test_dry_run_shows_files_and_commands_and_writes_nothing(machine: LocalMachine) -> None:
    machine.install("systemctl")
    ran = machine.local("--dry-run", "--key-store", "file")
    assert ran.code == 0
    assert machine.files() == {}
    assert machine.calls() == []
    longest = next(line for line in ran.out.splitlines() if line.startswith("ExecStart="))
    assert longest.endswith('local.log"'), "a folded line cannot be copied"
    data = machine.local("--dry-run", "--key-store", "file", "--json").json["data"]
    assert data["commands"][0] == "systemctl --user daemon-reload"
    assert [Path(path).name for path in data["files"]] == [
        "section11-sync.service",
        "section11-sync.timer",
    ]
    assert data["changed"] is False


def test_remove_takes_all_but_the_data_and_can_be_repeated(machine: LocalMachine) -> None:
    machine.install("systemctl")
    machine.given()
    ran = machine.local("--remove", "--yes")
    assert ran.code == 0, ran.out
    assert list(machine.files()) == []
    assert (machine.home / "training-data" / "latest.json").exists()
    again = machine.local("--remove", "--yes")
    assert again.code == 0
    assert "no local sync" in again.out


def test_remove_asks_for_confirmation(machine: LocalMachine) -> None:
    machine.install("systemctl")
    machine.given()
    before = machine.files()
    assert machine.local("--remove").code == 3
    assert machine.local("--remove", "--dry-run").code == 0
    assert machine.files() == before
