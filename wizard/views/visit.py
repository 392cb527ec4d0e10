"""A mirror in one line, for those who come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from wizard.terminal.paragraph import Paragraph
from wizard.views.status import age_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from wizard.terminal.screen import Marks
    from wizard.views.parts import RepositoryFacts


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """How a mirror is, as far as one line tells it.

    Attributes:
        repository: the mirror.
        age_minutes: age of the data; None when there is none yet.
        next_run: when the schedule starts the next run; None when it starts none.
        paused: whether the workflow is switched off.
        problems: what the doctor finds wrong, the worst first.
        others: full names of the other mirrors that the token sees.
    """

    repository: RepositoryFacts
    age_minutes: int | None
    next_run: datetime | None
    paused: bool
    problems: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def visit_view(facts: VisitFacts, marks: Marks) -> RenderableType:
    """Show the mirror in one line, its worst problem, and what else is there."""
    sign = (marks.note, "yellow") if facts.problems else (marks.ok, "green")
    name = facts.repository.full_name
    state = Text.assemble(sign, " ", (name, "bold"), f": {state_words(facts)}")
    lines: list[RenderableType] = [Text(), Paragraph(state, hang=2)]
    if facts.problems:
        lines.append(Paragraph(Text(facts.problems[0]), indent=2))
    if facts.others:
        words = f"You can also see {_listed(facts.others)}."
        lines.append(Paragraph(Text(words, style="dim"), indent=2))
    return Group(*lines, Text())


def state_words(facts: VisitFacts) -> str:
    """Say how the mirror is, such as ``private, data 3 min old, next run 10:28, no problems``."""
    age = facts.age_minutes
    found = len(facts.problems)
    parts = (
        "private" if facts.repository.private else "PUBLIC",
        "no data yet" if age is None else f"data {age_words(age)}",
        _next(facts),
        f"{found or 'no'} problem{'' if found == 1 else 's'}",
    )
    return ", ".join(parts)


def _next(facts: VisitFacts) -> str:
    if facts.paused:
        return "paused"
    if facts.next_run is None:
        return "no schedule"
    return f"next run {facts.next_run.astimezone():%H:%M}"


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
