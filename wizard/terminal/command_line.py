"""The command line: its parser, which guesses what a wrong word was to be, and its description."""

from __future__ import annotations

import argparse
import difflib
import re
import shutil
import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WRONG_CHOICE = re.compile(r"invalid choice: '(.+?)'")
UNKNOWN = re.compile(r"unrecognized arguments: (-\S+)")
NEAR = 0.6
USAGE = 2
FILES = frozenset({"FILE", "DIR"})


@dataclass(frozen=True, slots=True)
class Option:
    """One argument as a shell completes it.

    Attributes:
        flags: as it is typed; none for a value that stands by itself.
        words: what it is for.
        choices: what it may be; empty for anything, or for a switch.
        takes_value: whether a value follows.
        is_path: whether that names a file or folder.
    """

    flags: tuple[str, ...]
    words: str
    choices: tuple[str, ...] = ()
    takes_value: bool = False
    is_path: bool = False


class Parser(argparse.ArgumentParser):
    """A parser that says what a mistyped command, option or value may have meant."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, with a guess where there is one, and exit with 2."""
        guess = self._guess(message)
        ask = f"did you mean `{guess}`? " if guess else ""
        words = _fitted(f"{self.prog}: {message}")
        self.exit(USAGE, f"{words}\n  {ask}see {self.prog} --help\n")

    def options(self) -> tuple[Option, ...]:
        """Describe the arguments, commands aside."""
        return tuple(
            _option(action)
            for action in self._actions
            if not isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - has no other name
        )

    def commands(self) -> Mapping[str, tuple[str, Parser]]:
        """Return what each command is for, and its parser."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                words = {str(one.dest): str(one.help) for one in action._choices_actions}  # noqa: SLF001
                return {name: (words[name], parser) for name, parser in action.choices.items()}
        return {}

    def _guess(self, message: str) -> str:
        wrong, known = WRONG_CHOICE.search(message), _choices(self._actions)
        if wrong is None:
            wrong, known = UNKNOWN.search(message), _flags(self)
        if wrong is None:
            return ""
        near = difflib.get_close_matches(wrong[1].partition("=")[0], sorted(known), 1, NEAR)
        return near[0] if near else ""


def _fitted(message: str) -> str:
    """Wrap between words what is longer than a line of the terminal; files get it as it is."""
    if not sys.stderr.isatty():
        return message
    width = shutil.get_terminal_size().columns
    return textwrap.fill(
        message, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _choices(actions: Iterable[argparse.Action]) -> set[str]:
    return {str(choice) for action in actions for choice in action.choices or ()}


def _flags(parser: Parser) -> set[str]:
    """Return the options of all commands: argparse does not say which one was meant."""
    parsers = [parser, *(own for _, own in parser.commands().values())]
    return {flag for one in parsers for option in one.options() for flag in option.flags}


def _option(action: argparse.Action) -> Option:
    choices = tuple(map(str, action.choices or ()))
    return Option(
        flags=tuple(action.option_strings),
        words=str(action.help or "") if action.help != argparse.SUPPRESS else "",
        choices=choices,
        takes_value=action.nargs != 0,
        is_path=action.metavar in FILES,
    )
