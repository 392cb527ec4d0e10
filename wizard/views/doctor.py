"""The report of the doctor as people see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.console import Group
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from wizard.doctor.finding import Severity
from wizard.terminal.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from wizard.terminal.screen import Marks
    from wizard.views.parts import RepositoryFacts

STYLES = {
    Severity.OK: "green",
    Severity.NOTE: "cyan",
    Severity.WARNING: "yellow",
    Severity.ERROR: "red",
}


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """A repair: its id for ``--fix`` and what it does."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One finding.

    Attributes:
        id: stable name, such as ``secret-missing``.
        severity: how bad it is.
        what: what is wrong.
        why: the evidence; may be empty.
        remedy: what to do about it, or what the repair does; may be empty.
        repair: None when only the athlete can do something.
        deliberate: whether somebody may have wanted it so; then it is repaired only when named.
    """

    id: str
    severity: Severity
    what: str
    why: str
    remedy: str
    repair: RepairFacts | None = None
    deliberate: bool = False


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What belongs together; ``summary`` is empty when there are findings."""

    title: str
    summary: str
    findings: tuple[FindingFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Number of findings by severity."""

    error: int
    warning: int
    note: int


@dataclass(frozen=True, slots=True)
class DoctorFacts:
    """An examination.

    Attributes:
        repository: the mirror.
        counts: findings that are left.
        areas: everything that was looked at.
        repaired: ids of the findings that a repair made go away.
    """

    repository: RepositoryFacts
    counts: FindingCounts
    areas: tuple[AreaFacts, ...]
    repaired: tuple[str, ...] = ()


def doctor_view(facts: DoctorFacts, marks: Marks, *, told_later: bool = False) -> RenderableType:
    """Show each area: its facts when all is well, else what was found.

    Args:
        facts: the examination.
        marks: signs that this terminal can show.
        told_later: whether what can be repaired is told with the question about it.
    """
    parts: list[RenderableType] = [Text()]
    calm = Table.grid(padding=(0, 2))
    calm.add_column(no_wrap=True)
    calm.add_column(overflow="fold")
    for area in facts.areas:
        if not area.findings:
            title = Text.assemble((f"{marks.ok} ", "green"), area.title)
            calm.add_row(title, Text(area.summary, style="dim"))
    parts.append(calm)
    areas = [_without_repairs(area) if told_later else area for area in facts.areas]
    parts += [_area(area, marks) for area in areas if area.findings]
    if facts.repaired:
        words = f" Repaired: {', '.join(facts.repaired)}."
        parts += [Text(), Text.assemble((marks.ok, "green"), words)]
    return Group(*parts, Text(), headline(facts, marks), Text())


def _without_repairs(area: AreaFacts) -> AreaFacts:
    return replace(area, findings=tuple(one for one in area.findings if one.repair is None))


def repair_view(
    findings: Sequence[FindingFacts], question: str, number: int, count: int, marks: Marks
) -> RenderableType:
    """Show what one repair is for: what is wrong, why that matters, and what is done about it.

    What is done is left out where the question that follows says it in the same words.
    """
    title = f"{number} of {count}" if count > 1 else "This can be repaired"
    asked = question.rstrip("?").lower()
    told = (replace(one, remedy="") if one.remedy.lower() == asked else one for one in findings)
    shown = (_finding(finding, marks) for finding in told)
    return Group(Rule(title, align="left", style="dim"), *shown)


def headline(facts: DoctorFacts, marks: Marks) -> Text:
    """Sum it up in one line."""
    name, counts = facts.repository.full_name, facts.counts
    found = (
        (Severity.ERROR, counts.error, "error"),
        (Severity.WARNING, counts.warning, "warning"),
        (Severity.NOTE, counts.note, "note"),
    )
    told = [f"{count} {word}{'' if count == 1 else 's'}" for _, count, word in found if count]
    if not told:
        return Text.assemble((marks.ok, "green"), (f" {name} is well.", "bold"))
    bad = next(level for level, count, _ in found if count)
    words = f" {name}: {', '.join(told)}"
    return Text.assemble((_mark(bad, marks), STYLES[bad]), (words, "bold"))


def _area(area: AreaFacts, marks: Marks) -> RenderableType:
    findings = area.findings
    worst = findings[0].severity
    title = Text.assemble((f"{_mark(worst, marks)} ", STYLES[worst]), (area.title, "bold"))
    return Group(Text(), title, *(_finding(finding, marks) for finding in findings))


def _finding(finding: FindingFacts, marks: Marks) -> RenderableType:
    severity = finding.severity
    mark = (f"{_mark(severity, marks)} ", STYLES[severity])
    what = Text.assemble(mark, finding.what, (f"  {finding.id}", "dim"))
    lines = [Paragraph(what, indent=2, hang=2)]
    if finding.why:
        lines.append(Paragraph(Text(finding.why, style="dim"), indent=4))
    if finding.remedy:
        label = "Repair: " if finding.repair else "To do: "
        lines.append(Paragraph(Text.assemble((label, "bold"), finding.remedy), indent=4))
    return Group(*lines)


def _mark(severity: Severity, marks: Marks) -> str:
    return {
        Severity.OK: marks.ok,
        Severity.NOTE: marks.step,
        Severity.WARNING: marks.note,
        Severity.ERROR: marks.bad,
    }[severity]
