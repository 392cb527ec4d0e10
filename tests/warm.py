"""Programs of ours that start at once: a server that has loaded everything forks them.

Loading takes most of the time of a short program, and tests start hundreds. Here it happens once;
what follows is a process of its own, with its own terminal, environment, signals and exit status.
The server has a single thread, so nothing is locked in the child. That ``python -m`` leads to the
same is tested elsewhere, with real starts.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
import time
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import purity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE_S = 60.0
"""For a busy machine, not for a slow program."""
LOADED = (
    *("anyio._backends._asyncio", "anyio._core._synchronization", "httpcore"),
    *("rich._emoji_replace", "rich._emoji_codes", "rich.status"),
    "engine.compute",
    "engine.history.document",
    "engine.program",
    "engine.routes.parse",
    "wizard.cli",
    "wizard.run",
    *(f"wizard.commands.{name}" for name in ("doctor", "local", "settings", "setup", "update")),
    "wizard.commands.returning.visit",
    "tests.frozen",
)
STANDARD = (0, 1, 2)

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(list(LOADED))


class _Descriptor:
    """A descriptor on its way into another process, where it arrives as a number of its own."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __reduce__(self) -> tuple[Callable[[Any], int], tuple[Any]]:
        return _arrived, (DupFd(self._number),)


def _arrived(descriptor: Any) -> int:
    number: int = descriptor.detach()
    return number


class Program:
    """``python -m MODULE ARGUMENTS`` with one descriptor for all that it reads and writes."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        descriptor: int,
        env: Mapping[str, str],
        cwd: Path | None = None,
        first: str = "",
    ) -> None:
        """Start it.

        Args:
            module: what to run.
            arguments: of the command line.
            descriptor: a terminal, which becomes its own, or the end of a pipe.
            env: the whole environment.
            cwd: where it runs; where this process does when it is left out.
            first: Python to run before it.
        """
        purity.started.append(f"{module} {' '.join(arguments)}")
        self._process = CONTEXT.Process(
            target=_run,
            args=(module, arguments, _Descriptor(descriptor), dict(env), cwd or Path.cwd(), first),
        )
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._process.exitcode

    def wait(self) -> int:
        """Return the exit status once it has ended."""
        self._process.join(PATIENCE_S)
        code = self._process.exitcode
        assert code is not None, "the program does not end"
        return code

    def kill(self) -> None:
        """End it, however far it came."""
        self._process.kill()


def _run(
    module: str,
    arguments: tuple[str, ...],
    ours: int,
    env: dict[str, str],
    cwd: Path,
    first: str,
) -> None:
    """Become the program."""
    os.setsid()
    if os.isatty(ours):
        import fcntl  # noqa: PLC0415 - there are neither on Windows
        import termios  # noqa: PLC0415

        fcntl.ioctl(ours, termios.TIOCSCTTY, 0)
    for number in STANDARD:
        os.dup2(ours, number)
    os.close(ours)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", closefd=False, buffering=1)
        for number, mode in zip(STANDARD, "rww", strict=True)
    )
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = [module, *arguments]
    exec(first, {})
    runpy.run_module(module, run_name="__main__", alter_sys=True)
