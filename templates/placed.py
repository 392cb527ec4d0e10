"""The record of what was placed, so that an update can tell it from what the athlete edited."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.publish.readme import carry_last_sync, last_sync_line
from templates.settings import WORKFLOW_PATH
from templates.workflow_text import replace_schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

MANAGED_PATH = ".section11/managed.json"
README = "README.md"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a version of the product put into a data repository.

    Attributes:
        version: of the engine that was placed; empty when nothing is recorded.
        files: path to digest, see `digest`.
    """

    version: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, managed: str | bytes) -> Placed:
        """Decode the record; a damaged one says nothing."""
        try:
            document = json.loads(managed)
            files = {str(path): str(name) for path, name in document["files"].items()}
            return cls(str(document.get("engine_version") or ""), files)
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()


def record(version: str, digests: Mapping[str, str]) -> bytes:
    """Write the record for an engine of this version and files of these digests."""
    document = {"engine_version": version, "files": dict(sorted(digests.items()))}
    return (json.dumps(document, indent=1) + "\n").encode()


def digest(path: str, content: bytes) -> str:
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


def is_as_placed(path: str, content: bytes, managed: bytes) -> bool | None:
    """Tell whether nobody edited a file since it was placed; None when that is not known.

    Args:
        path: path of the file in the data repository.
        content: what the file holds now.
        managed: content of the repository's `MANAGED_PATH`.
    """
    placed = Placed.read(managed).files.get(path)
    return None if placed is None else placed == digest(path, content)


def managed_paths(managed: bytes) -> tuple[str, ...]:
    """Give the paths that `MANAGED_PATH` lists, to find files that are no longer needed."""
    return tuple(sorted(Placed.read(managed).files))


def blob_sha(content: bytes) -> str:
    """Name of a content in git."""
    header = f"blob {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()
