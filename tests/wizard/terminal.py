"""A real terminal of a chosen size, with the wizard in it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Self

import pexpect
import pyte

from tests.pseudo_terminal import Program

if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE_S = 30.0
CTRL_C = "\x03"
CTRL_D = "\x04"
DOWN = "\x1b[B"
ENTER = "\r"
COLOR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38)[0-9;]*m")


class Terminal:
    """Runs ``section11-setup`` in a pseudo terminal and keeps its screen."""

    def __init__(
        self, *arguments: str, env: Mapping[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self._screen = pyte.HistoryScreen(columns, lines, history=1000)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._child = Program(
            "wizard",
            *arguments,
            env={"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **env},
            dimensions=(lines, columns),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()

    @property
    def text(self) -> str:
        """Everything that was shown: what has scrolled away and what is visible."""
        width = self._screen.columns
        gone = [
            "".join(line[column].data for column in range(width)).rstrip()
            for line in self._screen.history.top
        ]
        return "\n".join([*gone, *(line.rstrip() for line in self._screen.display)])

    def wait_for(self, words: str, times: int = 1) -> None:
        """Read until words are so often on the screen, however they are wrapped."""
        end = time.monotonic() + PATIENCE_S
        while " ".join(self.text.split()).count(words) < times:
            assert time.monotonic() < end, f"waited in vain for {words!r}:\n{self.text}"
            self._read(0.2)

    def send(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def end(self) -> int:
        """Read to the end and give the exit code."""
        end = time.monotonic() + PATIENCE_S
        while self._read(0.5):
            assert time.monotonic() < end, f"it does not end:\n{self.text}"
        return self._child.end()

    def _read(self, seconds: float) -> bool:
        try:
            chunk = self._child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += chunk
        self._stream.feed(chunk)
        # the prompts ask where the cursor is and wait for the answer
        if b"\x1b[6n" in chunk:
            cursor = self._screen.cursor
            self._child.send(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")
        return True
