"""What a removal takes and leaves, as people see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from wizard.terminal.plan_lines import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from wizard.terminal.screen import Marks

STYLES = {Action.REMOVE: "red", Action.CHANGE: "bold", Action.KEEP: "dim"}


def uninstall_view(data: Mapping[str, Any], _marks: Marks | None = None) -> RenderableType:
    """Show what goes and what stays."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for item in data["plan"]:
        style = STYLES[item["action"]]
        table.add_row(
            Text(item["action"], style=style), Text(item["what"]), Text(item["detail"], style="dim")
        )
    title = Rule(f"Removing {data['repository']}", align="left", style="dim")
    return Group(Text(), title, Padding(table, (0, 0, 0, 2), expand=False), Text())
