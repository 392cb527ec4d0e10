"""The earlier ``intervals.json``: cache of payloads and state of fetching."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.sessions.entry import Entry
from engine.sessions.fetch_state import Record

TOKEN = "intervals-2"  # noqa: S105 - names the meaning of the cached payloads
"""Raised when cached segments or DFA blocks would be computed differently."""


@dataclass(frozen=True, slots=True)
class Previous:
    """What was usable in the earlier file, by activity id as text.

    ``first_run`` is set when nothing of the fetch state may be reused: without a file, or with the
    file of another version, whose entries are held until they are fetched anew.
    """

    first_run: bool = True
    entries: dict[str, Entry] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def from_json(cls, document: Any) -> Previous:
        """Read the earlier file; malformed parts count as empty (defect 04-18)."""
        raw = document if isinstance(document, dict) else {}
        listed, state = raw.get("activities"), raw.get("fetch_state")
        found = map(Entry.from_json, listed if isinstance(listed, list) else [])
        entries = {str(entry.activity_id): entry for entry in found if entry}
        if raw.get("script_hash") != TOKEN:
            return cls(entries=entries)
        read = {i: Record.from_json(v) for i, v in state.items()} if isinstance(state, dict) else {}
        records = {ident: record for ident, record in read.items() if record}
        return cls(first_run=False, entries=entries, records=records)
