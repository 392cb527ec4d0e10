"""Durations in words, notes that people write into descriptions, and what of a text is visible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.base.numbers import Number

NOTE_PREFIX = "note:"
LONGEST_TEXT = 4000
"""Characters of one text that somebody wrote."""
CUT = " [… cut]"


def shortened(text: str, most: int = LONGEST_TEXT) -> str:
    """Return a text of so many characters at most, marked when it was longer."""
    return text if len(text) <= most else text[: most - len(CUT)] + CUT


INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, with which a text steers a terminal; marks that turn the direction of
reading, with which it looks like another; and tags, which nobody sees and a program reads."""


def visible(text: str) -> str:
    """Return a text without what is not shown, but steers a terminal or misleads a reader."""
    return INVISIBLE.sub("", text)


def duration(seconds: Number | None) -> str:
    """Format seconds as ``1h2m3s``, leaving out zero parts; ``0s`` for nothing or less."""
    total = int(seconds or 0)
    if total <= 0:
        return "0s"
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (left, "s"))
    return "".join(f"{value}{letter}" for value, letter in parts if value)


def duration_to_the_minute(seconds: Number | None) -> str:
    """Format seconds cut to whole minutes."""
    return duration(int(seconds or 0) // 60 * 60)


def split_notes(description: str) -> tuple[list[str], list[str]]:
    """Split a description into the notes at its top and the lines that follow.

    A line that starts with ``NOTE:`` is a note as long as nothing but notes and blank lines came
    before it; from the first other line on everything is kept verbatim.
    """
    notes: list[str] = []
    lines = description.split("\n")
    for index, line in enumerate(lines):
        stripped = line.strip()
        if stripped.lower().startswith(NOTE_PREFIX):
            note = stripped[len(NOTE_PREFIX) :].strip()
            if note:
                notes.append(note)
        elif stripped:
            return notes, lines[index:]
    return notes, []
