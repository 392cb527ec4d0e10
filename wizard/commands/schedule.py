"""Pause and resume the schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.commands.target import existing_mirror
from wizard.errors import RefusedError
from wizard.github.records import ACTIVE
from wizard.mirror.state import WORKFLOW_FILE
from wizard.result import Result

if TYPE_CHECKING:
    from wizard.app import App


def pause(app: App) -> Result:
    """Stop the schedule; nothing is deleted."""
    return _switch(app, enabled=False)


def resume(app: App) -> Result:
    """Start the schedule again."""
    return _switch(app, enabled=True)


def _switch(app: App, *, enabled: bool) -> Result:
    connection, state, repository = existing_mirror(app)
    if state.workflow is None:
        raise RefusedError(
            f"GitHub does not know the workflow of {state.full_name} yet.", "try again in a minute"
        )
    words = "running" if enabled else "paused"
    data = {"repository": state.full_name, "enabled": enabled}
    if (state.workflow.state == ACTIVE) == enabled:
        return Result(data | {"changed": False}, (f"The schedule is {words} already.",))
    if app.options.dry_run:
        return Result(data | {"changed": False}, (f"The schedule would be {words} (--dry-run).",))
    connection.github.set_workflow(repository, WORKFLOW_FILE, enabled=enabled)
    other = "pause" if enabled else "resume"
    message = f"The schedule of {state.full_name} is {words}; `section11-setup {other}` undoes it."
    return Result(data | {"changed": True}, (message,))
