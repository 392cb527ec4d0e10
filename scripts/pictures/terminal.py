"""A real terminal, its keyboard pressed by a script, its screen recorded."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Self

import pyte

from scripts.pictures.frame import COLUMNS, LINES, Frame, read_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PATIENCE_S = 60.0
QUIET_S = 0.1
REDRAW = b"\r\x1b[2K"
"""How a live list begins to draw itself anew: at that moment it is whole on the screen."""
CUT = re.compile(rb"\r?(\x1b(\[[0-9;?]*)?)?\Z")
"""What may be the first half of a control sequence, at the end of what was read."""
DIM = re.compile(rb"(?<=\x1b\[)((?:[013-9]\d*;)*)2(?=(?:;\d+)*m)")
CHUNK = 65536


class Terminal:
    """Runs a module in a pseudo terminal."""

    def __init__(self, module: str, env: Mapping[str, str]) -> None:
        self._screen = pyte.HistoryScreen(COLUMNS, LINES, history=1000)
        self._stream = pyte.ByteStream(self._screen)
        self._pending = b""
        self._ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (LINES, COLUMNS))
        self._process = subprocess.Popen(  # noqa: S603 - a module of this project
            [sys.executable, "-m", module],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **env},
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def frame(self) -> Frame:
        """What the screen shows."""
        screen = self._screen
        at = None if screen.cursor.hidden else screen.cursor.y
        return Frame(
            tuple(
                read_row(screen.buffer[row], COLUMNS, screen.cursor.x if row == at else None)
                for row in range(LINES)
            )
        )

    @property
    def page(self) -> Frame:
        """What the screen shows, with all that has scrolled away above it."""
        gone = tuple(read_row(row, COLUMNS) for row in self._screen.history.top)
        return Frame((*gone, *self.frame.rows))

    def forget(self) -> None:
        """Forget what has scrolled away."""
        self._screen.history.top.clear()

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def wait(self, words: str) -> None:
        """Read until words are on the screen and nothing more comes."""
        for _ in self._reading(lambda: words in self.frame.words, f"{words!r}"):
            pass

    def echo(self, keys: str) -> None:
        """Press keys and wait until the cursor has moved by as many."""
        cursor = self._screen.cursor
        awaited = cursor.x + len(keys)
        self.send(keys)
        for _ in self._reading(lambda: cursor.x == awaited, f"the echo of {len(keys)} keys"):
            pass

    def watch(self, words: str) -> Iterator[Frame]:
        """Yield each state of a list that redraws itself, until words are on the screen."""
        shown = None
        for frame in self._reading(lambda: words in self.frame.words, f"{words!r}"):
            if frame != shown:
                yield frame
            shown = frame

    def _reading(self, done: Callable[[], bool], what: str) -> Iterator[Frame]:
        """Read until it is done and quiet; yield what is there before each redrawing."""
        end = time.monotonic() + PATIENCE_S
        while self._ready() or not done():
            if time.monotonic() > end:
                said = "\n".join(self.frame.lines)
                raise TimeoutError(f"The recording waited in vain for {what}. The screen:\n{said}")
            if self._ready():
                yield from self._feed(os.read(self._ours, CHUNK))

    def _ready(self) -> bool:
        return bool(select.select([self._ours], [], [], QUIET_S)[0])

    def _feed(self, chunk: bytes) -> Iterator[Frame]:
        """Show what came; a control sequence that is cut in two waits for its other half."""
        come = self._pending + chunk
        half = CUT.search(come)
        cut = half.start() if half else len(come)
        whole, self._pending = come[:cut], come[cut:]
        for number, part in enumerate(whole.split(REDRAW)):
            if number:
                yield self.frame
                self._stream.feed(REDRAW)
            self._stream.feed(DIM.sub(rb"\g<1>5", part))
