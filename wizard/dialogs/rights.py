"""The question who else may write, when a repository has workflows of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.mirror.found.strangers import grants_strangers, other_workflows

if TYPE_CHECKING:
    from wizard.mirror.found.state import MirrorState
    from wizard.terminal.screen import Screen


def ask_writes(screen: Screen, state: MirrorState) -> bool:
    """Ask whether the workflows that are there get a write token, too; not without an answer."""
    if not grants_strangers(state) or screen.takes_defaults:
        return False
    files = ", ".join(other_workflows(state))
    screen.note(
        f"Workflows may only read in {state.full_name}. The sync asks for the rights that it "
        f"needs; a general right to write would be for {files}, too."
    )
    return screen.prompts.confirm("Let all workflows write by default?", default=False)
