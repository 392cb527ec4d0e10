"""Facts and renderables that several screens share. Nothing here reads or decides.

Texts from users and servers go in as :class:`rich.text.Text`, so that brackets in them stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from wizard.mirror.first_numbers import FirstNumbers

READINESS_STYLES = {"go": "bold green", "modify": "bold", "skip": "bold red"}


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """The repository of a mirror.

    Attributes:
        full_name: ``owner/name``.
        private: whether only those read it whom the athlete lets in.
        default_branch: the branch that the schedule runs on.
        page: its address; None when it is not there.
    """

    full_name: str
    private: bool
    default_branch: str
    page: str | None


@dataclass(frozen=True, slots=True)
class SyncFacts:
    """A run of the workflow that ended well.

    Attributes:
        run: its id.
        page: its address.
        fresh: whether it is known to have written new data.
        numbers: the first numbers of the data; None when it could not be read back.
    """

    run: int
    page: str
    fresh: bool
    numbers: FirstNumbers | None


def numbers_view(numbers: FirstNumbers) -> RenderableType:
    """Show fitness, readiness and the newest activities."""
    line = Text.assemble(
        ("CTL ", "dim"), (_number(numbers.ctl), "bold"),
        ("   ATL ", "dim"), (_number(numbers.atl), "bold"),
        ("   TSB ", "dim"), (_number(numbers.tsb), "bold"),
    )  # fmt: skip
    readiness = numbers.readiness
    if readiness:
        style = READINESS_STYLES.get(readiness, "bold")
        line.append("   readiness ", style="dim").append(readiness, style=style)
    table = Table.grid(padding=(0, 2))
    for row in numbers.activities:
        load = "" if row.tss is None else f"load {_number(row.tss, 0)}"
        cells = (row.date, row.type, row.name, row.duration, load)
        table.add_row(*(Text(str(cell), overflow="ellipsis", no_wrap=True) for cell in cells))
    return Padding(Group(line, Text(), table), (1, 0, 1, 2), expand=False)


def lines_view(lines: Sequence[tuple[str, str]]) -> RenderableType:
    """Show labels and values in two columns."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in lines:
        table.add_row(Text(label, style="dim"), Text(value))
    return Padding(table, (0, 0, 0, 2), expand=False)


def _number(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
