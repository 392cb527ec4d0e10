"""What an update changes, as people see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from wizard.terminal.screen import Marks

MOST_NAMES = 6
KINDS = (("added", "green"), ("changed", "bold"), ("removed", "red"), ("kept", "dim"))
LINE_STYLES = {"+": "green", "-": "red", "@": "dim"}


def update_view(data: Mapping[str, Any], _marks: Marks | None = None) -> RenderableType:
    """Show versions, files by what happens to them, and the diffs."""
    versions = data["engine"]
    line = f"{data['repository']}: engine {versions['there'] or 'not ours'}"
    if versions["there"] != versions["here"]:
        line += f" -> {versions['here']}"
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for kind, style in KINDS:
        if data["files"][kind]:
            table.add_row(Text(kind, style=style), Text(_names(data["files"][kind])))
    parts: list[RenderableType] = [Text(), Text(line, style="bold")]
    parts.append(Padding(table, (0, 0, 0, 2), expand=False))
    for diff in data["diffs"].values():
        parts += [Text(), diff_view(diff)]
    return Group(*parts, Text())


def diff_view(diff: str) -> RenderableType:
    """Show a diff or a list of files; long lines are folded."""
    text = Text()
    for line in diff.splitlines():
        head = line.startswith(("+++", "---"))
        text.append(f"{line}\n", style="bold" if head else LINE_STYLES.get(line[:1], "dim"))
    text.rstrip()
    return Padding(text, (0, 0, 0, 2), expand=False)


def _names(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:MOST_NAMES])
    more = len(paths) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
