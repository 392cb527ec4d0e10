"""Puts the schema of each document together, from the table of its top level downwards."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.base.format import FORMAT_VERSION
from scripts.schemas.kinds import Schema, closed, or_null, schema_of, unit_of
from scripts.schemas.tables import Row, headings, section

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ROOTS = {
    "latest": ("format/latest.md", "layout"),
    "history": ("format/history.md", "top-level"),
    "intervals": ("format/intervals.md", "root"),
    "routes": ("format/routes.md", "root"),
    "ftp_history": ("format/ftp_history.md", "file"),
}
COMMAND_PAGE = "json.md"
Place = tuple[str, str]
"""A page and the anchor of a heading on it."""
AS_THERE = re.compile(r"as in \[[^\]]+\]\(([^)#]*)#([^)]+)\)")


@dataclass(slots=True)
class Definitions:
    """The objects that a document uses, by page and heading."""

    found: dict[str, Schema] = field(default_factory=dict)

    def reference(self, here: str, page: str, anchor: str) -> Schema:
        """Return a reference to an object, which is read on its first use."""
        path = _path(here, page)
        stem = path.rpartition("/")[2].removesuffix(".md")
        name = f"{stem}.{anchor}"
        if name not in self.found:
            self.found[name] = {}
            self.found[name] = {**self.object(path, anchor), "$comment": f"docs/{path}#{anchor}"}
        return {"$ref": f"#/$defs/{name}"}

    def object(self, page: str, anchor: str) -> Schema:
        """Return the schema of the object that stands under a heading.

        Raises:
            ValueError: no table there describes one.
        """
        rows = [row for table in section(page, anchor).tables for row in table]
        if not rows:
            raise ValueError(f"docs/{page}#{anchor} has no table of keys with their types.")
        return self.keys(page, anchor, rows)

    def keys(self, page: str, anchor: str, rows: list[Row]) -> Schema:
        """Return the schema of an object that has the keys of these rows."""
        described = [_described(page, anchor, row) for row in rows]
        properties = {row.key: self._key(place, row) for place, row in described}
        return closed(properties, [row.key for _, row in described if not row.optional])

    def _key(self, place: Place, row: Row) -> Schema:
        page, anchor = place
        try:
            schema = schema_of(row.kind, lambda other, to: self.reference(page, other, to))
        except ValueError as error:
            raise ValueError(f"docs/{page}#{anchor}, `{row.key}`: {error}") from None
        said = {
            "description": _plain(row.meaning),
            "x-unit": unit_of(row.kind),
            "x-null-when": _plain(row.condition) if row.nullable else None,
            "x-absent-when": row.optional and _absence(row),
        }
        told = {name: text for name, text in said.items() if text}
        return {**(or_null(schema) if row.nullable else schema), **told}


def schemas() -> dict[str, Schema]:
    """Return the schema of each document by the name of its file."""
    made = {f"{name}.schema.json": _data_file(name) for name in ROOTS}
    return {**made, "command.schema.json": _command()}


def _data_file(name: str) -> Schema:
    definitions = Definitions()
    page, anchor = ROOTS[name]
    root = definitions.object(page, anchor)
    about = f"Format {FORMAT_VERSION} of section11-setup; docs/{page} has it in words."
    return _document(name, f"{name}.json", about, root, definitions)


def _command() -> Schema:
    """Return the schema of what ``--json`` prints: each command has data of its own."""
    definitions = Definitions()
    head, done, stopped = section(COMMAND_PAGE, "the-document").tables
    root = definitions.keys(COMMAND_PAGE, "the-document", head + done + stopped)
    root["required"] = [row.key for row in head]
    root["oneOf"] = [{"required": [row.key for row in rows]} for rows in (done, stopped)]
    names = _commands()
    root["properties"]["command"]["enum"] = list(names)
    root["allOf"] = [
        {
            "if": {"properties": {"command": {"const": name}}, "required": ["command"]},
            "then": {"properties": {"data": definitions.reference(COMMAND_PAGE, "", anchor)}},
        }
        for name, anchor in names.items()
    ]
    about = "What section11-setup prints with --json; docs/json.md has it in words."
    return _document("command", "--json", about, root, definitions)


def _commands() -> dict[str, str]:
    """Return the heading that describes the data of each command."""
    found = {}
    for name in headings(COMMAND_PAGE, "commands", "objects"):
        like = re.match(r"As `(\w+)`", section(COMMAND_PAGE, name).prose)
        found[name] = like[1] if like else name
    return found


def _document(name: str, title: str, about: str, root: Schema, definitions: Definitions) -> Schema:
    return {
        "$schema": DIALECT,
        "$id": f"{name}.schema.json",
        "title": title,
        "description": about,
        **root,
        **({"$defs": dict(sorted(definitions.found.items()))} if definitions.found else {}),
    }


def _path(here: str, link: str) -> str:
    """Return the page that a link of another page names."""
    return f"{here.rpartition('/')[0]}/{link}".lstrip("/") if link else here


def _described(page: str, anchor: str, row: Row) -> tuple[Place, Row]:
    """Return the row that describes a key, and where it stands: a table may point to another."""
    elsewhere = AS_THERE.fullmatch(row.kind)
    if not elsewhere:
        return (page, anchor), row
    place = _path(page, elsewhere[1]), elsewhere[2]
    for table in section(*place).tables:
        for there in table:
            if there.key == row.key:
                return _described(*place, there)
    raise ValueError(f"docs/{place[0]}#{place[1]} has no key `{row.key}`.")


def _absence(row: Row) -> str:
    """Return when a key is left out: the cell names the case, or the one that it is there for."""
    condition = _plain(row.condition)
    return f"unless: {condition}" if row.unless else condition


def _plain(cell: str) -> str:
    """Return a cell without the links and marks of Markdown."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("`", "").replace("**", "")
