"""Turns a cell of a column ``type`` into a JSON Schema.

::

    text | int | number | boolean | date | time | ...   a word of WORDS
    km/h                                                a number in a unit of UNITS
    int, days                                           a word, then what it counts
    `go`, `skip`                                        one of these
    list of KIND, map of KIND                           the names of a map are data
    [words](page.md#heading)                            the object described there
    object `min`, `max`: KIND                           exactly these keys, all of that kind
    KIND or KIND
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from engine.base.sports import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable

Schema = dict[str, Any]
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T.*([Zz]|[+-]\d{2}:\d{2})$"}
WORDS: dict[str, Schema] = {
    "null": {"type": "null"},
    "text": {"type": "string"},
    "string": {"type": "string"},
    "label": {"type": "string"},
    "code": {"type": "string"},
    "int": {"type": "integer"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "boolean": {"type": "boolean"},
    "object": {"type": "object"},
    "date": DAY,
    "date text": DAY,
    "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
    "time of day": {"type": "string", "pattern": r"^\d{2}:\d{2}$"},
    "time": MOMENT,
    "time stamp": MOMENT,
    "sport family": {"enum": sorted(FAMILIES)},
    "position": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
}
UNITS = {
    *("h", "s", "ms", "years", "weeks", "days", "days/week", "1/min", "breaths/min"),
    *("km", "m", "cm", "km/h", "m/s", "m/km", "kg", "kg/week", "g", "L", "kcal", "kJ", "J", "W"),
    *("W/kg", "W per bpm", "bpm", "rpm", "mmHg", "mmol/L", "ml/kg/min", "%", "°"),
    *("percentage points", "ratio", "fraction", "score", "load points"),
    *("TSS", "TSS/day", "TSS × ratio", "TSS / 100", "CTL/week", "CTL points per week"),
    *("CTL points/week", "as recorded", "as entered", "see unit"),
}
DETAIL = re.compile(r"\d+–\d+|\d decimals?")
LINK = re.compile(r"\[[^\]]+\]\(([^)#]*)#([^)]+)\)")
LITERALS = re.compile(r"`[^`]+`(, `[^`]+`)*")
OBJECT = re.compile(r"object (`[^`]+`(?:, `[^`]+`)*): (.+)")


def schema_of(kind: str, refer: Callable[[str, str], Schema]) -> Schema:
    """Return the schema of a cell; ``refer`` gives that of a linked page and heading.

    Raises:
        ValueError: nothing of the list above.
    """
    if whole := OBJECT.fullmatch(kind):
        names, inner = re.findall(r"`([^`]+)`", whole[1]), schema_of(whole[2], refer)
        return closed(dict.fromkeys(names, inner), names)
    if kind.startswith("list of "):
        return {"type": "array", "items": schema_of(kind.removeprefix("list of "), refer)}
    if kind.startswith("map of "):
        values = schema_of(kind.removeprefix("map of "), refer)
        return {"type": "object", "additionalProperties": values}
    left, either, right = kind.partition(" or ")
    if either:
        return _either(schema_of(left, refer), schema_of(right, refer))
    link = LINK.fullmatch(kind)
    return refer(link[1], link[2]) if link else _plain(kind)


def closed(properties: dict[str, Schema], required: list[str]) -> Schema:
    """Return the schema of an object that has these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def or_null(schema: Schema) -> Schema:
    """Return a schema that allows null, too."""
    return _either(schema, WORDS["null"])


def unit_of(kind: str) -> str | None:
    """Return the unit that a cell names."""
    return next((part for part in kind.split(", ") if part in UNITS), None)


def _plain(kind: str) -> Schema:
    if LITERALS.fullmatch(kind):
        return _one_of([_literal(text) for text in re.findall(r"`([^`]+)`", kind)])
    parts = kind.split(", ")
    if not all(part in WORDS or part in UNITS or DETAIL.fullmatch(part) for part in parts):
        raise ValueError(f"What type is “{kind}”?")
    return dict(next((WORDS[part] for part in parts if part in WORDS), WORDS["number"]))


def _literal(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _one_of(values: list[Any]) -> Schema:
    return {"const": values[0]} if len(values) == 1 else {"enum": values}


def _either(left: Schema, right: Schema) -> Schema:
    if set(left) == set(right) == {"type"}:
        return {"type": [*_types(left), *_types(right)]}
    if right == WORDS["null"] and "enum" in left:
        return {"enum": [*left["enum"], None]}
    if right == WORDS["null"] and "anyOf" not in left and "type" in left:
        return {**left, "type": [*_types(left), "null"]}
    return {"anyOf": [*left.get("anyOf", [left]), *right.get("anyOf", [right])]}


def _types(schema: Schema) -> list[str]:
    found = schema["type"]
    return found if isinstance(found, list) else [found]
