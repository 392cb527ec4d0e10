"""Running text: broken between words only, so that an address works when it is copied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.measure import Measurement
from rich.style import Style
from rich.text import Text

from engine.base.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import ConsoleOptions, RenderableType, RenderResult
    from rich.segment import Segment

WORD = re.compile(r"\s*\S+")
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]']")
LINKING_PROGRAMS = frozenset(
    {"iTerm.app", "WezTerm", "vscode", "ghostty", "rio", "Tabby", "mintty", "Hyper"}
)
LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")
LINKING_VARIABLES = ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM")
FIRST_LINKING_VTE = 5000
NARROWEST = 20


class LinkingConsole(Console):
    """A console of a terminal that may know links (OSC 8).

    Nothing that it is given steers the terminal: names and logs are words of others.
    """

    links = False

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield segments, without what is not shown in those that are text."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))


def knows_links(env: Mapping[str, str]) -> bool:
    """Whether the terminal is one that is known to show links; ``FORCE_HYPERLINK`` decides."""
    forced = env.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in {"", "0"}
    vte = env.get("VTE_VERSION", "")
    return (
        env.get("TERM_PROGRAM") in LINKING_PROGRAMS
        or env.get("TERM", "").startswith(LINKING_TERMS)
        or any(env.get(name) for name in LINKING_VARIABLES)
        or (vte.isdigit() and int(vte) >= FIRST_LINKING_VTE)
    )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that keeps each word in one piece; one that is too long stands alone in its line.

    Attributes:
        text: the words; line breaks in it stay.
        indent: blanks in front of each line.
        hang: further blanks in front of all lines but the first.
    """

    text: Text
    indent: int = 0
    hang: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        text = self.text.copy()
        if console.is_terminal and isinstance(console, LinkingConsole) and console.links:
            for address in ADDRESS.finditer(text.plain):
                text.stylize(Style(link=address[0]), *address.span())
        room = max(options.max_width - self.indent - self.hang, NARROWEST)
        first = True
        for whole in text.split("\n", allow_blank=True):
            for line in _fold(whole, room + (self.hang if first else 0), room):
                indent = self.indent + (0 if first else self.hang)
                yield Text.assemble(" " * indent, line, no_wrap=True, overflow="ignore")
                first = False

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        """Return how narrow and how wide it can be."""
        words = Measurement.get(_console, options, self.text)
        return words.with_maximum(options.max_width)


def _fold(line: Text, first: int, others: int) -> Iterator[Text]:
    """Divide a line before the words that do not fit any more."""
    cuts: list[int] = []
    start, room = 0, first
    for word in WORD.finditer(line.plain):
        blanks = len(word[0]) - len(word[0].lstrip())
        if word.end() - start > room and word.start() > start:
            start, room = word.start() + blanks, others
            cuts.append(start)
    for part in line.divide(cuts):
        part.rstrip()
        yield part
