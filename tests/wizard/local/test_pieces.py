"""Settings, key, folder and log of the sync on this machine."""

from __future__ import annotations

import json
import os
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import cli
from engine.config import resolve
from engine.exit_codes import SyncExit as Engine
from tests.invented import LOCAL_KEY
from wizard.credentials.keyring_store import KeyStore
from wizard.credentials.secret import Secret
from wizard.errors import AuthError, RefusedError, RunFailedError, WizardError
from wizard.exit_codes import ExitCode
from wizard.local import run
from wizard.local.apply import KEY_IN_A_FILE, failure
from wizard.local.folder import check_folder, full_path, make, remarks
from wizard.local.key import LocalKey
from wizard.local.machine import Machine, require_lasting
from wizard.local.plan import Actual, decide
from wizard.local.settings import LocalSettings, from_text, load, to_text, write_file
from wizard.local.timers.timer import Timer
from wizard.terminal.plan_lines import Action

KEY = Secret(LOCAL_KEY)
SETTINGS = LocalSettings("/data", "i1", "systemd", "file")
NO_KEYRING = KeyStore(enabled=False)
posix = pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")


# --- settings -------------------------------------------------------------------------------


def test_settings_come_back_as_they_were_written() -> None:
    odd = replace(SETTINGS, folder="/ä b/☃", zone_preference="run:hr", days=28, privacy="strict")
    assert from_text(to_text(odd)) == odd


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("schedule", "5min"),
        ("schedule", []),
        ("days", 0),
        ("days", "7"),
        ("privacy", "none"),
        ("week_start", "monday"),
        ("timer", "at"),
        ("key_place", "wall"),
        ("folder", 3),
        ("extra", 1),
    ],
)
def test_a_setting_that_cannot_be_used_is_damage(name: str, value: object) -> None:
    assert from_text(json.dumps(json.loads(to_text(SETTINGS)) | {name: value})) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_settings(text: str) -> None:
    from_text(text)


def test_a_damaged_settings_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "local.json"
    assert load(path) is None
    path.write_text("{")
    with pytest.raises(WizardError, match="damaged"):
        load(path)


# --- the key --------------------------------------------------------------------------------


@posix
def test_the_key_file_is_for_the_owner_alone_and_alone_in_its_folder(tmp_path: Path) -> None:
    place = LocalKey(tmp_path, "https://x/api", NO_KEYRING)
    place.write("file", KEY)
    assert stat.S_IMODE(place.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.file.parent.stat().st_mode) == 0o700
    assert list(place.file.parent.iterdir()) == [place.file]
    assert place.read("file") == KEY
    place.remove()
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.secrets_belong("it is about a file that lies open")
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    place = LocalKey(tmp_path, "https://x/api", NO_KEYRING)
    place.write("file", KEY)
    place.file.chmod(0o640)
    with pytest.raises(AuthError, match="Other users can read") as caught:
        place.read("file")
    assert KEY.reveal() not in f"{caught.value} {caught.value.remedy}"


@posix
def test_a_file_is_replaced_with_the_right_rights_even_over_a_wide_one(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.touch(mode=0o666)
    write_file(path, b"x", mode=0o600)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_keyring_that_keeps_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WizardError, match="did not keep"):
        LocalKey(tmp_path, "https://x/api", NO_KEYRING).write("keyring", KEY)


@pytest.mark.parametrize("text", ["", "INTERVALS_KEY=", "OTHER=x", "\n\n"])
def test_a_key_file_without_a_key_is_no_key(tmp_path: Path, text: str) -> None:
    place = LocalKey(tmp_path, "https://x/api", NO_KEYRING)
    write_file(place.file, text.encode(), mode=0o600)
    assert place.read("file") is None


# --- the folder -----------------------------------------------------------------------------


def test_a_folder_that_does_not_exist_yet_is_fine(tmp_path: Path) -> None:
    wanted = tmp_path / "ä ö" / "data"
    assert check_folder(str(wanted)) is None
    make(wanted)
    assert list(wanted.iterdir()) == []


def test_a_file_a_blank_and_a_wild_name_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.touch()
    assert "is a file" in (check_folder(str(file)) or "")
    assert check_folder(str(file / "below"))
    assert "Name a folder" in (check_folder("  ") or "")
    assert "cannot be shown" in (check_folder("/a\nb") or "")
    assert check_folder("/a\0b")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_folder_with_data_is_for_its_owner_alone(tmp_path: Path) -> None:
    for name, content in (("empty", None), ("data", "latest.json"), ("others", "thesis.txt")):
        folder = tmp_path / name
        folder.mkdir(mode=0o755)
        if content:
            (folder / content).write_text("{}")
        make(folder)
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in tmp_path.iterdir()}
    assert modes == {"empty": 0o700, "data": 0o700, "others": 0o755}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder nobody can write to")
def test_a_read_only_folder_is_named() -> None:
    with pytest.raises(RefusedError, match=r"/proc/section11 cannot be written to"):
        make(Path("/proc/section11"))


def test_settings_of_an_earlier_local_sync_are_pointed_out(tmp_path: Path) -> None:
    (tmp_path / ".sync_config.json").write_text('{"intervals_key": "x"}')
    assert "earlier local sync" in (check_folder(str(tmp_path)) or "")


def test_folders_of_cloud_services_and_with_other_files_are_remarked_on(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    assert any("other files" in words for words in remarks(tmp_path))
    assert any("cloud" in words for words in remarks(Path("/home/a/OneDrive - Work/data")))
    (tmp_path / "latest.json").touch()
    assert remarks(tmp_path) == ()


def test_the_home_folder_can_be_written_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/a")
    monkeypatch.setenv("USERPROFILE", "/home/a")
    assert full_path(" ~/x/../data ") == Path("/home/a/data").absolute()


# --- machine --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "python",
    [
        "/home/a/.cache/uv/archive-v0/x1/bin/python",
        "/home/a/.local/pipx/.cache/2f/bin/python",
        "/Users/a/Library/Caches/uv/archive-v0/x1/bin/python",
    ],
)
def test_a_timer_is_not_built_on_a_cache(python: str) -> None:
    here = Path("/h")
    with pytest.raises(RefusedError, match="cache"):
        require_lasting(Machine("linux", here, here, here, here, Path(python), 1))
    require_lasting(Machine("linux", here, here, here, here, Path("/h/.venv/bin/python"), 1))


# --- plan -----------------------------------------------------------------------------------


def test_the_plan_of_the_same_settings_is_empty() -> None:
    timer = Timer("systemd", "timer")
    actual = Actual(SETTINGS, KEY, in_place=True, replaces=True, has_data=True)
    plan = decide(SETTINGS, KEY, timer, actual)
    assert plan.empty
    assert {item.action for item in plan.items} == {Action.KEEP}


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"schedule": "6h"}, {"save"}),
        ({"privacy": "strict"}, {"save", "sync"}),
        ({"folder": "/new"}, {"save", "sync"}),
        ({"athlete": "i2"}, {"save", "sync"}),
        ({"key_place": "keyring"}, {"save", "store"}),
        ({"intervals_url": "https://y"}, {"save", "store", "sync"}),
    ],
)
def test_only_what_changed_is_done(change: dict[str, str], wanted: set[str]) -> None:
    timer = Timer("systemd", "timer")
    actual = Actual(SETTINGS, KEY, in_place=True, replaces=True, has_data=True)
    plan = decide(replace(SETTINGS, **change), KEY, timer, actual)  # type: ignore[arg-type]
    done = {name for name in ("save", "store", "stop", "start", "sync") if getattr(plan, name)}
    assert done == wanted


def test_another_key_is_stored_and_tried_at_once() -> None:
    actual = Actual(SETTINGS, Secret("an older key"), in_place=True, has_data=True)
    plan = decide(SETTINGS, KEY, Timer("systemd", "timer"), actual)
    assert (plan.store, plan.sync, plan.save) == (True, True, False)


# --- launcher -------------------------------------------------------------------------------


def test_the_log_stays_short_and_whole_lines(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "local.log"
    now = datetime(2026, 3, 18, 6, 40, tzinfo=UTC)
    run.note(log, now, 0, f"Wrote latest.json with {KEY.reveal()}\n")
    assert KEY.reveal() not in log.read_text()
    assert log.read_text().splitlines()[0].endswith("exit 0")
    log.write_text("old line\n" * 40_000)
    run.note(log, now, 5, "problem")
    lines = log.read_text().splitlines()
    assert log.stat().st_size < run.LONGEST_LOG
    assert set(lines[:-2]) == {"old line"}
    assert lines[-1] == "  problem"


def test_a_log_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    run.note(tmp_path / "f" / "log", datetime.now(UTC), 0, "fine")


def test_the_launcher_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "local.json"
    assert run.main(["--settings", str(settings)]) == Engine.CONFIG_MISSING
    assert "is not there" in capsys.readouterr().err
    settings.write_text(to_text(SETTINGS))
    assert run.main(["--settings", str(settings)]) == Engine.CONFIG_MISSING
    said = capsys.readouterr().err
    assert "cannot read the API key" in said
    assert "section11-setup local" in said


def test_a_run_of_the_timer_that_fails_leaves_its_reason_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    arguments = ["--settings", str(tmp_path / "local.json"), "--log", str(log)]
    assert run.main(arguments) == Engine.CONFIG_MISSING
    assert "is not there" in log.read_text()


def test_the_settings_reach_the_engine() -> None:
    chosen = replace(SETTINGS, week_start="sun", days=3, privacy="off", folder="/ä b")
    config = resolve(
        cli.parser().parse_args(run.engine_arguments(chosen)), {"INTERVALS_KEY": KEY.reveal()}
    )
    assert (config.week_start, config.days, config.privacy) == (6, 3, "off")
    assert (config.athlete_id, config.data_dir) == ("i1", Path("/ä b"))


@pytest.mark.parametrize(
    ("code", "kind", "status"),
    [
        (Engine.CONFIG_MISSING, WizardError, ExitCode.FAILURE),
        (Engine.KEY_REFUSED, AuthError, ExitCode.AUTH),
        (Engine.REMOTE_FAILED, RunFailedError, ExitCode.RUN_FAILED),
        (Engine.LOCKED, RunFailedError, ExitCode.RUN_FAILED),
        (Engine.BUG, RunFailedError, ExitCode.RUN_FAILED),
    ],
)
def test_a_failed_sync_becomes_one_sentence(
    code: Engine, kind: type[WizardError], status: ExitCode
) -> None:
    error = failure(code, "noise\nsection11-sync: The reason.\n\n")
    assert type(error) is kind
    assert error.exit_code is status
    assert error.message.endswith("The reason.")
    assert failure(code, "").message


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("The file is damaged. Next: delete it.", "delete it"),
        ("A timer cannot read the key. Next: run `section11-setup local`.", KEY_IN_A_FILE),
    ],
)
def test_what_to_do_is_said_once(said: str, remedy: str) -> None:
    error = failure(Engine.CONFIG_MISSING, f"section11-sync: {said}\n")
    assert (error.message, error.remedy) == (said.partition(" Next: ")[0], remedy)


@pytest.mark.parametrize("name", ["config", "log", "units"])
def test_a_path_that_would_break_a_timer_is_refused(tmp_path: Path, name: str) -> None:
    odd = tmp_path / "x\n[Service]\nExecStart=evil"
    places = dict.fromkeys(("config", "log", "units"), tmp_path) | {name: odd}
    machine = Machine("linux", tmp_path, places["config"], places["units"], places["log"], odd, 0)
    with pytest.raises(RefusedError, match="line break") as caught:
        require_lasting(machine)
    assert "\n" not in caught.value.message
