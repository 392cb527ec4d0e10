"""The data directory: every file is read back through one door and written atomically."""

from __future__ import annotations

import glob
import itertools
import json
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.base.files import read_file
from engine.base.format import (
    ASKED,
    BRIEF,
    BRIEF_TITLE,
    DASHBOARD,
    DASHBOARD_MARK,
    FTP_HISTORY,
    HISTORY,
    INTERVALS,
    LATEST,
    READING,
    ROUTES,
    TERRAIN,
)
from engine.base.serialize import PARTED
from engine.output.layout import encoded, to_text

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from engine.base.decode import JsonObject

FORMS: dict[str, dict[str, type]] = {
    LATEST: {"metadata": dict, "recent_activities": list},
    HISTORY: dict.fromkeys(("daily_90d", "weekly_180d", "ftp_timeline", "data_gaps"), list),
    INTERVALS: {"activities": list, "fetch_state": dict},
    ROUTES: {"events": list},
    FTP_HISTORY: {},
    TERRAIN: {"activities": list},
    READING: {"empty_since": dict},
    ASKED: {"curves": dict, "chats": dict},
}
"""What a whole file must hold where it holds it at all."""
BEGINNINGS = {BRIEF: BRIEF_TITLE, DASHBOARD: DASHBOARD_MARK}
"""What a file for readers begins with when it is ours."""
TEMPORARY = ".tmp"
SUBSTANTIAL = 200
"""Values; what has fewer may well go to nothing, such as the sessions of two weeks off."""
POORER = 2
"""A file with less than this part of the former one's values is named."""
REPLACED = "replaced"


class StoreError(Exception):
    """The data directory cannot be read or written; the text says what to do."""


def unwritable(where: Path, error: OSError) -> StoreError:
    """Say that a file or folder cannot be written."""
    return StoreError(
        f"{where} cannot be written ({error.strerror or error}): check the folder's permissions "
        "and free space."
    )


@dataclass(slots=True)
class Store:
    """State files in one folder. ``problems`` collects what had to be set aside, in words.

    Reading changes nothing, so that a sync that fails later leaves everything as it was.
    """

    folder: Path
    now: datetime
    problems: list[str] = field(default_factory=list)
    _damaged: dict[Path, bytes] = field(default_factory=dict)
    _read: dict[Path, JsonObject] = field(default_factory=dict)

    def read(self, name: str, path: Path | None = None) -> JsonObject | None:
        """Return a state file's object; None when it is missing or damaged.

        A damaged file is kept under another name before anything is written.

        Args:
            name: of the file.
            path: when it lies elsewhere.

        Raises:
            StoreError: it cannot be opened.
        """
        where = path or self.folder / name
        if where in self._read:
            return self._read[where]
        content = _content(where)
        if content is None:
            return None
        document = _whole(name, content)
        if document is None:
            self._damaged[where] = content
        else:
            self._read[where] = document
        return document

    def damaged(self, name: str) -> bytes | None:
        """Return the content of a file that was read and is damaged; None when it is whole."""
        return self._damaged.get(self.folder / name)

    def set_aside(self, name: str) -> None:
        """Treat a file as damaged that is whole as JSON but holds what nobody reads."""
        where = self.folder / name
        self._damaged[where] = read_file(where)

    def keep_replaced(self, name: str) -> None:
        """Keep a file, as it is, under another name before one that lacks its content replaces it.

        Raises:
            StoreError: the folder cannot be written.
        """
        where = self.folder / name
        try:
            kept = _copy(where, read_file(where), f"{REPLACED}-{self.now:%Y%m%d-%H%M%S}")
        except FileNotFoundError:
            return
        except OSError as error:
            raise unwritable(self.folder, error) from error
        if kept:
            self.problems.append(f"{name} begins anew: what it held is kept as {kept.name}")

    def tidy(self) -> None:
        """Keep damaged files under another name, and remove what a killed sync left behind.

        Raises:
            StoreError: the folder cannot be written.
        """
        try:
            for where in (self.folder / name for name in (*FORMS, *BEGINNINGS)):
                for leftover in where.parent.glob(f".{where.name}*{TEMPORARY}"):
                    leftover.unlink()
            for where, content in self._damaged.items():
                self._keep(where, content)
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def _keep(self, where: Path, content: bytes) -> None:
        """Copy a damaged file to ``<name>.damaged-<time>``, once."""
        kept = _copy(where, content, f"damaged-{self.now:%Y%m%d-%H%M%S}")
        if kept:
            self.problems.append(
                f"{where.name} was damaged: it is kept as {kept.name}, and a new one is made with "
                "what could be read of it"
            )

    def text(self, name: str) -> str:
        """Return a state file as it stands; nothing when it is missing.

        Raises:
            StoreError: it cannot be opened.
        """
        return (_content(self.folder / name) or b"").decode("utf-8", "replace")

    def write(self, name: str, document: JsonObject, path: Path | None = None) -> str:
        """Write a file so that a reader or a crash sees the old or the new one, never a part.

        One that holds much less than what was read is named.

        Returns:
            What was written.
        """
        where = path or self.folder / name
        before = _weight(self._read.pop(where, {}))
        if before >= SUBSTANTIAL and _weight(document) * POORER < before:
            self.problems.append(
                f"{name} holds much less than before: if that is a surprise, look at the account "
                "in Intervals.icu"
            )
        text = to_text(document)
        _write(where, encoded(text))
        return text

    def write_page(self, name: str, text: str) -> bool:
        """Write the brief or the picture, but never over a file of that name that somebody made.

        Returns:
            Whether it was written.
        """
        where = self.folder / name
        try:
            free = is_ours(name, read_file(where))
        except FileNotFoundError:
            free = True
        except OSError:
            free = False  # a folder, or a file of somebody who may read it alone
        if free:
            _write(where, encoded(text))
        return free


def _weight(document: JsonObject) -> int:
    """Return how much a document tells in its lists: the values that are neither null nor 0."""
    return sum(map(_told, (part for part in document.values() if isinstance(part, list))))


def _told(value: Any) -> int:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return bool(value)
    return sum(_told(part) if isinstance(part, PARTED) else bool(part) for part in value)


def _whole(name: str, content: bytes) -> JsonObject | None:
    """Decode a file; None when it is no JSON object or a part of it has the wrong form."""
    try:
        document = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    parts = FORMS[name].items()
    usable = all(isinstance(document.get(part, kind()), kind) for part, kind in parts)
    return document if usable else None


def _content(where: Path) -> bytes | None:
    try:
        return read_file(where)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(
            f"{where} cannot be read ({error.strerror}): check its permissions."
        ) from error


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def replaced(folder: Path, name: str) -> list[JsonObject]:
    """Return the files that ``keep_replaced`` has kept in a folder."""
    kept = sorted(folder.glob(f"{glob.escape(name)}.{REPLACED}-*"))
    documents = (_whole(name, read_file(path)) for path in kept)
    return [document for document in documents if document is not None]


def _copy(where: Path, content: bytes, suffix: str) -> Path | None:
    """Write a copy beside a file; None when there is one of the same kind and content already."""
    kind = suffix.partition("-")[0]
    earlier = where.parent.glob(f"{glob.escape(where.name)}.{kind}-*")
    if any(read_file(old) == content for old in earlier):
        return None
    stem = f"{where.name}.{suffix}"
    names = itertools.chain([stem], (f"{stem}-{n}" for n in itertools.count(2)))
    kept = next(where.with_name(name) for name in names if not where.with_name(name).exists())
    _replace(kept, content)
    return kept


def is_ours(name: str, content: bytes) -> bool:
    """Whether a brief or a picture is one of this program."""
    return content.startswith(BEGINNINGS[name].encode())


def _write(where: Path, content: bytes) -> None:
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        _replace(where, content)
    except OSError as error:
        raise unwritable(where, error) from error


def _replace(where: Path, content: bytes) -> None:
    temporary = where.with_name(f".{where.name}{TEMPORARY}")
    # what a killed sync, or somebody else, left under this name is not written into
    temporary.unlink(missing_ok=True)
    with temporary.open("xb") as file:
        if where.exists():
            temporary.chmod(stat.S_IMODE(where.stat().st_mode))
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(where)
