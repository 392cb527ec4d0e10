"""The help of each command: it fits the screen, shows how, and is right."""

from __future__ import annotations

import re
import shlex

import pytest

from engine import cli as engine_cli
from wizard.commands.options.shared import COMMON
from wizard.commands.table import COMMANDS, build_parser, parse

LONG = {"": 40, "setup": 40, "settings": 30, "local": 30, "demo": 40}
"""Commands with more options than a screen of 24 lines has room for."""
SCREEN = 24
NAMES = ["", *(command.name for command in COMMANDS)]
EXAMPLE = re.compile(r"^  section11-setup(?: .*)?$", re.MULTILINE)


def help_of(name: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the help of a command, or that of the program, in a terminal of some width."""
    monkeypatch.setenv("COLUMNS", str(columns))
    parser = build_parser()
    return (parser.commands()[name][1] if name else parser).format_help()


@pytest.mark.parametrize("name", NAMES)
def test_a_help_fits_a_screen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = help_of(name, 80, monkeypatch)
    assert len(text.splitlines()) <= LONG.get(name, SCREEN)
    assert max(map(len, text.splitlines())) <= 80
    assert help_of(name, 200, monkeypatch) == text
    assert "positional" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_help_wraps_between_words_in_a_narrow_terminal(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide, narrow = (help_of(name, columns, monkeypatch) for columns in (80, 60))
    assert max(map(len, narrow.splitlines())) <= 60
    assert narrow.split() == wide.split()


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_in_a_help_are_understood(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = EXAMPLE.findall(help_of(name, 80, monkeypatch).partition("examples:")[2])
    assert 1 <= len(examples) <= 3
    for example in examples:
        words = shlex.split(example, comments=True)[1:]
        if words[-1] == "--help":
            assert words[0] in NAMES
        else:
            assert name in ("", parse(words).command.name)


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_help_of_the_program_says_what_that_of_a_command_leaves_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = help_of("", 80, monkeypatch).partition("common options:")[2]
    own = help_of(name, 80, monkeypatch)
    parser = build_parser().commands()[name][1]
    groups = {str(group.title): group._group_actions for group in parser._action_groups}
    for title, actions in groups.items():
        for action in actions:
            written = (action.option_strings or [str(action.metavar)])[0]
            assert written in (shared if title in COMMON else own).replace("[no-]", "")
    assert "common options: section11-setup --help" in own


def test_the_help_of_the_engine_fits_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = engine_cli.parser().format_help().splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    [example] = (line.strip() for line in lines if line.startswith("  section11-sync"))
    engine_cli.parser().parse_args(shlex.split(example)[1:])
