"""What a removal takes and leaves, as people see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.rule import Rule
from rich.text import Text

from wizard.views.plan import ItemsView

if TYPE_CHECKING:
    from rich.console import RenderableType

    from wizard.terminal.plan_lines import Item
    from wizard.terminal.screen import Marks


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
    title = Rule(f"Removing the mirror in {facts.repository}", align="left", style="dim")
    return Group(Text(), title, ItemsView(facts.plan), Text())
