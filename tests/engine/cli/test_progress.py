"""Progress is one line of a terminal, and is taken away again."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import re
import subprocess
import sys

import pytest

from engine import cli, program
from engine.fetch.lists import bar
from tests.contract.recorded import impatient
from tests.engine.accounts import documents
from tests.engine.cli.runs import REPOSITORY

pytestmark = pytest.mark.process


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_fills_up():
    assert bar(0, 3) == f"[{'.' * 24}] 0/3"
    assert bar(1, 3) == f"[{'#' * 8}{'.' * 16}] 1/3"
    assert bar(3, 3) == f"[{'#' * 24}] 3/3"


def test_progress_keeps_to_one_line_of_a_narrow_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    console = program.Console(io.StringIO(), terminal, json=False, quiet=False)
    console.progress("reading sessions and more")
    assert terminal.getvalue() == "\r\x1b[Kreading sessions an"


def test_progress_is_one_line_of_a_terminal_that_is_taken_away():
    terminal = Terminal()
    console = program.Console(io.StringIO(), terminal, json=False, quiet=False)
    console.progress("reading")
    console.progress("computing")
    console.clear()
    assert terminal.getvalue() == "\r\x1b[Kreading\r\x1b[Kcomputing\r\x1b[K"


@pytest.mark.parametrize(
    ("err", "options"),
    [
        (io.StringIO(), {"json": False, "quiet": False}),
        (Terminal(), {"json": True, "quiet": False}),
        (Terminal(), {"json": False, "quiet": True}),
    ],
)
def test_no_progress_for_files_programs_and_the_quiet(err, options):
    console = program.Console(io.StringIO(), err, **options)
    console.progress("reading")
    console.clear()
    assert err.getvalue() == ""


def test_three_years_are_read_under_a_bar(tmp_path, served):
    told = []
    with served():
        config = program.resolve(cli.parser().parse_args(["--data-dir", str(tmp_path)]))
        asyncio.run(program.sync(config, told.append, impatient))
        again: list[str] = []
        asyncio.run(program.sync(config, again.append, impatient))
    bars = [text for text in told if text.startswith("reading three years of history [")]
    assert [text[-3:] for text in bars] == ["1/2", "2/2"]
    assert told[0] == "reading the athlete"
    assert told[-1] == "computing"
    assert again
    assert not any("years" in text for text in again)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
def test_a_real_terminal_shows_the_bar(tmp_path, served):
    master, terminal = os.openpty()
    with served(), open(master, "rb", buffering=0) as screen:  # noqa: PTH123 - a descriptor
        process = subprocess.Popen(
            [sys.executable, "-m", "engine", "--data-dir", str(tmp_path)],
            cwd=REPOSITORY,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end was closed
            while part := screen.read(4096):
                shown += part
        assert process.wait(timeout=30) == 0
    assert re.search(rb"reading three years of history \[#+\] 2/2", shown)
    assert b"computing\r\x1b[KReadiness" in shown
    assert documents(tmp_path)["latest.json"]
