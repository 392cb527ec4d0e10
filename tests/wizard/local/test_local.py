"""``section11-setup local`` with real syncs; the platform's programs record and obey."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from rich.console import Console

from demo.intervals_icu.server import IntervalsServer
from engine.base.format import DATA_FILES
from tests.wizard.stage import KEY, Ran
from wizard.cli import main
from wizard.credentials.secret import Secret
from wizard.environment import Environment
from wizard.local.apply import LocalContext, put_in_place
from wizard.local.machine import Machine
from wizard.local.settings import LocalSettings, TimerKind, to_text, write_file
from wizard.local.timers.interval import DEFAULT_INTERVAL
from wizard.local.timers.platform import Scheduler
from wizard.local.timers.runner import Runner
from wizard.terminal.live_progress import PlainProgress
from wizard.terminal.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.athlete import Account

fcntl = pytest.importorskip("fcntl", reason="the recording programs are POSIX scripts")

pytestmark = pytest.mark.process

SMALL = 2  # activities; enough for numbers, few enough to be quick
FAKES = {
    "systemctl": """case "$*" in
        *is-active*) test -f on ;;
        *restart*) touch on ;;
        *disable*) rm -f on ;;
    esac""",
    "crontab": """case "$1" in
        -l) cat table 2>/dev/null || { echo "no crontab for athlete" >&2; exit 1; } ;;
        -r) rm table ;;
        -) cat > table ;;
    esac""",
    "launchctl": """case "$1" in
        print) test -f on ;;
        bootstrap) test -f "$3" && touch on ;;
        bootout) rm on ;;
    esac""",
    "schtasks": """case "$1" in
        /Query) test -f on ;;
        /Create) test -f "$5" && touch on ;;
        /Delete) rm on ;;
    esac""",
}
QUESTIONS = ("is-active", "show-environment", "-l", "print", "/Query")


@dataclass
class LocalMachine:
    """A home folder, recording programs, and a way to run the wizard."""

    home: Path
    fakes: Path
    capture: pytest.CaptureFixture[str]

    def local(self, *arguments: str) -> Ran:
        """Run the command in this process, without a terminal."""
        self.capture.readouterr()
        code = main(["local", *arguments])
        got = self.capture.readouterr()
        return Ran(code, got.out, got.err)

    def setup(self, *arguments: str) -> Ran:
        """Run the set-up straight through, with the key in a file."""
        return self.local("--yes", "--key-store", "file", *arguments)

    def given(self, kind: TimerKind | None = "systemd", **choices: Any) -> None:
        """Leave the machine as a set-up leaves it, but for the sync."""
        environment = Environment.real(os.environ, print)
        machine = Machine.real(environment)
        runner = Runner(os.environ)
        settings = LocalSettings(
            folder=str(self.home / "training-data"),
            athlete="i900000",
            timer=kind or "cron",
            key_place="file",
            schedule=DEFAULT_INTERVAL if kind else "manual",
            intervals_url=environment.intervals_url,
        )
        settings = replace(settings, **choices)
        Path(settings.folder).mkdir()
        (Path(settings.folder) / "latest.json").write_text("{}")
        silent = PlainProgress(Screen(Console(), quiet=True))
        context = LocalContext(machine, runner, environment, silent)
        context.key(settings).write("file", Secret(KEY))
        write_file(machine.settings_file, to_text(settings).encode())
        timer = Scheduler(machine, runner).wanted(settings)
        if timer is not None:
            put_in_place(context, timer)
        self.calls()

    def install(self, *names: str) -> None:
        """Put recording programs on PATH."""
        for name in names:
            path = self.fakes / name
            record = f'cd "{self.fakes}"; echo "{name} $*" >> calls'
            path.write_text(f"#!/bin/sh\n{record}\n{FAKES[name]}\n")
            path.chmod(0o755)

    def calls(self) -> list[str]:
        """What was asked of the programs since the last look, questions left out."""
        log = self.fakes / "calls"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return [line for line in lines if not any(word in line for word in QUESTIONS)]

    @property
    def config(self) -> Path:
        return self.home / "config" / "section11-setup"

    @property
    def key_file(self) -> Path:
        return self.config / "local-key" / "intervals.env"

    @property
    def units(self) -> Path:
        return self.home / "config" / "systemd" / "user"

    @property
    def crontab(self) -> str:
        return (self.fakes / "table").read_text()

    def files(self) -> dict[Path, bytes]:
        """Everything in the home folder but the data."""
        data = {*DATA_FILES, ".sync.lock"}
        return {
            path: path.read_bytes()
            for path in self.home.rglob("*")
            if path.is_file() and path.name not in data
        }


@pytest.fixture(scope="module")
def quick(account: Account) -> Iterator[IntervalsServer]:
    """Intervals.icu with a short history, so that a first sync is quick."""
    small = replace(account, activities=list(account.activities)[-SMALL:], events=())
    with IntervalsServer(small, key=KEY) as server:
        yield server


@pytest.fixture
def machine(
    quick: IntervalsServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> LocalMachine:
    """A machine that has neither systemd nor cron until they are installed."""
    home, fakes = tmp_path / "Zoë's home 100%", tmp_path / "bin"
    home.mkdir()
    fakes.mkdir()
    kept = {"PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}
    for name in set(os.environ) - kept:
        monkeypatch.delenv(name)
    wanted = {
        "PATH": f"{fakes}:{_only_tools(tmp_path)}",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "INTERVALS_API_URL": quick.url,
        "INTERVALS_KEY": KEY,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    return LocalMachine(home, fakes, capsys)


def _only_tools(tmp_path: Path) -> Path:
    """Return a folder with what the recording programs need, and no scheduler of this machine."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("cat", "rm", "touch"):
        found = next(Path(p) / name for p in ("/bin", "/usr/bin") if (Path(p) / name).exists())
        (tools / name).symlink_to(found)
    return tools


# --- systemd --------------------------------------------------------------------------------


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


# --- cron -----------------------------------------------------------------------------------


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


# --- the keyring ----------------------------------------------------------------------------

BACKEND = """
import json, pathlib
from keyring.backend import KeyringBackend

class Shelf(KeyringBackend):
    priority = 1
    path = pathlib.Path({path!r})

    def _all(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {{}}

    def get_password(self, service, name):
        return self._all().get(f"{{service}}/{{name}}")

    def set_password(self, service, name, value):
        self.path.write_text(json.dumps(self._all() | {{f"{{service}}/{{name}}": value}}))

    def delete_password(self, service, name):
        known = self._all()
        known.pop(f"{{service}}/{{name}}", None)
        self.path.write_text(json.dumps(known))
"""


@pytest.fixture
def shelf(machine: LocalMachine, tmp_path: Path) -> Iterator[Path]:
    """A keyring that this process and the timer's job find, as they would a real one."""
    path = tmp_path / "shelf.json"
    source = BACKEND.format(path=str(path))
    (tmp_path / "shelf_backend.py").write_text(source)
    config = machine.home / ".config" / "python_keyring"
    config.mkdir(parents=True)
    words = f"[backend]\ndefault-keyring=shelf_backend.Shelf\nkeyring-path={tmp_path}\n"
    (config / "keyringrc.cfg").write_text(words)
    module: dict[str, Any] = {}
    exec(source, module)
    known = keyring.get_keyring()
    keyring.set_keyring(module["Shelf"]())
    yield path
    keyring.set_keyring(known)


def test_the_keyring_is_taken_where_there_is_one(machine: LocalMachine, shelf: Path) -> None:
    machine.install("systemctl")
    ran = machine.local("--yes")
    assert ran.code == 0, ran.out + ran.err
    assert list(json.loads(shelf.read_text()).values()) == [KEY]
    assert not machine.key_file.parent.exists()
    assert all(KEY.encode() not in content for content in machine.files().values())
    assert machine.local("--remove", "--yes").code == 0
    assert json.loads(shelf.read_text()) == {}


def test_a_keyring_that_a_timer_cannot_open_is_found_out_at_once(
    machine: LocalMachine, shelf: Path
) -> None:
    machine.install("systemctl")
    (machine.home / ".config" / "python_keyring" / "keyringrc.cfg").unlink()
    ran = machine.local("--yes")
    assert ran.code == 1, ran.out
    assert "cannot read the API key from the keyring" in ran.out
    assert "--key-store file" in ran.out
    assert not machine.units.exists(), "a timer that cannot work is not set"
    assert machine.local("--yes", "--key-store", "file").code == 0
    assert json.loads(shelf.read_text()) == {}
    assert machine.key_file.exists()


# --- what can go wrong ----------------------------------------------------------------------


def one_sentence(ran: Ran) -> str:
    """Return the error of a run that ended with one."""
    document = ran.json
    assert document["ok"] is False
    message: str = document["error"]["message"]
    assert message.endswith(".")
    assert "\n" not in message
    return message


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
