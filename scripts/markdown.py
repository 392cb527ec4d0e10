"""What several scripts know of Markdown: how GitHub names headings, and where links go."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

HEADING = re.compile(r"#{1,6} +(.+)")
LINK = re.compile(r"\[(?P<label>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)")
"""A link; its label may hold brackets."""
FENCE = "```"


def unlinked(text: str) -> str:
    """Return a text with the labels of its links in their place."""
    return LINK.sub(lambda found: found["label"], text)


def anchor(heading: str, used: Collection[str]) -> str:
    """Return the anchor that GitHub gives a heading, after those that are used on the page."""
    words = unlinked(heading.replace("`", ""))
    name = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
    tries = (f"{name}-{number}" if number else name for number in itertools.count())
    return next(one for one in tries if one not in used)


def lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is prose: neither code nor a fence around it."""
    fenced = False
    for line in text.splitlines():
        is_fence = line.lstrip().startswith(FENCE)
        fenced ^= is_fence
        yield line, not (fenced or is_fence)


def anchors(text: str) -> list[str]:
    """Return the anchors of all headings of a page."""
    found: list[str] = []
    for line, is_prose in lines(text):
        heading = HEADING.fullmatch(line) if is_prose else None
        if heading:
            found.append(anchor(heading[1], found))
    return found
