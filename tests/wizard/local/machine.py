"""A machine whose schedulers record and obey, with the wizard's local sync on it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from engine.base.format import DATA_FILES
from tests.wizard.stage import KEY, Ran
from wizard.cli import main
from wizard.credentials.secret import Secret
from wizard.environment import Environment
from wizard.local.apply import LocalContext, put_in_place
from wizard.local.interval import DEFAULT_INTERVAL
from wizard.local.machine import Machine
from wizard.local.settings import LocalSettings, TimerKind, to_text, write_file
from wizard.local.timers.platform import Scheduler
from wizard.local.timers.runner import Runner
from wizard.terminal.live_progress import PlainProgress
from wizard.terminal.screen import Screen

if TYPE_CHECKING:
    import pytest

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


def only_tools(tmp_path: Path) -> Path:
    """Return a folder with what the recording programs need, and no scheduler of this machine."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("cat", "rm", "touch"):
        found = next(Path(p) / name for p in ("/bin", "/usr/bin") if (Path(p) / name).exists())
        (tools / name).symlink_to(found)
    return tools


def one_sentence(ran: Ran) -> str:
    """Return the error of a run that ended with one."""
    document = ran.json
    assert document["ok"] is False
    message: str = document["error"]["message"]
    assert message.endswith(".")
    assert "\n" not in message
    return message
