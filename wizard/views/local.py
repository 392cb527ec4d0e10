"""What people see of the sync on their machine. Nothing here reads or decides."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from wizard.views.setup import items_table, numbers_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from wizard.local.timers.timer import Command, Timer
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
        Padding(items_table(items), (0, 0, 1, 2), expand=False),
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


def command_line(command: Command) -> str:
    """Write a command as it is typed into a shell."""
    return shlex.join(command.argv)


def local_view(data: Mapping[str, Any], marks: Marks) -> RenderableType | None:
    """Show the last screen: first numbers, where the files are, next step."""
    numbers = data.get("numbers")
    if not numbers:
        return None
    parts: list[RenderableType] = []
    if data.get("synced"):
        parts += [Text(), Text.assemble((marks.ok, "green"), (f" {_headline(data)}", "bold"))]
    parts.append(numbers_view(numbers))
    if data.get("changed") and data.get("first"):
        parts.append(_next_step(data))
    return Group(*parts)


def _headline(data: Mapping[str, Any]) -> str:
    return f"Your data is in {data['settings']['folder']}, refreshed {data['interval']}"


def _next_step(data: Mapping[str, Any]) -> RenderableType:
    log = data.get("log")
    return Padding(
        Group(
            Text("Next: let your AI coach read that folder", style="bold"),
            Text("1. Open it in Claude Code, Codex, OpenClaw or another agent on this computer."),
            Text("2. Ask: Read latest.json and follow READ_THIS_FIRST. How ready am I today?"),
            Text("Later: section11-setup local, local --sync, local --remove.", style="dim"),
            *([Text(f"Log: {log}", style="dim", overflow="fold")] if log else []),
        ),
        (0, 0, 1, 2),
        expand=False,
    )
