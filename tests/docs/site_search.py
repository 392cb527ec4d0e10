"""Searches the built site as its page does in a browser.

The index that the site carries is read with lunr of Python, which ranks as lunr.js does; what
Material's worker adds to that is done here in the same way: each word also finds what begins with
it, and a result counts more the more of the words it has, and more when it is a whole page.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lunr import get_default_builder, lunr
from lunr.stemmer import stemmer
from lunr.stop_word_filter import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from lunr.index import Index
    from lunr.query import Query

PIPELINE = ["trimmer", "stopWordFilter"]
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
        config = stored["config"]
        assert config["pipeline"] == PIPELINE
        separator = re.compile(config["separator"])
        boosts = {name: field["boost"] for name, field in config["fields"].items()}
        fields = [{"field_name": name, "boost": boosts[name]} for name in ("title", "text")]
        parts = [(_document(part, separator), _boost(part)) for part in stored["docs"]]
        builder = get_default_builder()
        builder.pipeline.remove(stemmer)
        return cls(lunr("location", fields, parts, builder=builder), separator)

    def best_pages(self, question: str) -> list[str]:
        """Return the places that a question finds, one for each page, the best first."""
        words = self.separator.sub(" ", question).lower().split()
        scored = sorted(
            (
                (found["score"] * (1 + _weight(found, words) ** 2), found["ref"])
                for found in self.index.query(self._query(words))
            ),
            reverse=True,
        )
        # a page comes with the best of its parts
        best: dict[str, str] = {}
        for _, place in scored:
            best.setdefault(place.partition("#")[0], place)
        return list(best.values())

    def _query(self, words: list[str]) -> Query:
        """Ask for every term that begins with a word; lunr's own wildcards stumble over digits."""
        query = self.index.create_query()
        for term in self.index.inverted_index:
            for word in words:
                if term.startswith(word):
                    query.clause(term=term, use_pipeline=False)
        return query


def _document(part: dict[str, Any], separator: re.Pattern[str]) -> dict[str, str]:
    words = {
        name: separator.sub(" ", html.unescape(TAG.sub(" ", part[name])))
        for name in ("title", "text")
    }
    return {"location": part["location"], **words}


def _boost(part: dict[str, Any]) -> dict[str, float]:
    return {"boost": part.get("boost", 1)}


def _weight(found: dict[str, Any], words: list[str]) -> float:
    """Return the share of the words that a result has, and 1 more for a whole page."""
    terms = found["match_data"].metadata
    has = {word: any(term.startswith(word) for term in terms) for word in words}
    counted = [is_there for word, is_there in has.items() if is_there or word not in WORDS]
    return sum(counted) / len(counted) + ("#" not in found["ref"])
