"""The terminal: one console for people, and what it can show."""

from __future__ import annotations

import codecs
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from wizard.credentials.secret import redact
from wizard.terminal.prompts import Prompts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from rich.console import RenderableType

    from wizard.errors import WizardError

WIDEST = 100
NEAREST = "section11-nearest"
LIKENESS = {"…": "~", "→": ">", "•": "-", "–": "-", "—": "-", "─": "-", "\u2019": "'", "×": "x"}
"""What stands for a character that a code page does not have."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Signs in front of lines."""

    ok: str = "+"
    bad: str = "x"
    note: str = "!"
    step: str = "-"
    now: str = ">"


PRETTY = Marks("✓", "✗", "!", "•", "→")
PLAIN = Marks()


@dataclass(frozen=True, slots=True)
class Screen:
    """Where people read and are asked.

    Attributes:
        console: for people; standard error when standard output carries JSON.
        prompts: the questions.
        asks: whether there is somebody to ask.
        yes: whether everything is agreed to beforehand.
        quiet: whether only results and errors are shown.
        verbose: whether each request is shown.
        marks: signs that this terminal can show.
    """

    console: Console
    prompts: Prompts = field(default_factory=Prompts)
    asks: bool = False
    yes: bool = False
    quiet: bool = False
    verbose: bool = False
    marks: Marks = PLAIN

    @property
    def takes_defaults(self) -> bool:
        """Whether questions that have a default are not asked."""
        return self.yes or not self.asks

    def say(self, text: str, style: str = "") -> None:
        """Print a line of plain text; brackets in it stay brackets."""
        if not self.quiet:
            self.console.print(Text(text, style=style), highlight=False)

    def trace(self, text: str) -> None:
        """Print what only those want to see who asked for each request."""
        if self.verbose:
            self.say(text, "dim")

    def good(self, text: str) -> None:
        """Print a line that something is all right."""
        self._mark(self.marks.ok, "green", text)

    def note(self, text: str) -> None:
        """Print a line that needs attention."""
        self._mark(self.marks.note, "yellow", text)

    def _mark(self, mark: str, style: str, text: str) -> None:
        """Print a line with a colored mark; its words have the terminal's own color."""
        if not self.quiet:
            self.console.print(Text.assemble((mark, style), f" {text}"), highlight=False)

    def explain(self, error: WizardError) -> None:
        """Print what went wrong and what to do, when it goes on nevertheless."""
        self.note(redact(error.message))
        if error.remedy and not self.quiet:
            self.console.print(Text(f"  {redact(error.next_step)}"), soft_wrap=True)

    def help(self, text: str, link: str = "") -> None:
        """Print what a question is about and where its answer is found."""
        if self.quiet:
            return
        self.console.print()
        self.console.print(Padding(Text(text, style="dim"), (0, 2)), highlight=False)
        if link:
            # unbroken and without indent, so that it works when it is copied
            self.console.print(Text(link, style="underline"), highlight=False, soft_wrap=True)

    def show(self, what: RenderableType) -> None:
        """Print something bigger."""
        if not self.quiet:
            self.console.print(what, highlight=False)

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Show that something is being read, as long as it takes."""
        if not self.live:
            yield
            return
        with self.console.status(what, spinner="line" if self.marks == PLAIN else "dots"):
            yield

    @property
    def live(self) -> bool:
        """Whether lines can be redrawn."""
        return self.console.is_terminal and not self.quiet


def open_screen(
    *,
    json: bool,
    color: bool,
    quiet: bool,
    ask: bool,
    env: Mapping[str, str],
    stdin: TextIO | None = None,
) -> Screen:
    """Look at the terminal and make the best of it.

    A stream that cannot show a character shows the nearest one instead of ending the program.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=NEAREST)
    stream = sys.stderr if json else sys.stdout
    color = color and not env.get("NO_COLOR")
    console = Console(
        file=stream, no_color=not color, highlight=False, emoji=False, soft_wrap=False
    )
    if console.is_terminal and console.width > WIDEST:
        console.width = WIDEST
    there = (stdin or sys.stdin).isatty() and stream.isatty() and env.get("TERM") != "dumb"
    return Screen(
        console=console,
        prompts=Prompts(color=color),
        asks=ask and there,
        quiet=quiet,
        marks=PRETTY if _shows(stream, "✓✗•→") else PLAIN,
    )


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Replace what an old code page does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(LIKENESS.get(sign, "?") for sign in lost), error.end


codecs.register_error(NEAREST, _nearest)


def _shows(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
