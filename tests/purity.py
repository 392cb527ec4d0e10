"""Holds tests to their marks: without `process`, no program is started and no socket listens.

The quick run leaves the marked ones out. A test that uses a fixture which starts something is
marked by the name of the fixture; whole files and single tests carry the mark themselves.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest

STARTING_FIXTURES = {"stage", "start", "hub"}
"""Fixtures that start a server or a program for whoever asks for them."""
EVENTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "socket.bind"}

started: list[str] = []
"""What the running test and its fixtures have started."""


def watch() -> None:
    """Write down from now on what this process starts."""
    sys.addaudithook(_write_down)


def _write_down(event: str, args: tuple[Any, ...]) -> None:
    if event in EVENTS:
        started.append(f"{event} {args[1] if event == 'subprocess.Popen' else ''}".strip())


def mark(items: list[pytest.Item]) -> None:
    """Mark the tests whose fixtures start something."""
    for item in items:
        if STARTING_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.process)
