"""What would change in a mirror, in words and as unified diffs. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.record import README, SYNC_PROGRAM
from templates.settings import WORKFLOW_PATH
from wizard.mirror.desired import Desired
from wizard.mirror.files.edited import group_of
from wizard.mirror.files.wanted import OWN_FOLDER, file_changes
from wizard.mirror.found.state import ENGINE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.settings import MirrorSettings
    from wizard.mirror.files.wanted import FileChanges
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.upstream import Protocol

CONTEXT_LINES = 2
RECORD = f"{OWN_FOLDER}/"
"""Bookkeeping that changes with the files; nobody wants to read about it."""


@dataclass(frozen=True, slots=True)
class UpdateChanges:
    """Paths by what happens to them, and the diffs of the files that people read.

    Attributes:
        added: new files.
        changed: files with another content.
        removed: files that are no longer needed.
        kept: what the athlete edited and keeps: ``engine``, paths of files.
        diffs: path to unified diff, of workflow and README.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    diffs: Mapping[str, str]


def update_changes(changes: FileChanges, state: MirrorState) -> UpdateChanges:
    """Sort out what an update does."""
    written = [path for path in changes.write if not path.startswith(RECORD)]
    before = {WORKFLOW_PATH: state.workflow_text, README: state.readme}
    theirs = (README,) if state.readme_is_theirs and README not in changes.write else ()
    return UpdateChanges(
        added=tuple(sorted(path for path in written if path not in state.files)),
        changed=tuple(sorted(path for path in written if path in state.files)),
        removed=changes.remove,
        kept=tuple(sorted({*changes.kept, *theirs})),
        diffs={
            path: unified_diff(path, text, changes.write[path].decode())
            for path, text in before.items()
            if path in changes.write and path in state.files
        },
    )


def conflicts(
    settings: MirrorSettings,
    state: MirrorState,
    edited: frozenset[str],
    protocol: Protocol | None = None,
) -> dict[str, str]:
    """Return what was edited and would change, and how: a diff, or the list of files."""
    desired = Desired(settings, manage_secrets=False, sync=False, replace=edited, protocol=protocol)
    changes = file_changes(desired, state)
    before = {WORKFLOW_PATH: state.workflow_text, README: state.readme}
    found: dict[str, str] = {}
    for group in sorted(edited):
        paths = [path for path in changes.write if group_of(path) == group]
        if group == ENGINE and paths:
            found[group] = "\n".join(f"differs: {path}" for path in paths)
        elif paths and group in before:
            found[group] = unified_diff(group, before[group], changes.write[group].decode())
        elif paths:
            found[group] = f"differs: {group}"
    return found


@dataclass(frozen=True, slots=True)
class Replaced:
    """One file before and after.

    Attributes:
        path: where it is.
        before: number of lines that it has.
        after: number of lines that it will have.
        diff: unified diff.
    """

    path: str
    before: int
    after: int
    diff: str

    @property
    def words(self) -> str:
        """Say how long it was and becomes."""
        return f"{self.before:,} lines become {self.after:,}"


def replaced_files(write: Mapping[str, bytes], state: MirrorState) -> tuple[Replaced, ...]:
    """Return the unrecorded files that are written over, as far as their text is known."""
    texts = {WORKFLOW_PATH: state.workflow_text, SYNC_PROGRAM: state.sync_text}
    return tuple(
        _replaced(path, text, write[path].decode())
        for path, text in texts.items()
        if text and path in write and path in state.files and path not in state.placed.files
    )


def _replaced(path: str, before: str, after: str) -> Replaced:
    lines = len(before.splitlines())
    return Replaced(path, lines, len(after.splitlines()), unified_diff(path, before, after))


def unified_diff(path: str, before: str, after: str) -> str:
    """Compare two texts line by line."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), path, path, n=CONTEXT_LINES, lineterm=""
    )
    return "\n".join(lines)
