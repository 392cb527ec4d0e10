"""Committing what is added to a mirror: each in one commit, made once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH, Placed, blob_sha
from wizard.mirror.files.wanted import file_changes
from wizard.mirror.step import settle, there

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.mirror.plan import Desired
    from wizard.mirror.state import MirrorState
    from wizard.mirror.step import Hands


def place_files(
    hands: Hands, title: str, state: MirrorState, write: Mapping[str, bytes], message: str
) -> MirrorState:
    """Write files in one commit; those that hold the same already are fine."""

    def pending(state: MirrorState) -> bool:
        return any(state.files.get(path) != blob_sha(content) for path, content in write.items())

    return settle(
        hands, title, state, pending, lambda state: _commit(hands, state, write, (), message)
    )


def place_desired(
    hands: Hands, title: str, state: MirrorState, desired: Desired, message: str
) -> MirrorState:
    """Write the files that are desired and differ."""

    def pending(state: MirrorState) -> bool:
        changes = file_changes(desired, state)
        return bool(changes.write or changes.remove)

    def act(state: MirrorState) -> MirrorState:
        changes = file_changes(desired, state)
        return _commit(hands, state, changes.write, changes.remove, message)

    return settle(hands, title, state, pending, act)


def _commit(
    hands: Hands,
    state: MirrorState,
    write: Mapping[str, bytes],
    remove: tuple[str, ...],
    message: str,
) -> MirrorState:
    if state.head is None:  # a mirror has at least the commit of its set-up
        return state
    head = hands.github.commit(there(state), state.head, write, remove, message)
    files = {path: sha for path, sha in state.files.items() if path not in remove}
    files |= {path: blob_sha(content) for path, content in write.items()}
    managed = write.get(MANAGED_PATH)
    placed = state.placed if managed is None else Placed.read(managed)
    return replace(state, head=head, files=files, placed=placed)
