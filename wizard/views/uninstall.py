"""What a removal takes and leaves, as people see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from wizard.terminal.plan_lines import Action

if TYPE_CHECKING:
    from rich.console import RenderableType

    from wizard.terminal.plan_lines import Item
    from wizard.terminal.screen import Marks

STYLES = {Action.REMOVE: "red", Action.CHANGE: "bold", Action.KEEP: "dim"}


@dataclass(frozen=True, slots=True)
class UninstallFacts:
    """A removal.

    Attributes:
        repository: ``owner/name``.
        plan: what goes and what stays.
        removed: whether it was carried out.
        deletion_page: where the repository itself is deleted.
    """

    repository: str
    plan: tuple[Item, ...]
    deletion_page: str
    removed: bool = False


def uninstall_view(facts: UninstallFacts, _marks: Marks | None = None) -> RenderableType:
    """Show what goes and what stays."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for item in facts.plan:
        style = STYLES[item.action]
        table.add_row(
            Text(item.action, style=style), Text(item.what), Text(item.detail, style="dim")
        )
    title = Rule(f"Removing {facts.repository}", align="left", style="dim")
    return Group(Text(), title, Padding(table, (0, 0, 0, 2), expand=False), Text())
