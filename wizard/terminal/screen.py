"""The terminal: one console for people, and what it can show."""

from __future__ import annotations

import codecs
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.text import Text

from wizard.credentials.secret import redact
from wizard.terminal.keyboard import silent_keyboard
from wizard.terminal.paragraph import LinkingConsole, Paragraph, knows_links
from wizard.terminal.prompts import Prompts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from rich.console import Console, RenderableType

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
        quiet: whether only results and errors are shown, and what a question is about.
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
        """Print a line of plain text, unless it is quiet; brackets in it stay brackets."""
        if not self.quiet:
            self.result(Paragraph(Text(text, style=style)))

    def trace(self, text: str) -> None:
        """Print what only those want to see who asked for each request."""
        if self.verbose:
            self.say(text, "dim")

    def good(self, text: str) -> None:
        """Print a line that something is all right, unless it is quiet."""
        if not self.quiet:
            self._mark(self.marks.ok, "green", text)

    def note(self, text: str) -> None:
        """Print a line that needs attention."""
        self._mark(self.marks.note, "yellow", text)

    def _mark(self, mark: str, style: str, text: str) -> None:
        """Print a line with a colored mark; its words have the terminal's own color."""
        self.show(Paragraph(Text.assemble((mark, style), f" {text}"), hang=2))

    def explain(self, error: WizardError) -> None:
        """Print what went wrong and what to do, when it goes on nevertheless."""
        self.note(redact(error.message))
        if error.remedy:
            self.show(Paragraph(Text(redact(error.next_step)), indent=2))

    def help(self, text: str, link: str = "") -> None:
        """Print what a question is about and where its answer is found."""
        self.show(Text())
        self.show(Paragraph(Text(text, style="dim"), indent=2))
        if link:
            # without indent, so that it works when it is copied
            self.show(Paragraph(Text(link, style="underline")))

    def show(self, what: RenderableType) -> None:
        """Print what they decide by, even when it is quiet: nobody agrees to an unseen plan."""
        if not (self.quiet and self.takes_defaults):
            self.result(what)

    def result(self, what: RenderableType) -> None:
        """Print what was asked for."""
        # not cropped: only addresses are wider than the screen, and they must stay whole
        self.console.print(what, highlight=False, crop=False)

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Show that something is being read, as long as it takes."""
        if not self.live:
            yield
            return
        spinner = "line" if self.marks == PLAIN else "dots"
        with silent_keyboard(), self.console.status(what, spinner=spinner):
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
    console = LinkingConsole(
        file=stream, no_color=not color, highlight=False, emoji=False, soft_wrap=False
    )
    console.links = knows_links(env)
    if console.is_terminal and console.width > WIDEST:
        console.width = WIDEST
    there = (stdin or sys.stdin).isatty() and stream.isatty() and env.get("TERM") != "dumb"
    marks = PRETTY if _shows(stream, "✓✗•→") else PLAIN
    return Screen(
        console=console,
        prompts=Prompts(color, console, marks.bad),
        asks=ask and there,
        quiet=quiet,
        marks=marks,
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
