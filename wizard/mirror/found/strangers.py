"""Workflows of the athlete's own, which a general right to write would be for, too. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.mirror.found.other_syncs import other_workflow_paths
from wizard.terminal.plan_lines import Action, Item

if TYPE_CHECKING:
    from wizard.mirror.found.state import MirrorState


def other_workflows(state: MirrorState) -> tuple[str, ...]:
    """Name the files of workflows that stay beside ours, whatever they do."""
    gone = {other.path for other in state.others if other.replaced}
    paths = (path for path in other_workflow_paths(state.files) if path not in gone)
    return tuple(path.rpartition("/")[2] for path in paths)


def grants_strangers(state: MirrorState) -> bool:
    """Whether letting workflows write would be for others than ours, too."""
    read_only = state.permissions == "read" and not state.has_data
    return read_only and bool(other_workflows(state))


def permission_items(state: MirrorState, *, granted: bool) -> list[Item]:
    """Say who may write to the repository, and who would."""
    strangers = other_workflows(state)
    if granted and strangers:
        words = f"let workflows write: the sync, and also {', '.join(strangers)}"
        return [Item(Action.CHANGE, "permission", words)]
    if granted:
        return [Item(Action.CHANGE, "permission", "let the sync save files here")]
    if grants_strangers(state):
        words = (
            "workflows may read; the sync asks for its own rights. To write would be for "
            f"{', '.join(strangers)}, too"
        )
        return [Item(Action.KEEP, "permission", words)]
    return []
