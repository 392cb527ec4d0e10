"""The program that a recording runs: a prompt at which section11-setup meets the stand-ins.

All clocks stand still, so that the same version shows the same numbers whenever it is recorded.
"""

from __future__ import annotations

import os
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from demo.stage import LOGIN, open_stage
from engine.base.format import BRIEF, DASHBOARD
from templates.record import README
from wizard.commands.table import parse
from wizard.run import run

if TYPE_CHECKING:
    from demo.stage import Stage
    from wizard.environment import Environment

NOW = datetime(2026, 3, 18, 6, 40, tzinfo=UTC)
PROMPT = "\x1b[32m$\x1b[0m "
CLEAR = "\x1b[2J\x1b[H"
PAGES = (README, BRIEF, DASHBOARD)
MIRROR = f"{LOGIN}/training-data"


def run_acts() -> None:
    """Have a mirror set up, spoil it as life does, and have it mended."""
    with open_stage(os.environ, NOW) as stage:
        _run_line(stage.signed_out)
        _keep_pages(stage, Path(os.environ["HOME"]))
        _spoil(stage)
        input()
        _show(CLEAR)
        _run_line(stage.environment)
    _show(PROMPT)


def _show(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _run_line(environment: Environment) -> None:
    """Read a command line and run it."""
    _, *arguments = shlex.split(input(PROMPT))
    run(parse(arguments), arguments, lambda _env, _tell: environment)


def _keep_pages(stage: Stage, folder: Path) -> None:
    """Leave what people read of the mirror, for the pictures of it."""
    mirror = stage.github.repository(MIRROR)
    for name in PAGES:
        (folder / name).write_bytes(mirror.read(name) or b"")


def _spoil(stage: Stage) -> None:
    """Do what GitHub does after 60 days without activity."""
    mirror = stage.github.repository(MIRROR)
    mirror.workflows[0].state = "disabled_inactivity"


if __name__ == "__main__":
    run_acts()
