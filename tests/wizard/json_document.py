"""Holds what ``--json`` prints against ``docs/json.md``: keys, their order, types, and nulls.

The schema made from that page has to agree with every document, too.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.schemas import faults

PAGE = Path(__file__).resolve().parents[2] / "docs" / "json.md"
HEADING = re.compile(r"^(#{2,3}) (.+)$")
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \|\s*(.*?)\s*\| (.+) \|$")
LINK = re.compile(r"\[(.+?)\]\(#(.+?)\)")
SIMPLE: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "time": (str,),
}
AS_ANOTHER = {"demo": "setup"}


@dataclass(frozen=True)
class Key:
    """One documented key: its type, and whether it may be null."""

    kind: str
    nullable: bool


@dataclass
class Description:
    """The page: tables by anchor. ``seen`` collects the keys that had a value in some output."""

    tables: dict[str, list[dict[str, Key]]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def table(self, anchor: str) -> dict[str, Key]:
        """Return the keys of a command or an object."""
        [keys] = self.tables[AS_ANOTHER.get(anchor, anchor)]
        return keys


@functools.cache
def described() -> Description:
    """Read the page."""
    description, anchor, used, inside = Description(), "", set[str](), False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        heading, row = HEADING.match(line), ROW.match(line)
        if heading:
            anchor = heading.group(2).lower().replace(" ", "-")
            anchor = f"{anchor}-1" if anchor in used else anchor
            used.add(anchor)
        if not row:
            inside = inside and line.startswith("|")
            continue
        tables = description.tables.setdefault(anchor, [])
        if not inside:
            tables.append({})
        inside = True
        tables[-1][row.group(1)] = Key(LINK.sub(r"#\2", row.group(2)), bool(row.group(3)))
    return description


def check(document: Any) -> None:
    """Hold one document against the page and its schema."""
    head, done, stopped = described().tables["the-document"]
    _object(document, head | (stopped if "error" in document else done), "the-document")
    if "data" in document:
        command = document["command"]
        _object(document["data"], described().table(command), command)
    else:
        assert not document["ok"]
    assert faults("command", document) == []


def _object(value: Any, keys: dict[str, Key], name: str) -> None:
    assert list(value) == list(keys), f"{name}: {list(value)} is not {list(keys)}"
    for key, described_key in keys.items():
        where = f"{name}.{key}"
        if value[key] is None:
            assert described_key.nullable, f"{where} is null"
            continue
        described().seen.add(where)
        _value(value[key], described_key.kind, where)


def _value(value: Any, kind: str, where: str) -> None:
    if kind.startswith("list of "):
        assert isinstance(value, list), where
        for item in value:
            _value(item, kind.removeprefix("list of "), where)
    elif kind.startswith("map of "):
        assert isinstance(value, dict), where
        for item in value.values():
            _value(item, kind.removeprefix("map of "), where)
    elif kind.startswith("#"):
        _object(value, described().table(kind[1:]), kind[1:])
    else:
        right = isinstance(value, SIMPLE[kind]) and (kind == "boolean") == isinstance(value, bool)
        assert right, f"{where}: {value!r} is no {kind}"
        if kind == "time":
            assert datetime.fromisoformat(value).tzinfo, f"{where}: {value} has no offset"
