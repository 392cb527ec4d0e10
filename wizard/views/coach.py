"""Instructions for an AI platform as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.rule import Rule
from rich.text import Text

from templates.cookbook import COOKBOOK
from wizard.terminal.paragraph import Paragraph

if TYPE_CHECKING:
    from rich.console import RenderableType

    from templates.cookbook import Recipe
    from wizard.terminal.screen import Marks


@dataclass(frozen=True, slots=True)
class CoachFacts:
    """Everything about one platform and one repository.

    Attributes:
        platform: key of the platform.
        name: of the platform.
        connect: what to do once.
        place: where the instructions go.
        instructions: the text to paste.
        before: what to do before a talk.
        question: what to ask first.
        repository: ``owner/name``.
        private: whether only those read it whom the athlete lets in.
        urls: addresses of the data.
        cookbook: questions to ask.
        copied: whether the instructions are on the clipboard.
    """

    platform: str
    name: str
    connect: tuple[str, ...]
    place: str
    instructions: str
    before: str
    question: str
    repository: str
    private: bool
    urls: tuple[str, ...]
    cookbook: tuple[Recipe, ...] = COOKBOOK
    copied: bool = False


def coach_view(facts: CoachFacts, _marks: Marks | None = None) -> RenderableType:
    """Show how to connect, what to paste, and when the coach sees new data."""
    steps = [*facts.connect, f"Paste the text below as {facts.place}."]
    numbered = (
        Paragraph(Text(f"{number}. {step}"), indent=2, hang=3)
        for number, step in enumerate(steps, 1)
    )
    return Group(
        Text(),
        Text(f"Your coach: {facts.name}", style="bold"),
        *numbered,
        Text(),
        Rule("Instructions to paste", align="left", style="dim"),
        # at the left edge, so that nothing has to be taken away after copying
        Paragraph(Text(facts.instructions.rstrip("\n"))),
        Rule(style="dim"),
        Paragraph(Text(f"Before a talk: {facts.before}."), indent=2),
        Paragraph(Text(f"First question: {facts.question}"), indent=2),
        *_privacy_lines(facts),
        Text(),
        Rule("Questions to ask", align="left", style="dim"),
        *(
            line
            for number, recipe in enumerate(facts.cookbook, 1)
            for line in _recipe(number, recipe)
        ),
        Text(),
    )


def _recipe(number: int, recipe: Recipe) -> list[RenderableType]:
    good = f"A good answer: {recipe.answer} ({', '.join(recipe.files)})"
    return [
        Paragraph(Text(f"{number}. {recipe.question}"), indent=2, hang=3),
        Paragraph(Text(good, style="dim"), indent=5),
    ]


def _privacy_lines(facts: CoachFacts) -> list[RenderableType]:
    if not facts.private or facts.platform == "local":
        return []
    words = f"{facts.repository} is private: {facts.name} reads it only through this login."
    return [Paragraph(Text(words, style="dim"), indent=2)]
