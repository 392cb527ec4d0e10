"""Files written and deleted in one commit each, made once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH, README, Placed, blob_sha
from templates.settings import WORKFLOW_PATH
from wizard.mirror.files.wanted import file_changes
from wizard.mirror.found.state import require_repository
from wizard.mirror.step import Step, decided_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.mirror.desired import Desired
    from wizard.mirror.files.wanted import FileChanges
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.step import Context


def change_files_step(
    title: str, message: str, write: Mapping[str, bytes], remove: Iterable[str] = ()
) -> Step:
    """Return the step that writes and deletes files; what is so already is fine.

    Args:
        title: what is done.
        message: of the commit.
        write: path to content.
        remove: paths to delete.
    """
    left = tuple(remove)

    def pending(state: MirrorState) -> bool:
        differs = any(state.files.get(path) != blob_sha(text) for path, text in write.items())
        return state.head is not None and (differs or any(path in state.files for path in left))

    def act(context: Context, state: MirrorState) -> MirrorState:
        gone = tuple(path for path in left if path in state.files)
        return commit_files(context, state, write, gone, message)

    return Step(title, pending, act)


def desired_files_step(title: str, message: str, desired: Desired) -> Step:
    """Return the step that writes the files that are desired and differ."""

    def act(context: Context, changes: FileChanges, state: MirrorState) -> MirrorState:
        return commit_files(context, state, changes.write, changes.remove, message)

    return decided_step(
        title,
        lambda state: file_changes(desired, state),
        lambda changes: bool(changes.write or changes.remove),
        act,
    )


def commit_files(
    context: Context,
    state: MirrorState,
    write: Mapping[str, bytes],
    remove: tuple[str, ...],
    message: str,
) -> MirrorState:
    """Make one commit on top of the newest; without any there is nothing to add to."""
    if state.head is None:
        return state
    repository = require_repository(state)
    head = context.github.commit(repository, state.head, write, remove, message)
    files = {path: sha for path, sha in state.files.items() if path not in remove}
    files |= {path: blob_sha(content) for path, content in write.items()}
    managed = write.get(MANAGED_PATH)
    return replace(
        state,
        head=head,
        files=files,
        readme=write.get(README, state.readme.encode()).decode(),
        workflow_text=write.get(WORKFLOW_PATH, state.workflow_text.encode()).decode(),
        placed=state.placed if managed is None else Placed.read(managed),
        others=tuple(other for other in state.others if other.path in files),
    )
