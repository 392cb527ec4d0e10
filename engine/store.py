"""The data directory: every file is read back through one door and written atomically."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from engine.decode import JsonObject

LATEST = "latest.json"
HISTORY = "history.json"
INTERVALS = "intervals.json"
ROUTES = "routes.json"
FTP_HISTORY = "ftp_history.json"
DATA_FILES = (LATEST, HISTORY, INTERVALS, ROUTES, FTP_HISTORY)


class StoreError(Exception):
    """The data directory cannot be read or written; the text says what to do."""


@dataclass(slots=True)
class Store:
    """State files in one folder. ``problems`` collects what had to be set aside, in words."""

    folder: Path
    now: datetime
    problems: list[str] = field(default_factory=list)

    def read(self, name: str, path: Path | None = None) -> JsonObject | None:
        """Give a state file's object; None when it is missing or damaged.

        A damaged file is moved to ``<name>.damaged-<time>`` beside it, never overwritten.
        """
        where = path or self.folder / name
        try:
            document = json.loads(where.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{where} cannot be read ({error.strerror}).") from error
        except (ValueError, RecursionError):
            document = None
        if isinstance(document, dict):
            return document
        self.set_aside(where)
        return None

    def set_aside(self, where: Path, *, copy: bool = False) -> None:
        """Keep a damaged file under another name, and report it."""
        kept = where.with_name(f"{where.name}.damaged-{self.now:%Y%m%d-%H%M%S}")
        if copy:
            _replace(kept, where.read_bytes())
        else:
            where.replace(kept)
        self.problems.append(
            f"{where.name} was damaged and is kept as {kept.name}; a new one is written."
        )

    def write(self, name: str, document: JsonObject, path: Path | None = None) -> None:
        """Write a file so that a reader or a crash sees the old or the new one, never a part."""
        where = path or self.folder / name
        try:
            where.parent.mkdir(parents=True, exist_ok=True)
            _replace(where, to_text(document).encode("ascii"))
        except OSError as error:
            raise StoreError(
                f"{where} cannot be written ({error.strerror}): check the folder's permissions "
                "and free space."
            ) from error


def to_text(document: Any) -> str:
    """Give the published text: two-space indent, ASCII, no NaN, no newline at the end."""
    try:
        return json.dumps(document, indent=2, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(document), indent=2, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value


def _replace(where: Path, content: bytes) -> None:
    temporary = where.with_name(f".{where.name}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(where)
