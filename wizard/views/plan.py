"""Plans as people see them: what happens to what, what it costs, and what is replaced."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from templates import schedule
from wizard.terminal.plan_lines import Action
from wizard.views.update import diff_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from templates.settings import MirrorSettings
    from wizard.mirror.files.compare import Replaced
    from wizard.mirror.plan import Plan
    from wizard.terminal.plan_lines import Item

# yellow and cyan are hard to read on a white background: only marks have them, never words
ACTION_STYLES = {
    Action.CREATE: "green",
    Action.CHANGE: "bold",
    Action.REMOVE: "red",
    Action.KEEP: "dim",
    Action.RUN: "bold",
}
MOST_REMOVED, REMOVED_SHOWN = 12, 6
"""Removed lines in a row that are shown in full, and how many of more."""


def items_table(items: Iterable[Item]) -> Table:
    """Show one line of a plan for each thing: what happens to it, its name, and the details."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for item in items:
        style = ACTION_STYLES[item.action]
        quiet = style if item.action is Action.KEEP else ""
        table.add_row(
            Text(item.action, style=style),
            Text(item.what, style=quiet),
            Text(item.detail, style="dim"),
        )
    return table


def plan_view(plan: Plan, settings: MirrorSettings) -> RenderableType:
    """Show what exists, what will be created, changed and left alone, and what it costs."""
    return Group(
        Text(),
        Rule("The plan", align="left", style="dim"),
        Padding(items_table(plan.items), (0, 0, 0, 2), expand=False),
        Padding(cost_line(settings), (1, 0, 1, 2), expand=False),
    )


def replaced_view(one: Replaced, most: int | None) -> RenderableType:
    """Show what becomes of a file that somebody made by hand, in ``most`` lines at most."""
    lines = _shortened(one.diff.splitlines())
    shown = lines if most is None else lines[:most]
    left = len(lines) - len(shown)
    more = [Text(f"  and {left} more lines; --dry-run shows all", style="dim")] if left else []
    return Group(diff_view("\n".join(shown)), *more, Text())


def _shortened(diff: list[str]) -> list[str]:
    """Leave out the middle of long removed parts: the old file has them."""
    shown: list[str] = []
    for removed, group in itertools.groupby(diff, lambda line: line.startswith("-")):
        lines = list(group)
        if removed and len(lines) > MOST_REMOVED:
            left = len(lines) - REMOVED_SHOWN
            lines = [*lines[:REMOVED_SHOWN], f"  (and {left:,} more lines of the old file)"]
        shown += lines
    return shown


def cost_line(settings: MirrorSettings) -> Text:
    """Say what the schedule costs in Actions minutes."""
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    cost = schedule.cost(entries)
    preset = schedule.PRESETS.get(settings.schedule)
    label = preset.label if preset else f"at {settings.schedule} ({settings.timezone})"
    if not settings.private:
        return Text(f"Runs {label}; Actions are free for public repositories.")
    words = Text(
        f"Runs {label}: about {cost.minutes:,} of the {cost.included:,} Actions minutes "
        "that GitHub Free includes a month."
    )
    if not cost.fits:
        words.append(
            f" They are spent on day {cost.spent_on_day}; then runs stop until the next month "
            "unless the account pays.",
            style="bold",
        )
    return words
