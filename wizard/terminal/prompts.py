"""Asking a person in a terminal. Ctrl-C and Ctrl-D come out as exceptions, handled in one place."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.output import ColorDepth
from rich.console import Console
from rich.text import Text

from engine.base.text import visible
from wizard.credentials.secret import Secret
from wizard.terminal.default_answer import DefaultAnswer
from wizard.terminal.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


STYLE = questionary.Style(
    [
        ("qmark", "ansicyan bold"),
        ("question", "bold"),
        ("answer", "fg:default bold"),  # questionary's own is orange
        ("pointer", "ansicyan bold"),
        ("highlighted", "bold"),
        ("instruction", "italic"),
    ]
)
PLAIN = questionary.Style([("question", "bold"), ("answer", ""), ("qmark", "bold")])
SELECT_HELP = "(arrow keys, Enter)"
POINTER = ">"
MARK_WIDTH = len("? ")
YES_NO_WIDTH = len(" (Y/n) Yes")
INDENT = len(" > ")


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


BACK = Choice("\0back", "Back", "back")
"""The last line of a list that can be left without choosing anything."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """Questions in the terminal.

    Attributes:
        color: whether colors may be used.
        console: where it is said what is wrong with an answer.
        wrong_mark: sign in front of that.
    """

    color: bool = True
    console: Console = field(default_factory=Console)
    wrong_mark: str = "x"

    def text(self, message: str, default: str, check: Callable[[str], str | None]) -> str:
        """Ask for a line; ``check`` says what is wrong with it, or nothing.

        What is typed replaces the default. A wrong answer is filled in anew, to be mended.
        """
        while True:
            answer = self._line(message, default)
            wrong = check(answer)
            if wrong is None:
                return answer
            self._say_wrong(wrong)
            default = answer

    def typed(self, message: str, check: Callable[[str], str | None]) -> str:
        """Have something typed that is never filled in, not even after a wrong try."""
        while True:
            answer = self._line(message, "")
            wrong = check(answer)
            if wrong is None:
                return answer
            self._say_wrong(wrong)

    def secret(self, message: str) -> Secret:
        """Ask for something that is not shown while it is typed."""
        while True:
            answer = str(self._ask(questionary.password(self._fold(message), **self._looks())))
            if answer.strip():
                return Secret(answer)
            self._say_wrong("Paste it here, then Enter.")

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str:
        """Let one of several be chosen and return its value."""
        values = [choice.value for choice in choices]
        question = questionary.select(
            self._fold(message, len(SELECT_HELP) + 1),
            [questionary.Choice(self._title(choice.title), choice.value) for choice in choices],
            default=default if default in values else None,
            instruction=SELECT_HELP,
            pointer=POINTER,
            erase_when_done=True,
            **self._looks(),
        )
        chosen = choices[values.index(str(self._ask(question)))]
        self._leave(message, chosen.answer or chosen.title)
        return chosen.value

    def choose_or_back(self, message: str, choices: Sequence[Choice], default: str) -> str | None:
        """Let one of several be chosen; None when they go back instead."""
        chosen = self.choose(message, [*choices, BACK], default)
        return None if chosen == BACK.value else chosen

    def confirm(self, message: str, *, default: bool = True) -> bool:
        """Ask for yes or no."""
        folded = self._fold(message, YES_NO_WIDTH)
        return bool(self._ask(questionary.confirm(folded, default, **self._looks())))

    def _line(self, message: str, default: str) -> str:
        filled = DefaultAnswer(default)
        question = questionary.text(
            self._fold(message, len(default) + 1),
            default,
            lexer=filled.lexer,
            key_bindings=filled.key_bindings,
            **self._looks(),
        )
        return str(self._ask(question)).strip()

    def _say_wrong(self, words: str) -> None:
        mark = (f"{self.wrong_mark} ", "red")
        told = Paragraph(Text.assemble(mark, words), hang=MARK_WIDTH)
        self.console.print(told, highlight=False, crop=False)

    def _looks(self) -> dict[str, Any]:
        if self.color:
            return {"style": STYLE}
        return {"style": PLAIN, "color_depth": ColorDepth.DEPTH_1_BIT}

    def _fold(self, message: str, beside: int = 1) -> str:
        """Break a question between words where it and what stands beside it need more lines."""
        message = visible(message)
        width = self.console.width - MARK_WIDTH
        lines = textwrap.wrap(message, width, break_long_words=False, break_on_hyphens=False)
        if len(lines) == 1 and len(message) + beside <= width:
            return message
        lines = textwrap.wrap(
            message, max(width - beside, width // 2), break_long_words=False, break_on_hyphens=False
        )
        return f"\n{' ' * MARK_WIDTH}".join(lines)

    def _title(self, title: str) -> str:
        """Break a line of a list between words instead of having it cut off."""
        title = visible(title)
        width = self.console.width - INDENT
        if len(title) <= width:
            return title
        return f"\n{' ' * (INDENT + 2)}".join(textwrap.wrap(title, width - 2))

    def _leave(self, message: str, answer: str) -> None:
        """Leave a short trace of a list that was shown."""
        answer = visible(answer)
        asked = self._fold(message, len(answer) + 1)
        parts = [("class:qmark", "?"), ("class:question", f" {asked} "), ("class:answer", answer)]
        looks = self._looks()
        print_formatted_text(FormattedText(parts), **looks)

    @staticmethod
    def _ask(question: questionary.Question) -> Any:
        return question.unsafe_ask()
