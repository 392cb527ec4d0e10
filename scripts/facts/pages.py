"""Which tables there are, and how they get into the pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.facts import coaches, findings, privacy, schedules, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"<!-- made: (?P<name>[\w-]+) -->\n.*?<!-- end -->", re.DOTALL)
BLOCKS: Mapping[str, Callable[[], str]] = {
    "coaches": coaches.platforms,
    "findings": findings.sections,
    "files": privacy.files,
    "privacy": privacy.changes,
    "schedules": schedules.costs,
    "settings": settings.rows,
}


def pages() -> list[Path]:
    """Return the pages that have such tables."""
    return [page for page in sorted(DOCS.rglob("*.md")) if BLOCK.search(page.read_text("utf-8"))]


def filled(text: str) -> str:
    """Return the text of a page with its tables as they have to be."""
    return BLOCK.sub(lambda found: _block(found["name"]), text)


def _block(name: str) -> str:
    return f"<!-- made: {name} -->\n\n{BLOCKS[name]()}\n\n<!-- end -->"
