"""The command line: its parser, which guesses what a wrong word was to be, and its description."""

from __future__ import annotations

import argparse
import difflib
import re
import shutil
import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from wizard.terminal.help_text import HelpText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WRONG_CHOICE = re.compile(r"invalid choice: '(.+?)'")
UNKNOWN = re.compile(r"unrecognized arguments: (-\S+)")
NEAR = 0.6
USAGE = 2
COMMANDS = "commands"
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
    """A parser with a short help, which says what a mistyped word may have meant.

    Args:
        common: titles of the groups of options that all commands share: their help stands in that
            of the program, and in no command's.
        words: what any argparse.ArgumentParser takes.
    """

    def __init__(self, *, common: Iterable[str] = (), **words: Any) -> None:
        super().__init__(formatter_class=HelpText, argument_default=argparse.SUPPRESS, **words)
        self.common = frozenset(common)

    def format_help(self) -> str:
        """Return the help; of the program: its commands and what they share."""
        text = self._get_formatter()
        text.add_usage(f"{self.prog} {self._arguments()}[OPTION ...]", (), ())
        text.add_text(self.description)
        for title, actions in self._sections().items():
            text.start_section(title)
            text.add_arguments(actions)
            text.end_section()
        text.add_text(self.epilog)
        return text.format_help()

    def _arguments(self) -> str:
        """Return what may stand before the options, as the help writes it."""
        if self.commands():
            return "[COMMAND] "
        own = (one for one in self._actions if not one.option_strings)
        return "".join(f"[{one.metavar}] " if one.nargs else f"{one.metavar} " for one in own)

    def _sections(self) -> dict[str, list[argparse.Action]]:
        """Return what the help lists, by title."""
        groups = {str(one.title): one._group_actions for one in self._action_groups}  # noqa: SLF001
        special = {title: found for title, found in groups.items() if title not in self.common}
        if not self.commands():
            return special
        shared = [action for title in groups if title in self.common for action in groups[title]]
        return {COMMANDS: special[COMMANDS], "common options": shared}

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
