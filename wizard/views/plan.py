"""Plans as people see them: what happens to what, what it costs, and what is replaced."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from templates import schedule
from wizard.terminal.paragraph import Paragraph
from wizard.terminal.plan_lines import Action
from wizard.views.update import diff_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

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
ROOM_FOR_DETAILS = 48
"""Columns beside the longest name without which details go below it."""
UNDO = (
    "To undo it: section11-setup uninstall removes key and workflow and names the page where you "
    "delete the repository with your data."
)
MOST_REMOVED, REMOVED_SHOWN = 12, 6
"""Removed lines in a row that are shown in full, and how many of more."""


@dataclass(frozen=True, slots=True)
class ItemsView:
    """One line of a plan for each thing: what happens to it, its name, and the details.

    On a narrow screen the details follow the name instead of standing beside it.
    """

    items: Sequence[Item]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        widest = max((len(item.what) for item in self.items), default=0)
        if options.max_width - widest < ROOM_FOR_DETAILS:
            yield from map(_narrow_item, self.items)
            return
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for item in self.items:
            style = ACTION_STYLES[item.action]
            quiet = style if item.action is Action.KEEP else ""
            table.add_row(
                Text(item.action, style=style),
                Text(item.what, style=quiet),
                Text(item.detail, style="dim"),
            )
        yield Padding(table, (0, 0, 0, 2), expand=False)


def _narrow_item(item: Item) -> RenderableType:
    style = ACTION_STYLES[item.action]
    detail = f": {item.detail}" if item.detail else ""
    words = Text.assemble((f"{item.action:<8}", style), item.what, (detail, "dim"))
    return Paragraph(words, indent=2, hang=2)


def plan_view(plan: Plan, settings: MirrorSettings, zone_from: str = "") -> RenderableType:
    """Show what exists, what will be created, changed and left alone, and what it costs."""
    return Group(
        Text(),
        Rule("The plan", align="left", style="dim"),
        ItemsView(plan.items),
        Text(),
        Paragraph(cost_line(settings, zone_from), indent=2),
        *([Paragraph(Text(UNDO), indent=2)] if plan.create else []),
        Text(),
    )


def replaced_view(one: Replaced, most: int | None) -> RenderableType:
    """Show what becomes of a file that somebody made by hand, in ``most`` lines at most."""
    lines = _shortened(one.diff.splitlines())
    return Group(diff_view("\n".join(lines), most), Text())


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


def cost_line(settings: MirrorSettings, zone_from: str = "") -> Text:
    """Say when it runs, by whose clock, and what that costs in Actions minutes.

    Args:
        settings: of the mirror.
        zone_from: where the time zone comes from; empty when that is not said.
    """
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    cost = schedule.cost(entries)
    preset = schedule.PRESETS.get(settings.schedule)
    label = preset.label if preset else f"at {settings.schedule} ({settings.timezone})"
    if preset and preset.every and zone_from:
        label += f" by the clock of {settings.timezone} ({zone_from})"
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
