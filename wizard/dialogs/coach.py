"""Which AI platform it is, and whether its instructions go to the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.coaches import COACHES
from wizard.terminal.clipboard import clipboard_program, copy
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.terminal.screen import Screen


def ask_platform(screen: Screen) -> str | None:
    """Ask which AI platform the athlete uses; None when they go back."""
    choices = [Choice(key, coach.name) for key, coach in COACHES.items()]
    question = "Which AI coach do you use?"
    return screen.prompts.choose_or_back(question, choices, next(iter(COACHES)))


def offer_copy(screen: Screen, env: Mapping[str, str], text: str, *, wanted: bool) -> bool:
    """Copy the instructions when that is wanted, or after asking in a terminal.

    Returns:
        Whether the clipboard has them.
    """
    if not wanted and not screen.takes_defaults and clipboard_program(env) is not None:
        wanted = screen.prompts.confirm("Copy the instructions to the clipboard?")
    return wanted and copy(text, env)
