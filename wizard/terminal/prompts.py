"""Asking a person in a terminal. Ctrl-C and Ctrl-D come out as exceptions, handled in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.output import ColorDepth

from wizard.credentials.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


STYLE = questionary.Style(
    [
        ("qmark", "ansicyan bold"),
        ("question", "bold"),
        ("answer", "bold"),
        ("pointer", "ansicyan bold"),
        ("highlighted", "bold"),
        ("instruction", "italic"),
    ]
)
PLAIN = questionary.Style([("question", "bold"), ("answer", ""), ("qmark", "bold")])
SELECT_HELP = "(arrow keys, Enter)"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    Attributes:
        value: what is chosen.
        title: the line that shows it.
        answer: what stays on the screen afterwards; the title when empty.
    """

    value: str
    title: str
    answer: str = ""


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
        """Let one of several be chosen and return its value."""
        values = [choice.value for choice in choices]
        question = questionary.select(
            message,
            [questionary.Choice(choice.title, choice.value) for choice in choices],
            default=default if default in values else None,
            instruction=SELECT_HELP,
            pointer=">",
            erase_when_done=True,
            **self._looks(),
        )
        chosen = choices[values.index(str(self._ask(question)))]
        self._leave(message, chosen.answer or chosen.title)
        return chosen.value

    def confirm(self, message: str, *, default: bool = True) -> bool:
        """Ask for yes or no."""
        return bool(self._ask(questionary.confirm(message, default, **self._looks())))

    def _looks(self) -> dict[str, Any]:
        if self.color:
            return {"style": STYLE}
        return {"style": PLAIN, "color_depth": ColorDepth.DEPTH_1_BIT}

    def _leave(self, message: str, answer: str) -> None:
        """Leave a short trace of a list that was shown."""
        parts = [("class:qmark", "?"), ("class:question", f" {message} "), ("class:answer", answer)]
        looks = self._looks()
        print_formatted_text(FormattedText(parts), **looks)

    @staticmethod
    def _ask(question: questionary.Question) -> Any:
        return question.unsafe_ask()


def _validator(check: Callable[[str], str | None]) -> Callable[[str], bool | str]:
    return lambda text: check(text) or True
