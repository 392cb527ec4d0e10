"""``section11-setup local`` as a person sees it: a terminal of 80 by 24."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from demo.intervals_icu.server import IntervalsServer
from tests.wizard.stage import KEY

pexpect = pytest.importorskip("pexpect", reason="needs a POSIX terminal")
pyte = pytest.importorskip("pyte")
pseudo_terminal = pytest.importorskip("tests.pseudo_terminal")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demo.athlete import Account
    from tests.pseudo_terminal import Program

pytestmark = pytest.mark.process

WIDTH, HEIGHT = 80, 24
PATIENCE_S = 60  # a busy machine, not a slow program


@dataclass
class Terminal:
    """The program in a terminal."""

    child: Program
    screen: pyte.Screen

    def see(self, text: str) -> None:
        """Wait until it is printed."""
        self.child.expect_exact(text, timeout=PATIENCE_S)

    def answer(self, question: str, keys: str = "\r") -> None:
        """Wait for a question and answer it."""
        self.see(question)
        self.child.send(keys)

    def end(self) -> int:
        """Wait for the end and give the exit status."""
        self.child.expect(pexpect.EOF, timeout=PATIENCE_S)
        return self.child.end()


class Recording:
    """Draws what is printed on a screen, and keeps it."""

    def __init__(self, screen: pyte.Screen) -> None:
        self.text = ""
        self._stream = pyte.Stream(screen)

    def write(self, text: str) -> None:
        """Take what the program printed."""
        self.text += text
        self._stream.feed(text)

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.fixture
def terminal(account: Account, tmp_path: Path) -> Iterator[Terminal]:
    """Start the command with no keyring, no timer and no key."""
    small = replace(account, activities=list(account.activities)[-2:], events=())
    screen = pyte.Screen(WIDTH, HEIGHT)
    with IntervalsServer(small, key=KEY) as server:
        child = pseudo_terminal.Program(
            *("wizard", "local", "--schedule", "manual"),
            env={
                "PATH": str(tmp_path),
                "HOME": str(tmp_path),
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "INTERVALS_API_URL": server.url,
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            cwd=tmp_path,
            dimensions=(HEIGHT, WIDTH),
            encoding="utf-8",
        )
        child.logfile_read = Recording(screen)
        yield Terminal(child, screen)
        child.close()


def test_a_newcomer_gets_from_the_key_to_first_numbers(terminal: Terminal, tmp_path: Path) -> None:
    terminal.answer("Intervals.icu API key", f"wrong-{KEY}\r")
    terminal.see("does not accept this API key")
    terminal.answer("Intervals.icu API key", f"{KEY}\r")
    terminal.see("Demo Athlete (i900000)")
    terminal.answer("Is that right?", "y")
    terminal.answer("Folder", "\x15" + str(tmp_path / "Träning data") + "\r")
    terminal.answer("Anything else to change?")
    terminal.see("plain text")
    terminal.answer("Keep the key in that file?", "y")
    terminal.see("The plan")
    terminal.answer("Go ahead?", "y")
    terminal.see("Your data is in")
    terminal.see("Later:")
    assert terminal.end() == 0
    printed = terminal.child.logfile_read.text
    assert KEY not in printed
    shown = "\n".join(terminal.screen.display)
    assert "CTL" in shown, "the first numbers fit the screen"
    latest = json.loads((tmp_path / "Träning data" / "latest.json").read_text())
    assert latest["metadata"]["last_updated"]


def test_no_consent_means_no_file(terminal: Terminal, tmp_path: Path) -> None:
    terminal.answer("Intervals.icu API key", f"{KEY}\r")
    terminal.answer("Is that right?", "y")
    terminal.answer("Folder")
    terminal.answer("Anything else to change?")
    terminal.answer("Keep the key in that file?", "n")
    terminal.see("no keyring")
    assert terminal.end() == 5
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_ctrl_c_leaves_with_the_command_to_go_on(terminal: Terminal, tmp_path: Path) -> None:
    terminal.answer("Intervals.icu API key", f"{KEY}\r")
    terminal.answer("Is that right?", "\x03")
    terminal.see("section11-setup local --schedule manual")
    assert terminal.end() == 130
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
