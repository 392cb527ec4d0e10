"""Fields and lists: what is typed, mended, left; without a terminal."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.console import Console

from templates.settings import MirrorSettings
from wizard.dialogs.questions import change
from wizard.terminal.prompts import Choice, Prompts
from wizard.terminal.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTER, DOWN, UP = "\r", "\x1b[B", "\x1b[A"
LEFT, RIGHT, END, BACKSPACE = "\x1b[D", "\x1b[C", "\x1b[F", "\x7f"
FIRST_VALUES = MirrorSettings("demo", "training-data", privacy="off")
"""The first line of each list: one step up is the last, which leads back."""
WRONG = "Use letters, digits, '-', '_' and '.', at most 100 of them, and no other sign."


@contextmanager
def asked(keys: str) -> Iterator[tuple[Prompts, io.StringIO]]:
    """Give prompts in which these keys are pressed, and what is printed between them."""
    told = io.StringIO()
    with create_pipe_input() as keyboard, create_app_session(keyboard, DummyOutput()):
        keyboard.send_text(keys)
        yield Prompts(console=Console(file=told, width=40, highlight=False)), told


def check(text: str) -> str | None:
    """Whether a name can be used."""
    return WRONG if "!" in text else None


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("", "training-data"),
        ("mine", "mine"),
        ("\x1b[200~pasted\x1b[201~", "pasted"),
        (f"{BACKSPACE}e", "training-date"),
        (f"{RIGHT}-2", "training-data-2"),
        (f"{END}-2", "training-data-2"),
        ("\x05-2", "training-data-2"),
        (f"{LEFT}x", "training-datxa"),
        ("ab", "ab"),
    ],
    ids=["enter", "typed", "pasted", "mended", "right", "end", "ctrl-e", "left", "second key"],
)
def test_typing_replaces_a_default_and_moving_keeps_it(keys: str, answer: str) -> None:
    with asked(keys + ENTER) as (prompts, _):
        assert prompts.text("Name", "training-data", check) == answer


def test_an_accepted_answer_looks_like_all_others() -> None:
    """Neither selected any more, nor in the orange that questionary gives it."""
    drawn = io.StringIO()
    output = Vt100_Output(drawn, lambda: Size(24, 80), enable_cpr=False)
    with create_pipe_input() as keyboard, create_app_session(keyboard, output):
        keyboard.send_text(ENTER + ENTER)
        asking = Prompts(console=Console(file=io.StringIO()))
        asking.text("Name", "training-data", check)
        asking.confirm("Is that right?")
    looks = [part.rpartition("\x1b[")[2] for part in drawn.getvalue().split("training-data")]
    assert looks[-2] == "0;1m"
    assert drawn.getvalue().rpartition("Yes")[0].endswith("\x1b[0;1m")


def test_a_wrong_answer_is_explained_in_whole_words_and_filled_in_anew() -> None:
    with asked(f"my!{ENTER}{BACKSPACE}{ENTER}") as (prompts, told):
        assert prompts.text("Name", "", check) == "my"
    lines = told.getvalue().splitlines()
    assert " ".join(" ".join(lines).split()) == f"x {WRONG}"
    assert all(len(line) <= 40 for line in lines)


def test_a_typed_name_starts_empty_after_a_wrong_try() -> None:
    with asked(f"no!{ENTER}training-data{ENTER}") as (prompts, _):
        assert prompts.typed("Type it", check) == "training-data"


def test_an_empty_secret_is_asked_for_again() -> None:
    with asked(f"{ENTER}unshown{ENTER}") as (prompts, told):
        assert prompts.secret("Key").reveal() == "unshown"
    assert "unshown" not in told.getvalue()


def test_a_list_can_be_left() -> None:
    choices = [Choice("a", "A"), Choice("b", "B")]
    with asked(UP + ENTER) as (prompts, _):
        assert prompts.choose_or_back("Which?", choices, "a") is None
    with asked(DOWN + ENTER) as (prompts, _):
        assert prompts.choose_or_back("Which?", choices, "a") == "b"


@pytest.mark.parametrize("key", ["week_start", "privacy", "archive", "archive_branch"])
def test_every_list_of_values_can_be_left(key: str) -> None:
    with asked(UP + ENTER) as (prompts, told):
        screen = Screen(Console(file=told), prompts)
        assert change(screen, key, FIRST_VALUES) == FIRST_VALUES


def test_long_questions_and_lines_are_broken_between_words() -> None:
    prompts = Prompts(console=Console(file=io.StringIO(), width=40))
    question = prompts._fold("Delete them, so that the two are not mixed? (git keeps them)", 10)
    title = prompts._title("every 15 minutes from 7 to 21 h: 1,736 minutes a month")
    for line in (*question.splitlines(), *title.splitlines()):
        assert len(line) <= 38
    assert " ".join(title.split()).startswith("every 15 minutes from 7 to 21 h: 1,736 min")
