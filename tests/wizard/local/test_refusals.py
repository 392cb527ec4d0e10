"""``section11-setup local``: what can go wrong, in one sentence."""

from __future__ import annotations

import stat

import pytest

from tests.wizard.local.machine import LocalMachine, one_sentence

fcntl = pytest.importorskip("fcntl", reason="the recording programs are POSIX scripts")

pytestmark = pytest.mark.process


def test_without_a_keyring_a_file_needs_consent(machine: LocalMachine) -> None:
    machine.install("systemctl")
    ran = machine.local("--yes", "--json")
    assert ran.code == 3
    one_sentence(ran)
    assert "--key-store file" in ran.json["error"]["remedy"]
    assert machine.files() == {}
    ran = machine.local("--yes", "--json", "--key-store", "keyring")
    assert ran.code == 5
    assert "no keyring" in one_sentence(ran)


def test_a_machine_without_any_timer_can_still_sync_by_hand(machine: LocalMachine) -> None:
    ran = machine.setup("--json")
    assert ran.code == 5
    assert "neither systemd" in one_sentence(ran)
    assert "--schedule manual" in ran.json["error"]["remedy"]
    assert machine.setup("--schedule", "manual").code == 0
    folder = machine.home / "training-data"
    (folder / "latest.json").unlink()
    ran = machine.local("--sync", "--json")
    assert ran.code == 0
    assert ran.json["data"]["numbers"]["ctl"] is not None
    assert (folder / "latest.json").exists()


def test_sync_without_a_setup_says_what_to_do(machine: LocalMachine) -> None:
    ran = machine.local("--sync", "--json")
    assert ran.code == 5
    assert "no local sync" in one_sentence(ran)


@pytest.mark.parametrize("folder", ["", "{home}/file", "{home}/file/below", "/proc/section11"])
def test_a_folder_that_cannot_be_used_is_named(machine: LocalMachine, folder: str) -> None:
    machine.install("systemctl")
    (machine.home / "file").touch()
    ran = machine.setup("--json", "--folder", folder.format(home=machine.home))
    assert ran.code in (2, 5)
    one_sentence(ran)
    assert [path.name for path in machine.files()] == ["file"]


def test_the_data_of_two_athletes_is_not_mixed_in_one_folder(machine: LocalMachine) -> None:
    machine.given(None, athlete="i1")
    ran = machine.local("--yes", "--json", "--athlete", "i900000")
    assert ran.code == 5
    assert "holds the data of i1, not of i900000" in one_sentence(ran)


def test_a_key_of_somebody_else_does_not_move_the_sync_to_them(machine: LocalMachine) -> None:
    machine.given(None, athlete="i1")
    ran = machine.local("--yes", "--json")
    assert ran.code == 2
    one_sentence(ran)


def test_a_key_file_that_others_can_read_is_mended(machine: LocalMachine) -> None:
    machine.given(None)
    machine.key_file.chmod(0o644)
    ran = machine.local("--yes")
    assert ran.code == 0
    assert "Other users can read the API key" in ran.out
    assert stat.S_IMODE(machine.key_file.stat().st_mode) == 0o600


def test_damaged_settings_are_named_and_can_be_removed(machine: LocalMachine) -> None:
    machine.given(None)
    (machine.config / "local.json").write_text("{")
    ran = machine.local("--yes", "--json")
    assert ran.code == 1
    assert "is damaged" in one_sentence(ran)
    assert machine.local("--remove", "--yes").code == 0
    assert machine.files() == {}


def test_a_timer_that_came_later_is_used(machine: LocalMachine) -> None:
    machine.given(None)
    machine.install("systemctl")
    assert machine.local("--yes", "--schedule", "hourly").code == 0
    assert (machine.fakes / "on").exists()


def test_a_wrong_key_stops_before_anything_is_written(
    machine: LocalMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.install("systemctl")
    monkeypatch.setenv("INTERVALS_KEY", "wrong-key-of-nobody")
    ran = machine.setup("--json")
    assert ran.code == 4
    assert "does not accept this API key" in one_sentence(ran)
    assert "wrong-key-of-nobody" not in ran.out + ran.err
    assert machine.files() == {}


def test_a_scheduler_that_refuses_is_quoted_and_a_second_run_finishes(
    machine: LocalMachine,
) -> None:
    machine.install("systemctl")
    works = (machine.fakes / "systemctl").read_text()
    masked = 'test "$2" = enable && { echo "Unit is masked." >&2; exit 1; }\ncase'
    machine.given(None)
    (machine.fakes / "systemctl").write_text(works.replace("case", masked, 1))
    timed = ("--yes", "--schedule", "30min", "--timer", "systemd")
    ran = machine.local(*timed, "--json")
    assert ran.code == 1
    assert "Unit is masked." in one_sentence(ran)
    (machine.fakes / "systemctl").write_text(works)
    assert machine.local(*timed).code == 0
    assert (machine.fakes / "on").exists()


def test_a_sync_that_is_running_already_is_waited_for(machine: LocalMachine) -> None:
    machine.given(None)
    lock = machine.home / "training-data" / ".sync.lock"
    with lock.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ran = machine.local("--sync", "--json")
    assert ran.code == 6
    assert "Another sync is running" in one_sentence(ran)
