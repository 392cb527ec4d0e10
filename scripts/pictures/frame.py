"""What a terminal shows at a moment, as a value without anything that differs from run to run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLUMNS, LINES = 80, 28
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
TURNING = re.compile(f"[{SPINNER}]")
CHANCE = (
    # how long something took says more about the machine than about the program
    (re.compile(r"  (done in )?(\d+ min \d+|\d+(\.\d)?) s\s*$"), ""),
    # the digest of the bundle is another after every change of the engine
    (re.compile(r"[0-9a-f]{16}(?=…)"), "0123456789abcdef"),
    (TURNING, SPINNER[0]),
)
DIM_AS = "blink"
"""pyte does not know dim text; it is fed as blinking, which nothing here uses."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; ``color`` is a name of one of the eight, or ``default``."""

    color: str = "default"
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Neighboring characters of one style, from a column on."""

    column: int
    text: str
    style: Style


Row = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of a terminal."""

    rows: tuple[Row, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The same without style."""
        return tuple(plain(row) for row in self.rows)

    @property
    def words(self) -> str:
        """All text with single spaces, however it is wrapped."""
        return " ".join(" ".join(self.lines).split())

    @property
    def turns(self) -> bool:
        """Whether a spinner is seen."""
        return TURNING.search(self.words) is not None

    def since(self, words: str) -> Frame:
        """Return the rows from the one that has these words on, without empty ones at the end."""
        lines = self.lines
        first = next(number for number, line in enumerate(lines) if words in line)
        last = max(number for number, line in enumerate(lines) if line)
        return Frame(self.rows[first : last + 1])

    def turned(self, step: int) -> Frame:
        """Return the same with the spinner so many steps further."""
        glyph = SPINNER[step % len(SPINNER)]
        return Frame(tuple(tuple(_turned(span, glyph) for span in row) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame and how long it stands."""

    frame: Frame
    seconds: float


def plain(row: Row) -> str:
    """Return the text of a row."""
    line = ""
    for span in row:
        line = line.ljust(span.column) + span.text
    return line


def read_row(cells: Mapping[int, Any], width: int, cursor: int | None = None) -> Row:
    """Read a row of pyte's; the cell under the cursor is shown in reverse."""
    return _row(tuple(cells[column] for column in range(width)), cursor)


@lru_cache(maxsize=1000)  # most rows are the same in the next frame
def _row(cells: tuple[Any, ...], cursor: int | None) -> Row:
    width = len(cells)
    line = "".join(cell.data for cell in cells)
    for pattern, instead in CHANCE:
        line = pattern.sub(instead, line)
    chars = list(zip(line.ljust(width), map(_style, cells), strict=True))
    if cursor is not None and cursor < width:
        chars[cursor] = (chars[cursor][0], Style(reverse=True))
    return tuple(_spans(chars))


@lru_cache(maxsize=1000)
def _style(cell: Any) -> Style:
    return Style(
        "default" if cell.fg == "black" else cell.fg,
        bold=cell.bold,
        dim=getattr(cell, DIM_AS),
        italic=cell.italics,
        underline=cell.underscore,
        reverse=cell.reverse,
    )


def _spans(chars: Iterable[tuple[str, Style]]) -> Iterable[Span]:
    """Join neighbors of one style; blanks that look like nothing belong to no span."""
    numbered = enumerate(chars)
    for style, group in groupby(numbered, key=lambda one: one[1][1]):
        members = list(group)
        text = "".join(text for _, (text, _) in members)
        column = members[0][0]
        if not (style.reverse or style.underline):
            column += len(text) - len(text.lstrip())
            text = text.strip()
        if text:
            yield Span(column, text, style)


def _turned(span: Span, glyph: str) -> Span:
    return Span(span.column, TURNING.sub(glyph, span.text), span.style)
