"""How ``--help`` looks: short enough for a screen, never wider than one."""

from __future__ import annotations

import argparse
import re
import shutil
import textwrap

WIDEST = 80
COLUMN = 28
"""Where the words begin beside an option."""


class HelpText(argparse.HelpFormatter):
    """Sets options in one line each where that can be, and keeps the lines of texts."""

    def __init__(self, prog: str) -> None:
        columns = shutil.get_terminal_size().columns
        super().__init__(prog, max_help_position=COLUMN, width=min(columns, WIDEST))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Wrap each line for itself; what goes on begins below its second column."""
        lines = (_wrapped(indent + line, width) for line in text.splitlines())
        return "\n".join("\n".join(line) for line in lines)

    def _split_lines(self, text: str, width: int) -> list[str]:
        """Wrap the words beside an option."""
        return _wrapped(text, width)

    def _format_action(self, action: argparse.Action) -> str:
        """Leave out the line that stands for all commands together: each has its own."""
        text = super()._format_action(action)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - has no other name
            return text.partition("\n")[2]
        return text

    def _format_action_invocation(self, action: argparse.Action) -> str:
        """Write ``--keep, --no-keep`` as ``--[no-]keep``."""
        if isinstance(action, argparse.BooleanOptionalAction):
            return action.option_strings[0].replace("--", "--[no-]")
        return super()._format_action_invocation(action)


def _wrapped(line: str, width: int) -> list[str]:
    """Wrap between words alone: a name with a hyphen in it is one."""
    hang = re.match(r"\s*\S+\s{2,}|\s*", line)
    wrapped = textwrap.wrap(
        line,
        width,
        subsequent_indent=" " * (hang.end() if hang else 0),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return wrapped or [""]
