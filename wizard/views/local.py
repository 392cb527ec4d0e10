"""What people see of the sync on their machine. Nothing here reads or decides."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from templates.coaches import FIRST_QUESTION
from wizard.views.parts import numbers_view
from wizard.views.plan import ItemsView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from wizard.local.settings import LocalSettings
    from wizard.local.timers.timer import Timer, TimerCommand
    from wizard.mirror.first_numbers import FirstNumbers
    from wizard.terminal.plan_lines import Item
    from wizard.terminal.screen import Marks


def welcome() -> RenderableType:
    """Say what is about to happen."""
    return Text(
        "\nSets up a folder on this computer that mirrors your Intervals.icu training data and "
        "refreshes itself. No GitHub, and the data stays on this computer. Nothing is written "
        "before you have seen the plan and said yes. Ctrl-C leaves at any time."
    )


def plan_view(items: Sequence[Item], title: str = "The plan") -> RenderableType:
    """Show what is made, changed and left alone."""
    return Group(
        Text(),
        Rule(title, align="left", style="dim"),
        ItemsView(items),
        Text(),
    )


def files_text(timer: Timer) -> Text:
    """Write out the files and the commands of a timer, to be printed without folding lines."""
    text = Text()
    for path, content in text_files(timer).items():
        text.append(f"{path}\n", "bold").append(f"{content}\n", "dim")
    text.append("Commands\n", "bold")
    for command in timer.start:
        text.append(f"{command_line(command)}\n")
        if command.stdin:
            text.append(command.stdin, "dim")
    return text


def text_files(timer: Timer) -> dict[str, str]:
    """Return the files of a timer as text, by path."""
    return {
        str(path): content.decode("utf-16" if path.suffix == ".xml" else "utf-8")
        for path, content in timer.files.items()
    }


def command_line(command: TimerCommand) -> str:
    """Write a command as it is typed into a shell."""
    return shlex.join(command.argv)


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """The sync on this machine.

    Attributes:
        settings: as they are, or will be; None after a removal.
        interval: how often it refreshes itself, in words.
        log: path of the log; None without a timer.
        numbers: the first numbers of the data; None when there is none.
        timer: kind of the timer; None when there is none.
        plan: what happens to what, and what stays.
        changed: whether the plan was carried out.
        synced: whether a sync was made.
        first: whether nothing was set up before.
        files: with ``--dry-run``, the files of the timer by path.
        commands: with ``--dry-run``, what switches the timer on.
    """

    settings: LocalSettings | None = None
    interval: str | None = None
    log: str | None = None
    numbers: FirstNumbers | None = None
    timer: str | None = None
    plan: tuple[Item, ...] = ()
    changed: bool = False
    synced: bool = False
    first: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[str, ...] = ()


def local_view(facts: LocalFacts, marks: Marks) -> RenderableType | None:
    """Show the last screen: first numbers, where the files are, next step."""
    if facts.numbers is None or facts.settings is None:
        return None
    parts: list[RenderableType] = []
    if facts.synced:
        words = f" Your data is in {facts.settings.folder}, refreshed {facts.interval}"
        parts += [Text(), Text.assemble((marks.ok, "green"), (words, "bold"))]
    parts.append(numbers_view(facts.numbers))
    if facts.changed and facts.first:
        parts.append(_next_step(facts.log))
    return Group(*parts)


def _next_step(log: str | None) -> RenderableType:
    return Padding(
        Group(
            Text("Next: let your AI coach read that folder", style="bold"),
            Text("1. Open it in Claude Code, Codex, OpenClaw or another agent on this computer."),
            Text(f"2. Ask: {FIRST_QUESTION}"),
            Text("Later: section11-setup local, local --sync, local --remove.", style="dim"),
            *([Text(f"Log: {log}", style="dim", overflow="fold")] if log else []),
        ),
        (0, 0, 1, 2),
        expand=False,
    )
