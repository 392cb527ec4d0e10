"""What the navigation of the site names: the one list of its pages, in ``mkdocs.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: the section that it stands in, its title there, and its path."""

    section: str
    title: str
    page: str


def entries(navigation: list[Any], section: str = "") -> Iterator[Entry]:
    """Yield the pages in their order."""
    for item in navigation:
        [(title, inner)] = item.items()
        if isinstance(inner, str):
            yield Entry(section, title, inner)
        else:
            yield from entries(inner, section or title)
