"""The report of the doctor as people see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wizard.doctor.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from wizard.terminal.screen import Marks

STYLES = {
    Severity.OK: "green",
    Severity.NOTE: "cyan",
    Severity.WARNING: "yellow",
    Severity.ERROR: "red",
}
WORDS = (
    (Severity.ERROR, "error", "errors"),
    (Severity.WARNING, "warning", "warnings"),
    (Severity.NOTE, "note", "notes"),
)


def doctor_view(data: Mapping[str, Any], marks: Marks) -> RenderableType:
    """Show each area: its facts when all is well, else what was found."""
    parts: list[RenderableType] = [Text()]
    calm = Table.grid(padding=(0, 2))
    calm.add_column(no_wrap=True)
    calm.add_column(overflow="fold")
    for area in data["areas"]:
        if not area["findings"]:
            title = Text.assemble((f"{marks.ok} ", "green"), area["title"])
            calm.add_row(title, Text(area["summary"], style="dim"))
    parts.append(calm)
    parts += [_area(area, marks) for area in data["areas"] if area["findings"]]
    repaired = data.get("repaired")
    if repaired:
        parts += [Text(), Text.assemble((marks.ok, "green"), f" Repaired: {', '.join(repaired)}.")]
    return Group(*parts, Text(), headline(data, marks), Text())


def headline(data: Mapping[str, Any], marks: Marks) -> Text:
    """Sum it up in one line."""
    name, counts = data["repository"]["full_name"], data["counts"]
    told = [f"{counts[level]} {one if counts[level] == 1 else many}"
            for level, one, many in WORDS if counts[level]]  # fmt: skip
    if not told:
        return Text.assemble((marks.ok, "green"), (f" {name} is well.", "bold"))
    bad = next(level for level, *_ in WORDS if counts[level])
    words = f" {name}: {', '.join(told)}"
    return Text.assemble((_mark(bad, marks), STYLES[bad]), (words, "bold"))


def _area(area: Mapping[str, Any], marks: Marks) -> RenderableType:
    findings: Sequence[Mapping[str, Any]] = area["findings"]
    worst = Severity(findings[0]["severity"])
    title = Text.assemble((f"{_mark(worst, marks)} ", STYLES[worst]), (area["title"], "bold"))
    return Group(Text(), title, *(_finding(finding, marks) for finding in findings))


def _finding(finding: Mapping[str, Any], marks: Marks) -> RenderableType:
    severity = Severity(finding["severity"])
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    what = Text(finding["what"])
    what.append(f"  {finding['id']}", style="dim")
    table.add_row(Text(_mark(severity, marks), style=STYLES[severity]), what)
    if finding["why"]:
        table.add_row("", Text(finding["why"], style="dim"))
    if finding["remedy"]:
        label = "Repair: " if finding["repair"] else "To do: "
        table.add_row("", Text.assemble((label, "bold"), finding["remedy"]))
    return Padding(table, (0, 0, 0, 2), expand=False)


def _mark(severity: Severity, marks: Marks) -> str:
    return {
        Severity.OK: marks.ok,
        Severity.NOTE: marks.step,
        Severity.WARNING: marks.note,
        Severity.ERROR: marks.bad,
    }[severity]
