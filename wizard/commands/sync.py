"""Start a sync now and watch it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.commands.setup import sync_facts
from wizard.commands.target import existing_mirror
from wizard.mirror.step import Context
from wizard.mirror.workflow_run import sync
from wizard.result import Result
from wizard.terminal.live_progress import show_progress

if TYPE_CHECKING:
    from wizard.app import App


def run(app: App) -> Result:
    """Start a run, or join the one that is under way, and tell what it brought."""
    connection, state, repository = existing_mirror(app)
    if app.options.dry_run:
        words = f"A sync of {state.full_name} would be started (--dry-run)."
        return Result({"repository": state.full_name}, (words,))
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        context = Context(connection.github, progress, app.polling)
        synced = sync(context, repository, state.last_run, had_data=state.has_data)
    return Result({"repository": state.full_name, "sync": sync_facts(synced)})
