"""What a timer of any platform is made of: files, and commands that switch it on and off. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.local.interval import Times
    from wizard.local.settings import TimerKind

NAME = "section11-sync"
"""Name of the unit, the agent, the task and the mark in the crontab."""
DESCRIPTION = "Refresh the Section 11 training data from Intervals.icu"


@dataclass(frozen=True, slots=True)
class TimerJob:
    """What is started and when.

    Attributes:
        argv: program and arguments, absolute paths, no secret.
        times: when.
    """

    argv: tuple[str, ...]
    times: Times


@dataclass(frozen=True, slots=True)
class TimerCommand:
    """A program to run.

    Attributes:
        argv: program and arguments.
        stdin: text for its standard input.
        optional: whether it may fail, such as stopping what does not run.
    """

    argv: tuple[str, ...]
    stdin: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer of one platform.

    Attributes:
        kind: of the platform.
        title: in words.
        files: path to content.
        start: switches it on, or over to changed files.
        stop: switches it off; runs before the files are removed.
        cleanup: runs after the files are removed.
        probe: succeeds when it is on; None when `settled` tells.
        settled: whether everything besides files and probe is as it shall be.
        present: whether anything besides files and probe is there.
        note: what the athlete should know about it.
    """

    kind: TimerKind
    title: str
    files: Mapping[Path, bytes] = field(default_factory=dict)
    start: tuple[TimerCommand, ...] = ()
    stop: tuple[TimerCommand, ...] = ()
    cleanup: tuple[TimerCommand, ...] = ()
    probe: TimerCommand | None = None
    settled: bool = True
    present: bool = False
    note: str = ""
