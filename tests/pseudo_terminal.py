"""A program in a pseudo terminal of its own, started without a fork.

pexpect forks, and Python code runs in the child until the program starts. Tests have threads (the
servers that programs ask), and a lock that one of them holds at that moment is never released in
the child: it hangs, and the test with it. Here the system's own call starts the program, which
then takes the terminal as its own, so that Ctrl-C reaches it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING

from pexpect.fdpexpect import fdspawn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATIENCE_S = 60.0
"""For a busy machine, not for a slow program."""
OWN_TERMINAL = (
    "import fcntl, os, sys, termios;"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


class Program(fdspawn):
    """Python in a terminal of (lines, columns); what it prints is read as pexpect does."""

    def __init__(
        self,
        *arguments: str,
        env: Mapping[str, str],
        dimensions: tuple[int, int],
        cwd: Path | None = None,
        encoding: str | None = None,
    ) -> None:
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, dimensions)
        self.process = subprocess.Popen(
            [sys.executable, "-ISc", OWN_TERMINAL, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
        os.close(theirs)
        super().__init__(ours, timeout=PATIENCE_S, encoding=encoding)

    def end(self) -> int:
        """Return the exit status of a program that has nothing more to say."""
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """End the program, however far it came."""
        with suppress(ProcessLookupError):
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_S)
        super().close()
