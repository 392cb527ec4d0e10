"""Searches the built site as its page does in a browser.

The index that the site carries is read with lunr of Python, which ranks as lunr.js does; what
Material's worker adds to that is in `best_pages`.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lunr import lunr
from lunr.stop_word_filter import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from lunr.index import Index

TITLE_BOOST = 1000
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class SiteSearch:
    """The index of a site, and how it splits words."""

    index: Index
    separator: re.Pattern[str]

    @classmethod
    def of(cls, site: Path) -> SiteSearch:
        """Read the index of a site."""
        stored = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
        separator = re.compile(stored["config"]["separator"])
        # lunr's own, in the order of the site's settings
        assert stored["config"]["pipeline"] == ["trimmer", "stopWordFilter", "stemmer"]
        documents = [
            (
                {
                    "location": part["location"],
                    **{name: separator.sub(" ", _plain(part[name])) for name in ("title", "text")},
                },
                {"boost": part.get("boost", 1)},
            )
            for part in stored["docs"]
        ]
        fields = [{"field_name": "title", "boost": TITLE_BOOST}, "text"]
        return cls(lunr(ref="location", fields=fields, documents=documents), separator)

    def best_pages(self, question: str) -> list[str]:
        """Return the places that a question finds, one for each page, the best first.

        A result counts more the more of the words it has, and more when it is a whole page.
        """
        words = self.separator.sub(" ", question).lower().split()
        scored = sorted(
            (
                (found["score"] * (1 + _share(found, words) ** 2), found["ref"])
                for found in self.index.search(" ".join(words))
            ),
            reverse=True,
        )
        best: dict[str, str] = {}
        for _, place in scored:
            best.setdefault(place.partition("#")[0], place)
        return list(best.values())


def _share(found: dict[str, Any], words: list[str]) -> float:
    """Return the share of the words that a result has, and 1 more for a whole page."""
    stems = found["match_data"].metadata
    has = {word: any(stem.startswith(word) for stem in stems) for word in words}
    counted = [has[word] for word in words if has[word] or word not in WORDS]
    return sum(counted) / len(counted) + ("#" not in found["ref"])


def _plain(text: str) -> str:
    return html.unescape(TAG.sub(" ", text))
