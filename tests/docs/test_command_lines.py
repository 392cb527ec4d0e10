"""Every command line that the documents show is tried; one that nobody knows to try fails."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
import uv

from demo.intervals_icu.server import IntervalsServer
from engine import cli as engine_cli
from tests.docs.command_lines import ROOT, CommandLine, collected
from tests.wizard.mirrors import MINE, mirror
from tests.wizard.stage import KEY
from wizard.commands.table import build_parser
from wizard.mirror.files.wanted import rendered
from wizard.mirror.upstream import PROTOCOL, UPSTREAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from demo.athlete import Account
    from tests.wizard.stage import Stage

pytestmark = [pytest.mark.process, pytest.mark.slow]

LINES = collected()
STANDS_FOR = {
    "i123456": "i900000",
    "NAME": "training-data",
    "OWNER/NAME": "athlete/training-data",
    "~/training": "training",
}
"""What is tried in place of a name that the documents leave to the reader."""
PACKAGES = frozenset({".", "pipx", "section11-setup"})
BY_OTHERS = {
    "brew": "install pipx",
    "gh": "auth login; auth status; auth refresh -h github.com -s workflow; "
    "attestation verify FILE --repo OWNER/NAME",
    "loginctl": "enable-linger",
    "pipx": "install .; install section11-setup; ensurepath",
    "pre-commit": "install",
}
"""Programs that not every machine has; these lines were held against their manuals."""
PYTHONS = frozenset({"py", "python", "python3"})


def lines(*programs: str) -> pytest.MarkDecorator:
    """Ask for the command lines of some programs."""
    kinds.update(programs)
    chosen = [line for line in LINES if line.program in programs]
    return pytest.mark.parametrize("line", chosen, ids=str)


kinds: set[str] = set()
"""The programs whose lines a test below tries."""


def run(words: Sequence[str], folder: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        words, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )


def arguments(line: CommandLine) -> list[str]:
    """Return what follows the program, with a real name where the reader puts one."""
    return [STANDS_FOR.get(word, word) for word in line.words[1:]]


# The wizard: without a terminal, where --yes takes the default of each question.
FIRST = frozenset({"setup", "demo", "local", "completion"})
"""Commands that begin without a mirror."""
ELSEWHERE = ("sync", "remove")
"""Options of ``local`` that need what an earlier run left; tests/wizard/local runs them."""


def answers(command: str, said: dict[str, Any]) -> list[str]:
    """Return the options that answer what a command asks, and keep it off this machine."""
    added = {
        "coach": [] if said.get("platform") else ["claude"],
        "demo": ["--dry-run"],  # tests/wizard/test_demo.py runs it to its end
        "local": ["--dry-run", *([] if said.get("key_store") else ["--key-store", "file"])],
        "setup": [] if len(said) == 1 else ["--dry-run"],  # one in full will do
        "uninstall": ["--confirm", "training-data"],
    }
    return ["--yes", *added.get(command, [])] if command != "completion" else []


def parsed(words: Sequence[str]) -> dict[str, Any] | None:
    """Return what the wizard reads in a line; None for --help and --version, which it obeys."""
    try:
        return vars(build_parser().parse_args(words))
    except SystemExit as stop:
        if stop.code:
            pytest.fail(f"section11-setup does not know {shlex.join(words)}")
        return None


def has_cron(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this machine a cron without a table."""
    folder.mkdir()
    program = folder / "crontab"
    program.write_text("#!/bin/sh\necho no crontab for athlete >&2\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


@lines("section11-setup")
def test_the_wizard_does_what_the_documents_say(
    line: CommandLine, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = arguments(line)
    said = parsed(words)
    if said is None:
        return
    command = said.get("command") or "setup"
    if command not in FIRST:
        mirror(stage)
    if said.get("protocol"):
        stage.github.create_repository(UPSTREAM, {PROTOCOL: "# Protocol"}, private=False)
    if command == "local":
        if any(said.get(option) for option in ELSEWHERE):
            return
        has_cron(stage.home / "bin", monkeypatch)
    ran = stage.wizard(*words, *answers(command, said))
    assert ran.code == 0, ran.out + ran.err


# The engine: from a clone, and from the files of a mirror.
@pytest.fixture(scope="module")
def newcomer(account: Account) -> Iterator[IntervalsServer]:
    """Intervals.icu with one activity, so that a sync is quick."""
    with IntervalsServer(replace(account, activities=account.activities[-1:]), key=KEY) as server:
        yield server


@pytest.fixture
def placed(newcomer: IntervalsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of a mirror, and what a sync needs to know."""
    for name, value in {
        "ATHLETE_ID": "0", "INTERVALS_KEY": KEY, "INTERVALS_API_URL": newcomer.url,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    folder = tmp_path / "mirror"
    for path, content in rendered(MINE).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    monkeypatch.chdir(folder)
    return folder


@lines("section11-sync")
def test_the_engine_does_what_the_documents_say(line: CommandLine, placed: Path) -> None:
    assert engine_cli.main(arguments(line)) == 0


@lines(*PYTHONS)
def test_python_finds_what_the_documents_name(line: CommandLine, placed: Path) -> None:
    words = arguments(line)
    if words[0] == "-m" and words[1].partition(".")[0] in {"scripts", "tests"}:
        assert find_spec(words[1]) is not None
    elif words[:2] == ["-m", "pipx"]:
        assert shlex.join(words[2:]) in BY_OTHERS["pipx"].split("; ")
    elif words[:2] == ["-m", "pip"]:
        pip_understands(words[2:])
    else:
        done = run([sys.executable, *words], placed, PYTHONPATH=str(ROOT))
        assert done.returncode == 0, done.stderr


@lines("make")
def test_make_knows_the_target(line: CommandLine) -> None:
    done = run(["make", "--dry-run", *line.words[1:]])
    assert done.returncode == 0, done.stderr


# What installs: the program that reads the line is the real one, and nothing is fetched.
def pip_understands(words: Sequence[str]) -> None:
    """Let pip read a line: it ends with 2 when it does not understand it, with 1 without index."""
    *options, package = words
    assert package in PACKAGES
    done = run([sys.executable, "-m", "pip", *options, "--no-index", "section11-setup-of-nobody"])
    assert done.returncode == 1, done.stderr


@lines("pip")
def test_pip_understands_the_documents(line: CommandLine) -> None:
    pip_understands(line.words[1:])


@lines("uv", "uvx")
def test_uv_understands_the_documents(line: CommandLine, tmp_path: Path) -> None:
    words = ["tool", "run", *line.words[1:]] if line.program == "uvx" else [*line.words[1:]]
    homes = {name: str(tmp_path / name) for name in ("UV_TOOL_DIR", "UV_CACHE_DIR")}
    done = run([uv.find_uv_bin(), *words], tmp_path, UV_OFFLINE="1", **homes)
    assert "Usage:" not in done.stderr, done.stderr
    assert PACKAGES.intersection(words)


@lines(*BY_OTHERS)
def test_programs_of_others_are_called_as_their_manuals_say(line: CommandLine) -> None:
    assert shlex.join(line.words[1:]) in BY_OTHERS[line.program].split("; ")


@lines("git")
def test_git_knows_the_command_and_its_options(line: CommandLine) -> None:
    told = run(["git", line.words[1], "-h"]).stdout.replace("[no-]", "")
    assert told.startswith("usage: git")
    assert all(word in told for word in line.words[2:] if word.startswith("--"))


@lines("export", "sha256sum", "unset")
def test_the_shell_understands_the_documents(line: CommandLine, placed: Path) -> None:
    digest = hashlib.sha256((placed / "engine.pyz").read_bytes()).hexdigest()
    (placed / "SHA256SUMS").write_text(f"{digest}  engine.pyz\n")
    assert run(["sh", "-ec", str(line)], placed).returncode == 0


def test_every_command_line_is_tried() -> None:
    unknown = [f"{line.page}: {line}" for line in LINES if line.program not in kinds]
    assert not unknown, f"say in {__name__} how these are tried: {unknown}"
    assert len(LINES) > 80
