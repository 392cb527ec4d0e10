"""Reads the tables of a documentation page that say which keys an object has.

Such a table begins with a column ``key`` and has a column ``type``; what a heading has of them
describes one object. All other tables are for people only.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from scripts.markdown import HEADING, anchor

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAME = re.compile(r"`([^`]+)`")
CONDITIONS = {
    *("null", "null when", "null or absent", "null or absent when"),
    *("absent when", "absent unless"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One key of an object: how its table describes it."""

    key: str
    kind: str
    meaning: str
    condition: str
    nullable: bool
    optional: bool
    unless: bool
    """Whether the condition is that of being there."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: its key tables, and its other lines."""

    tables: list[list[Row]]
    prose: str


def section(page: str, anchor: str) -> Section:
    """Return what a page says under a heading."""
    try:
        return _sections(page)[anchor]
    except KeyError:
        raise ValueError(f"docs/{page} has no heading #{anchor}.") from None


def headings(page: str, first: str, end: str) -> list[str]:
    """Return the anchors between two headings of a page."""
    anchors = list(_sections(page))
    return anchors[anchors.index(first) + 1 : anchors.index(end)]


@functools.cache
def _sections(page: str) -> dict[str, Section]:
    found: dict[str, list[str]] = {}
    lines = found.setdefault("", [])
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        if heading := HEADING.fullmatch(line):
            lines = found.setdefault(anchor(heading[1], found), [])
        else:
            lines.append(line)
    return {name: _read(f"docs/{page}#{name}", lines) for name, lines in found.items()}


def _read(where: str, lines: list[str]) -> Section:
    tables: list[list[str]] = []
    prose: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if not line.startswith("|"):
            prose.append(line)
        elif before.startswith("|"):
            tables[-1].append(line)
        else:
            tables.append([line])
    read = [_table(where, table) for table in tables]
    return Section([rows for rows in read if rows], "\n".join(prose).strip())


def _table(where: str, lines: list[str]) -> list[Row]:
    heads = [cell.lower() for cell in _cells(lines[0])]
    if heads[0] != "key" or not any(head.startswith("type") for head in heads):
        return []
    return [
        row
        for line in lines[2:]
        for row in _rows(where, dict(zip(heads, _cells(line), strict=True)))
    ]


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [cell.strip().replace(r"\|", "|") for cell in cells]


def _rows(where: str, cells: dict[str, str]) -> list[Row]:
    names = NAME.findall(cells["key"])
    head, condition = next((item for item in cells.items() if item[0] in CONDITIONS), ("", ""))
    [(title, kind)] = [item for item in cells.items() if item[0].startswith("type")]
    types = kind.split("; ") if "; " in kind else [kind] * len(names)
    if len(types) != len(names):
        raise ValueError(f"{where}: {cells['key']} are {len(names)} keys of {len(types)} types.")
    nullable, optional = _rule(head, condition)
    said = [cell for column, cell in cells.items() if column not in ("key", "#", title, head)]
    meaning = "; ".join(filter(None, said))
    return [
        Row(name, kind, meaning, condition, nullable, optional, head == "absent unless")
        for name, kind in zip(names, types, strict=True)
    ]


def _rule(head: str, cell: str) -> tuple[bool, bool]:
    """Return whether the key may be null, and whether it may be absent."""
    if head == "absent unless":
        return False, cell != "always"
    if not cell or re.match(r"(–|never)(\W|$)", cell):
        return False, False
    optional = head == "absent when" or "absent" in cell
    return not optional or "null" in cell, optional
