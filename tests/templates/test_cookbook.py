"""The ten questions of the coach's cookbook."""

from __future__ import annotations

from pathlib import Path

from engine.base.format import PUBLISHED
from templates.cookbook import COOKBOOK, DOSSIER

PAGE = Path(__file__).parents[2] / "docs" / "cookbook.md"


def test_the_page_has_the_questions_that_the_command_prints():
    sections = PAGE.read_text("utf-8").split("\n## ")[1:]
    assert sections == [
        f"{number}. {recipe.question}\n\n{recipe.answer}\n\n"
        f"Reads: {', '.join(f'`{name}`' for name in recipe.files)}.\n"
        for number, recipe in enumerate(COOKBOOK, 1)
    ]


def test_each_question_names_files_that_there_are():
    assert len(COOKBOOK) == 10
    assert {name for recipe in COOKBOOK for name in recipe.files} <= {*PUBLISHED, DOSSIER}
