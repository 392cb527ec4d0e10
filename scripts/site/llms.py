"""``llms.txt``: the site in one list, for agents (https://llmstxt.org)."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from scripts.markdown import unlinked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scripts.site.navigation import Entry

NOT_PROSE = re.compile(r"[#|<>!]|```|- |\d+\. |    ")
SENTENCE = re.compile(r".+?\.(?=\s|$)")


def llms_text(name: str, about: str, entries: Iterable[Entry], texts: Mapping[str, str]) -> str:
    """Return the list: each page with the first sentence that it says.

    Args:
        name: of the site.
        about: what it is, in a sentence.
        entries: the pages.
        texts: of all pages by their paths.
    """
    parts = [f"# {name}", f"> {about}"]
    for section, pages in groupby(entries, key=lambda entry: entry.section):
        rows = [
            f"- [{entry.title}]({entry.page}): {first_sentence(texts[entry.page])}"
            for entry in pages
        ]
        parts += [f"## {section or 'Start'}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def first_sentence(page: str) -> str:
    """Return the first sentence of a page, without marks of Markdown."""
    blocks = (block.strip("\n") for block in page.split("\n\n"))
    said = next(block for block in blocks if block and not NOT_PROSE.match(block))
    words = " ".join(unlinked(said).replace("**", "").split())
    found = SENTENCE.match(words)
    return found[0] if found else words
