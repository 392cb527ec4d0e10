"""A program in a pseudo terminal of its own."""

from __future__ import annotations

import os
import termios
from typing import TYPE_CHECKING

from pexpect.fdpexpect import fdspawn

from tests import warm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Program(fdspawn):
    """A module in a terminal of (lines, columns); what it prints is read as pexpect does."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        env: Mapping[str, str],
        dimensions: tuple[int, int],
        cwd: Path | None = None,
        encoding: str | None = None,
    ) -> None:
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, dimensions)
        self.process = warm.Program(module, *arguments, descriptor=theirs, env=env, cwd=cwd)
        os.close(theirs)
        super().__init__(ours, timeout=warm.PATIENCE_S, encoding=encoding)

    def end(self) -> int:
        """Return the exit status of a program that has nothing more to say."""
        return self.process.wait()

    def close(self) -> None:
        """End the program, however far it came."""
        self.process.kill()
        self.process.wait()
        super().close()
