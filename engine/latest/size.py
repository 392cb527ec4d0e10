"""How much of other people's words fits: long texts are cut, and so is a ``latest.json`` too large.

A reader takes a few hundred kilobytes, GitHub and the next sync some megabytes; an account may hold
anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.base.format import LATEST
from engine.base.text import LONGEST_TEXT, shortened
from engine.output.layout import most_bytes, to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.base.decode import JsonObject

LARGEST: Final = 2_000_000
"""Bytes of ``latest.json``."""
STEPS: Final = ((1000, 1000), (250, 250), (100, 100), (40, 25))
"""Characters of a text and parts of a list, cut more and more until the file fits."""
MOST_KEYS: Final = 100
"""No object of the format has more, so that a reader misses none."""
GROWING: Final = (
    "athlete_notes",
    "health_context",
    "recent_activities",
    "wellness_data",
    "planned_workouts",
    "race_calendar",
)
"""The blocks that grow with the account; the others have as many parts as there are metrics."""
OLDEST_FIRST: Final = frozenset({"wellness_data", "chat_notes", "chat_note_authors"})
"""Lists whose last parts are the newest; of the others the first ones are the nearest."""


def within_limits(
    documents: Mapping[str, JsonObject], largest: int = LARGEST
) -> tuple[dict[str, JsonObject], list[str]]:
    """Return the documents with nothing too long in them, and a sentence where more was cut."""
    fitting = {name: _cut(document, LONGEST_TEXT) for name, document in documents.items()}
    latest = fitting.get(LATEST)
    if latest is None or not _is_larger(latest, largest):
        return fitting, []
    for text, parts in STEPS:
        fitting[LATEST] = {
            name: _cut(block, text, parts, name) if name in GROWING else block
            for name, block in latest.items()
        }
        if not _is_larger(fitting[LATEST], largest):
            break
    problem = (
        f"{LATEST} would be larger than {largest // 1_000_000} MB: its texts are cut to {text} "
        f"characters and its lists to {parts} rows"
    )
    return fitting, [problem]


def _is_larger(document: JsonObject, largest: int) -> bool:
    """Whether the file of a document has more bytes; one that is far from it is not laid out."""
    return most_bytes(document) > largest and len(to_bytes(document)) > largest


def _cut(value: Any, text: int, parts: int | None = None, name: str = "") -> Any:
    """Cut every text, and if so asked every list; the nearest and newest parts stay."""
    if isinstance(value, str):
        return shortened(value, text)
    if isinstance(value, dict):
        items = list(value.items())[: parts and max(parts, MOST_KEYS)]
        return {key: _cut(inner, text, parts, key) for key, inner in items}
    if isinstance(value, list):
        kept = value[-parts:] if parts and name in OLDEST_FIRST else value[:parts]
        return [_cut(inner, text, parts) for inner in kept]
    return value
