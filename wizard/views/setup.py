"""What people see: results and plans as rich renderables. Nothing here reads or decides.

Texts from users and servers go in as :class:`rich.text.Text`, so that brackets in them stay.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from templates import schedule
from templates.settings import MirrorSettings
from templates.words import schedule_words
from wizard import __version__, setting_values
from wizard.terminal.plan_lines import Action
from wizard.views.update import diff_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from wizard.mirror.files.compare import Replaced
    from wizard.mirror.plan import Plan
    from wizard.terminal.plan_lines import Item
    from wizard.terminal.screen import Marks

# yellow and cyan are hard to read on a white background: only marks have them, never words
ACTION_STYLES = {
    Action.CREATE: "green",
    Action.CHANGE: "bold",
    Action.REMOVE: "red",
    Action.KEEP: "dim",
    Action.RUN: "bold",
}
SETTING_LINES: Mapping[str, Callable[[MirrorSettings], str]] = {
    "Week starts on": lambda s: setting_values.WEEK_DAYS[s.week_start],
    "Zones": lambda s: s.zone_preference or setting_values.NO_ZONES,
    "Privacy": lambda s: setting_values.PRIVACY_WORDS[s.privacy],
    "Days in detail": lambda s: str(s.days),
    "Time zone": lambda s: s.timezone,
    "Archive": lambda s: setting_values.ARCHIVE_WORDS[s.archive],
}
MOST_REMOVED, REMOVED_SHOWN = 12, 6
"""Removed lines in a row that are shown in full, and how many of more."""
READINESS_STYLES = {"go": "bold green", "modify": "bold", "skip": "bold red"}


def welcome(*, fork: bool = False) -> RenderableType:
    """Say what is about to happen."""
    kind = "PUBLIC fork of Section 11" if fork else "private GitHub repository"
    return Group(
        Text(f"\nsection11-setup {__version__}", style="bold"),
        Text(
            f"Sets up a {kind} that mirrors your Intervals.icu training data "
            "and refreshes itself. Nothing is written before you have seen the plan and said "
            "yes. Ctrl-C leaves at any time."
        ),
    )


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


def setup_view(data: Mapping[str, Any], marks: Marks) -> RenderableType | None:
    """Show the last screen of a set-up: first numbers, addresses, next step."""
    synced = data.get("sync")
    if not synced:
        return None
    return Group(
        Text(),
        Text.assemble((marks.ok, "green"), (f" {_headline(data)}", "bold")),
        numbers_view(synced["numbers"]),
        addresses_view(data),
        coach_view(data),
    )


def _headline(data: Mapping[str, Any]) -> str:
    page = data["repository"]["page"]
    if data.get("demo"):
        return f"It worked. With your own accounts the mirror would now be at {page}"
    return f"Your mirror is up: {page}"


def numbers_view(numbers: Mapping[str, Any]) -> RenderableType:
    """Show fitness, readiness and the newest activities."""
    line = Text.assemble(
        ("CTL ", "dim"), (_number(numbers["ctl"]), "bold"),
        ("   ATL ", "dim"), (_number(numbers["atl"]), "bold"),
        ("   TSB ", "dim"), (_number(numbers["tsb"]), "bold"),
    )  # fmt: skip
    readiness = numbers["readiness"]
    if readiness:
        style = READINESS_STYLES.get(readiness, "bold")
        line.append("   readiness ", style="dim").append(readiness, style=style)
    table = Table.grid(padding=(0, 2))
    for row in numbers["activities"]:
        load = "" if row["tss"] is None else f"load {_number(row['tss'], 0)}"
        cells = (row["date"], row["type"], row["name"], row["duration"], load)
        table.add_row(*(Text(str(cell), overflow="ellipsis", no_wrap=True) for cell in cells))
    return Padding(Group(line, Text(), table), (1, 0, 1, 2), expand=False)


def addresses_view(data: Mapping[str, Any]) -> RenderableType:
    """Show where the data is."""
    lines: list[RenderableType] = [Text("Data", style="bold")]
    lines += [Text(url, style="dim", overflow="fold") for url in data["urls"]]
    if data["repository"]["private"]:
        lines.append(
            Text(
                "The repository is private: these addresses answer only to connectors and "
                "programs that you let in, not in a browser."
            )
        )
    return Padding(Group(*lines), (0, 0, 1, 2), expand=False)


def coach_view(data: Mapping[str, Any]) -> RenderableType:
    """Show the next step."""
    name = data["repository"]["full_name"]
    return Padding(
        Group(
            Text("Next: connect your AI coach", style="bold"),
            Text(f"1. In its GitHub connector, allow the repository {name} only."),
            Text("2. Ask: Read latest.json and follow READ_THIS_FIRST. How ready am I today?"),
            Text("The steps for your platform: section11-setup coach.", style="dim"),
            Text("Later: section11-setup status, sync, settings, pause.", style="dim"),
        ),
        (0, 0, 1, 2),
        expand=False,
    )


def sync_view(data: Mapping[str, Any], marks: Marks) -> RenderableType | None:
    """Show what a sync brought."""
    synced = data.get("sync")
    if not synced:
        return None
    words = "New data" if synced["fresh"] else "Nothing new at Intervals.icu since the last sync"
    return Group(
        Text.assemble((marks.ok, "green"), f" {words}: {synced['page']}"),
        numbers_view(synced["numbers"]),
    )


def settings_view(data: Mapping[str, Any], _marks: Marks) -> RenderableType:
    """Show the settings of a mirror."""
    settings = MirrorSettings(**data["settings"])
    lines = [("Refreshes", schedule_words(settings))]
    lines += [(title, words(settings)) for title, words in SETTING_LINES.items()]
    return Group(Text(settings.full_name, style="bold"), lines_view(lines), cost_line(settings))


def lines_view(lines: Sequence[tuple[str, str]]) -> RenderableType:
    """Show labels and values in two columns."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in lines:
        table.add_row(Text(label, style="dim"), Text(value))
    return Padding(table, (0, 0, 0, 2), expand=False)


def nothing(_data: Mapping[str, Any], _marks: Marks) -> None:
    """Show nothing but the messages."""


VIEWS: Mapping[str, Callable[[Mapping[str, Any], Marks], RenderableType | None]] = {
    "setup": setup_view,
    "demo": setup_view,
    "sync": sync_view,
    "settings": settings_view,
    "pause": nothing,
    "resume": nothing,
    "open": nothing,
}


def _number(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
