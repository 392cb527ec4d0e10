"""The record of what was placed, so that an update can tell it from what the athlete edited."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.output.readme import BEGIN, carry_last_sync, last_sync_line
from templates.settings import BUNDLE, WORKFLOW_PATH
from templates.workflow_schedule import replace_schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

MANAGED_PATH = ".section11/managed.json"
README = "README.md"
SYNC_PROGRAM = "sync.py"
ENGINE_FOLDER = "engine/"
"""Where versions up to 4.1 placed the engine."""
RETIRED: Mapping[str, str] = {
    ".gitignore": "22df366b45f1219e57108741f436316fc3efe50a",
    ".gitattributes": "6313b56c57848efce05faa7aa7e901ccfc2886ea",
}
"""Files that earlier versions placed, with the name of their content."""
_REPOSITORY = re.compile(r"[A-Za-z0-9-]{1,39}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
LARGEST = 1_000_000
"""Characters of a record; ours have some thousand."""


class RecordError(ValueError):
    """The record is nothing that this product writes; the text says why."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Files that came from Section 11's own repository, not from the product.

    Attributes:
        source: that repository, ``owner/name``; empty when nothing was copied.
        whole: whether all protocol files were asked for, not only the protocol itself.
        paths: where they are.
    """

    source: str = ""
    whole: bool = False
    paths: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """What a version of the product put into a data repository.

    Attributes:
        version: of the engine that was placed; empty when nothing is recorded.
        files: path to name of its content, see `content_id`.
        copied: those of the files that are copies.
        public: whether the athlete confirmed that everybody may read the repository.
        fingerprint: of athlete and API key that were sealed; empty when that is not known.
    """

    version: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    copied: Copied = field(default_factory=Copied)
    public: bool = False
    fingerprint: str = ""

    @classmethod
    def read(cls, managed: str | bytes) -> Placed:
        """Decode the record; a damaged one says nothing.

        It is a claim: whoever can write to the repository can write anything into it.

        Raises:
            RecordError: it is too large or too deep to be read at all.
        """
        if len(managed) > LARGEST:
            raise RecordError(f"it has {len(managed):,} characters")
        try:
            document = json.loads(managed)
        except RecursionError:
            raise RecordError("its lists are nested without end") from None
        except ValueError:
            return cls()
        return cls._decoded(document)

    @classmethod
    def _decoded(cls, document: Any) -> Placed:
        try:
            files = {str(path): str(name) for path, name in document["files"].items()}
            version = str(document["engine_version"])
            public = document.get("public") is True
            fingerprint = str(document.get("fingerprint") or "")
            copied = _copied(document.get("copied"))
            return cls(version, files, copied, public, fingerprint) if version else cls()
        except (KeyError, TypeError, AttributeError):
            return cls()


def _copied(said: Any) -> Copied:
    """Decode the part about copies; a damaged one says nothing."""
    if not isinstance(said, dict) or not isinstance(said.get("paths"), list):
        return Copied()
    paths = frozenset(path for path in said["paths"] if isinstance(path, str))
    source = said.get("source")
    known = isinstance(source, str) and _REPOSITORY.fullmatch(source)
    return Copied(str(source) if known else "", said.get("whole") is True, paths)


def may_remove(path: str, blob: str) -> bool:
    """Whether a file may be deleted because a record says that it was placed.

    Args:
        path: path of the file in the data repository.
        blob: name of its content in git.
    """
    own = {WORKFLOW_PATH, README, SYNC_PROGRAM, BUNDLE, MANAGED_PATH}
    return path in own or path.startswith(ENGINE_FOLDER) or RETIRED.get(path) == blob


def record(
    version: str,
    content_ids: Mapping[str, str],
    *,
    copied: Copied | None = None,
    public: bool = False,
    fingerprint: str = "",
) -> bytes:
    """Write the record for an engine of this version and these files."""
    files = dict(sorted(content_ids.items()))
    document: dict[str, Any] = {"engine_version": version, "files": files}
    if copied is not None and copied.paths:
        document["copied"] = {
            "source": copied.source,
            "whole": copied.whole,
            "paths": sorted(copied.paths),
        }
    if public:
        document["public"] = True
    if fingerprint:
        document["fingerprint"] = fingerprint
    return (json.dumps(document, indent=1) + "\n").encode()


def content_id(path: str, content: bytes) -> str:
    """Name a content as git does, so that GitHub's list of files can be compared with it.

    The README counts without the time in it, which each sync renews, and the workflow without its
    schedule, which athletes may move and which is carried over.
    """
    if path == README:
        text = carry_last_sync(content.decode(errors="replace"), last_sync_line(None))
        content = text.encode()
    elif path == WORKFLOW_PATH:
        try:
            content = replace_schedule(content.decode(errors="replace"), ()).encode()
        except ValueError:
            return blob_sha(content)
    return blob_sha(content)


def is_product_readme(text: str) -> bool:
    """Whether a README is the product's: it has the place for the last sync."""
    return BEGIN in text


def readme_with_last_sync(readme: bytes, old: str) -> bytes:
    """Return the README with the last-sync line of the one that is there."""
    return carry_last_sync(readme.decode(), old).encode()


def is_as_placed(path: str, content: bytes, managed: bytes) -> bool | None:
    """Whether nobody edited a file since it was placed; None when that is not known.

    Args:
        path: path of the file in the data repository.
        content: what the file holds now.
        managed: content of the repository's `MANAGED_PATH`.
    """
    placed = Placed.read(managed).files.get(path)
    return None if placed is None else placed == content_id(path, content)


def managed_paths(managed: bytes) -> tuple[str, ...]:
    """Return the paths that `MANAGED_PATH` lists, to find files that are no longer needed."""
    return tuple(sorted(Placed.read(managed).files))


def blob_sha(content: bytes) -> str:
    """Name of a content in git."""
    header = f"blob {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()
