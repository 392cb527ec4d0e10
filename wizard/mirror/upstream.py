"""Section 11's own repository: which of its files belong into a private copy, and their content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from engine.actions.notices import read_manifest
from engine.base.format import PUBLISHED
from templates.record import MANAGED_PATH, README, SYNC_PROGRAM
from wizard.errors import RefusedError, UsageError
from wizard.mirror.found.state import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.github.client import GitHub
    from wizard.mirror.found.state import MirrorState

UPSTREAM = "CrankAddict/section-11"
VARIABLE = "SECTION11_UPSTREAM"
PROTOCOL = "SECTION_11.md"
MANIFEST = "manifest.json"
TEXTS = (".md", ".txt")
"""What protocol and guides are written in; programs and workflows are not copied."""
LICENSES = {"LICENSE": "SECTION_11_LICENSE.txt", "LICENSE.md": "SECTION_11_LICENSE.txt"}
"""Their license keeps company with the copies, but is not that of the athlete's data."""
OWN_NAMES = frozenset({README, "DOSSIER.md", MANAGED_PATH, SYNC_PROGRAM, MANIFEST, *PUBLISHED})
OWN_FOLDERS = frozenset({ENGINE, "archive"})
MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Protocol:
    """Files of Section 11 as they are now.

    Attributes:
        source: the repository, ``owner/name``.
        whole: whether these are all of them, not only the protocol itself.
        files: path in the mirror to content.
        former: copies in the mirror that the source has no more, see `former_copies`.
    """

    source: str
    whole: bool
    files: Mapping[str, bytes]
    former: frozenset[str] = frozenset()


def upstream_of(env: Mapping[str, str]) -> str:
    """Name the repository that the protocol comes from.

    Raises:
        UsageError: ``SECTION11_UPSTREAM`` is no ``owner/name``.
    """
    name = (env.get(VARIABLE) or UPSTREAM).strip().strip("/")
    if name.count("/") != 1 or not all(name.split("/")):
        raise UsageError(f"{VARIABLE} is no repository: {name}.", f"use OWNER/NAME, as {UPSTREAM}")
    return name


def read_protocol(github: GitHub, source: str, *, whole: bool) -> Protocol:
    """Read the protocol, or all that belongs to it, from the newest commit.

    Args:
        github: the gateway.
        source: ``owner/name``.
        whole: whether the guides are read, too.

    Raises:
        RefusedError: the repository or the protocol is not there.
    """
    owner, _, name = source.partition("/")
    repository = github.repository(owner, name)
    head = github.head(repository) if repository is not None else None
    if repository is None or head is None:
        raise RefusedError(
            f"The protocol cannot be read: GitHub shows no repository {source}.",
            f"set {VARIABLE} to the repository that has it",
        )
    there = github.tree(repository, head, ())
    if PROTOCOL not in there:
        raise RefusedError(
            f"{source} has no {PROTOCOL}.", f"set {VARIABLE} to the repository that has it"
        )
    wanted: Iterable[str] = (PROTOCOL,)
    if whole:
        listed = _listed(github.file(repository, MANIFEST) if MANIFEST in there else None)
        wanted = choose(there, listed)
    files = {LICENSES.get(path, path): github.blob(repository, there[path]) for path in wanted}
    return Protocol(source, whole, {path: text for path, text in files.items() if _is_text(text)})


def former_copies(github: GitHub, protocol: Protocol, state: MirrorState) -> frozenset[str]:
    """Return the copies in the mirror that the source had once, with that very content.

    The record only claims that a file was copied, so the source is asked for the content.
    """
    owner, _, name = protocol.source.partition("/")
    repository = github.repository(owner, name)
    claimed = sorted(state.placed.copied.paths & set(state.files) - set(protocol.files))
    guides = [path for path in claimed if _is_guide(path)][:MOST_FILES]
    if repository is None:
        return frozenset()
    return frozenset(path for path in guides if github.has_blob(repository, state.files[path]))


def choose(there: Iterable[str], listed: Iterable[str] | None) -> tuple[str, ...]:
    """Choose protocol, guides and license among the files.

    Args:
        there: paths of all files of the repository.
        listed: paths in its manifest; None when there is none, then only the top level counts.
    """
    paths = set(there)
    named = paths & set(listed) if listed is not None else {p for p in paths if "/" not in p}
    texts = sorted(path for path in named | {PROTOCOL} if _is_guide(path))
    license_file = [path for path in LICENSES if path in paths][:1]
    return (*texts[:MOST_FILES], *license_file)


def _is_guide(path: str) -> bool:
    parts = PurePosixPath(path).parts
    hidden = any(part.startswith(".") for part in parts)
    own = path in OWN_NAMES or path in LICENSES or parts[0] in OWN_FOLDERS
    return path.endswith(TEXTS) and not hidden and not own and not path.startswith("/")


def _listed(manifest: str | None) -> Iterable[str] | None:
    try:
        return read_manifest(json.loads(manifest)) if manifest else None
    except (ValueError, RecursionError):
        return None


def _is_text(content: bytes) -> bool:
    """Whether it can be committed as text."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
