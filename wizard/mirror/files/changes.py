"""What an update would change in a mirror, in words and as unified diffs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH, README
from templates.settings import WORKFLOW_PATH
from wizard.mirror.files.edited import unit_of
from wizard.mirror.files.unified_diff import unified
from wizard.mirror.files.wanted import file_changes
from wizard.mirror.plan import Desired
from wizard.mirror.state import ENGINE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.settings import MirrorSettings
    from wizard.mirror.files.wanted import FileChanges
    from wizard.mirror.state import MirrorState
    from wizard.mirror.upstream import Protocol

RECORD = frozenset({MANAGED_PATH})
"""Bookkeeping that changes with the files; nobody wants to read about it."""


@dataclass(frozen=True, slots=True)
class Difference:
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


def difference(changes: FileChanges, state: MirrorState) -> Difference:
    """Sort out what an update does."""
    written = [path for path in changes.write if path not in RECORD]
    before = {WORKFLOW_PATH: state.workflow_text, README: state.readme}
    theirs = (README,) if state.readme_is_theirs and README not in changes.write else ()
    return Difference(
        added=tuple(sorted(path for path in written if path not in state.files)),
        changed=tuple(sorted(path for path in written if path in state.files)),
        removed=changes.remove,
        kept=tuple(sorted({*changes.kept, *theirs})),
        diffs={
            path: unified(path, text, changes.write[path].decode())
            for path, text in before.items()
            if path in changes.write and path in state.files
        },
    )


def disputed(
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
    for unit in sorted(edited):
        paths = [path for path in changes.write if unit_of(path) == unit]
        if unit == ENGINE_FOLDER and paths:
            found[unit] = "\n".join(f"differs: {path}" for path in paths)
        elif paths and unit in before:
            found[unit] = unified(unit, before[unit], changes.write[unit].decode())
        elif paths:
            found[unit] = f"differs: {unit}"
    return found
