"""One Intervals.icu account as plain JSON rows, invented or read from a folder."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Row = dict[str, Any]
"""One JSON object as the API sends it."""

BASE_MARK = "{{BASE}}"
"""Stands in rows for the address of the server that will serve them."""


def _nothing(_ident: str) -> None:
    return None


def _no_rows(_ident: str) -> list[Row]:
    return []


@dataclass(frozen=True, slots=True)
class Account:
    """Everything the account ever holds, the future included.

    What is visible at an instant is decided by `view.View`. The bulky parts are functions
    of the activity id (or the file name), so that only what is asked for is built or read.
    """

    athlete: Row
    activities: Sequence[Row] = ()
    wellness: Sequence[Row] = ()
    events: Sequence[Row] = ()
    changes: Sequence[Row] = ()
    """Edits `{"at": ISO time, "kind": ..., "id": ..., "set" | "add" | "delete": ...}`."""
    intervals: Callable[[str], Row | None] = _nothing
    """Activity id -> `{"icu_intervals": [...], "icu_groups": [...]}`."""
    messages: Callable[[str], list[Row]] = _no_rows
    streams: Callable[[str], list[Row]] = _no_rows
    curves: Callable[[str], Row | None] = _nothing
    """Activity id -> `{"power" | "hr": {"secs": [...], "values": [...]}}`."""
    attachment: Callable[[str], bytes | None] = _nothing

    @property
    def athlete_id(self) -> str:
        """Id of the account, such as `i123456`."""
        return str(self.athlete["id"])

    @property
    def timezone(self) -> str:
        """IANA name of the athlete's time zone; UTC when the account has none."""
        return str(self.athlete.get("timezone") or "UTC")


def recorded_account(folder: Path) -> Account:
    """Read an account from `folder/api`: JSON files, streams and attachments, gzipped or not."""
    api = folder / "api"
    intervals: dict[str, Row] = _read(api / "intervals.json") or {}
    messages: dict[str, list[Row]] = _read(api / "messages.json") or {}
    curves: dict[str, Row] = _read(api / "curves.json") or {}

    files = {
        path.name.removesuffix(".gz"): _content(path) for path in (api / "attachments").glob("*")
    }

    def streams(ident: str) -> list[Row]:
        return _read(api / "streams" / f"{ident}.json") or []

    return Account(
        athlete=_read(api / "athlete.json"),
        activities=_read(api / "activities.json") or [],
        wellness=_read(api / "wellness.json") or [],
        events=_read(api / "events.json") or [],
        changes=_read(api / "changes.json") or [],
        intervals=intervals.get,
        messages=lambda ident: messages.get(ident, []),
        streams=streams,
        curves=curves.get,
        attachment=files.get,
    )


def _read(path: Path) -> Any:
    """The JSON in `path` or in `path` + `.gz`; None when neither exists."""
    packed = path.with_name(path.name + ".gz")
    for candidate in (path, packed):
        if candidate.exists():
            return json.loads(_content(candidate))
    return None


def _content(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw
