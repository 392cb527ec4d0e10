"""Asking a person in a terminal. Ctrl-C and Ctrl-D come out as exceptions, handled in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit.output import ColorDepth

from wizard.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


STYLE = questionary.Style(
    [
        ("qmark", "ansicyan bold"),
        ("question", "bold"),
        ("answer", "ansicyan"),
        ("pointer", "ansicyan bold"),
        ("highlighted", "ansicyan bold"),
        ("instruction", "italic"),
    ]
)
PLAIN = questionary.Style([("question", "bold"), ("answer", ""), ("qmark", "bold")])
SELECT_HELP = "(arrow keys, Enter)"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its value, and the line that shows it."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """Questions in the terminal.

    Attributes:
        color: whether colors may be used.
    """

    color: bool = True

    def text(self, message: str, default: str, check: Callable[[str], str | None]) -> str:
        """Ask for a line; ``check`` says what is wrong with it, or nothing."""
        return str(
            self._ask(questionary.text(message, default, _validator(check), **self._looks()))
        ).strip()

    def secret(self, message: str) -> Secret:
        """Ask for something that is not shown while it is typed."""
        check = _validator(lambda text: None if text.strip() else "Paste it here, then Enter.")
        return Secret(
            str(self._ask(questionary.password(message, validate=check, **self._looks())))
        )

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str:
        """Let one of several be chosen and give its value."""
        shown = [questionary.Choice(choice.title, choice.value) for choice in choices]
        values = [choice.value for choice in choices]
        return str(
            self._ask(
                questionary.select(
                    message,
                    shown,
                    default=default if default in values else None,
                    instruction=SELECT_HELP,
                    pointer=">",
                    **self._looks(),
                )
            )
        )

    def confirm(self, message: str, *, default: bool = True) -> bool:
        """Ask for yes or no."""
        return bool(self._ask(questionary.confirm(message, default, **self._looks())))

    def _looks(self) -> dict[str, Any]:
        if self.color:
            return {"style": STYLE}
        return {"style": PLAIN, "color_depth": ColorDepth.DEPTH_1_BIT}

    @staticmethod
    def _ask(question: questionary.Question) -> Any:
        return question.unsafe_ask()


def _validator(check: Callable[[str], str | None]) -> Callable[[str], bool | str]:
    return lambda text: check(text) or True
