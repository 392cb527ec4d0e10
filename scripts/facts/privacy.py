"""What is in each file at each level of privacy.

Nothing here knows what a level does. A document is made that has every key of the schemas, the
engine's own last step before writing is applied to it, and what differs is told.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.base.format import DATA_FILES, LATEST, PRIVACY_LEVELS, ROUTES
from engine.output import privacy
from engine.output.privacy import TITLED_TEXTS, HiddenNames
from engine.routes.privacy import MARK
from scripts.facts.table import table
from scripts.schemas.__main__ import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.schemas.kinds import Schema

TEXT = "Monday by the lake"
"""Every text of the document, so that the name of an activity also stands where a route has it."""
TEXTS = {
    "filename": f"{TEXT}.gpx",
    "timezone": "Europe/Lisbon",
    **dict.fromkeys(TITLED_TEXTS, f"Rest before {TEXT}"),
}
"""Those whose form matters."""
POSITIONS = ("start_coords", "end_coords")
TRACK = [[0.0, 40.0, -8.0, 10.0], [9.0, 40.05, -8.0, 10.0], [18.0, 40.1, -8.0, 10.0]]
"""Eighteen kilometers; the middle is far from both ends."""
ABSENT = {(MARK, LATEST), (MARK, ROUTES), ("polyline", LATEST)}
"""Keys that a document never has before the last step: of sessions no line is published."""
GONE = "left out"


def files() -> str:
    """Return a row for each part of each file."""
    rows = [
        (f"`{name}`", f"`{key}`", part.get("description", ""))
        for name in DATA_FILES
        for key, part in _schema(name)["properties"].items()
    ]
    return table(("file", "part", "what it is"), rows)


def changes() -> str:
    """Return a row for each key that a level changes."""
    levels = [level for level in PRIVACY_LEVELS if level != "off"]
    whole = {name: _sample(_schema(name), _schema(name)) for name in DATA_FILES}
    hidden = HiddenNames({}, frozenset({TEXT}))
    before = _leaves(whole)
    after = [_leaves(privacy.apply(level, whole, hidden)) for level in levels]
    rows = [
        (f"`{file}`", f"`{key}`", *(_told(value, told.get((file, key))) for told in after))
        for (file, key), value in before.items()
        if any(told.get((file, key)) != value for told in after)
    ]
    return table(("file", "key", *(f"`{level}`" for level in levels)), rows)


def _told(before: object, after: object) -> str:
    """Return what became of a value."""
    if after == before:
        return "as it is"
    if after is None:
        return GONE
    return "`null`" if after == "null" else f"becomes {after}"


def _schema(name: str) -> Schema:
    found: Schema = json.loads((FOLDER / name.replace(".json", ".schema.json")).read_text("utf-8"))
    return found


def _sample(schema: Schema, root: Schema, key: str = "") -> Any:
    """Return a value that has every key; ``key`` is the one that it stands under."""
    if "$ref" in schema:
        return _sample(root["$defs"][schema["$ref"].rpartition("/")[2]], root, key)
    if "anyOf" in schema:
        return _sample(schema["anyOf"][0], root, key)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if key == "polyline":
        return TRACK
    if key in POSITIONS:
        return TRACK[0][1:3]
    kind = schema.get("type", "object")
    return _of_kind(kind if isinstance(kind, str) else kind[0], schema, root, key)


def _of_kind(kind: str, schema: Schema, root: Schema, key: str) -> Any:
    match kind:
        case "object":
            inner = schema.get("properties", {}).items()
            return {
                name: _sample(part, root, name)
                for name, part in inner
                if (name, root["title"]) not in ABSENT
            }
        case "array":
            return [_sample(schema["items"], root, key)] if "items" in schema else []
        case "string":
            return TEXTS.get(key, TEXT)
        case "boolean":
            return False
    return None if kind == "null" else 1


def _leaves(documents: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return what can be told of the values of all documents, by file and key."""
    return {
        (name, path): value
        for name, document in documents.items()
        for path, value in _walk(document, "")
    }


def _walk(value: Any, path: str) -> Iterator[tuple[str, str]]:
    key = path.rpartition(".")[2]
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and key not in ("polyline", *POSITIONS):
        for inner in value:
            yield from _walk(inner, f"{path}[]")
    else:
        yield path, "null" if value is None else _words(value, key)


def _words(value: Any, key: str) -> str:
    """Return a value in words: a track is told by what there is of it."""
    if key == "polyline":
        return "whole" if value == TRACK else "its middle"
    return f"*{value}*"
