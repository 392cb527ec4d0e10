"""Show today's settings, change one or several, apply the difference in one go."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from templates.placed import MANAGED_PATH, README
from templates.settings import WORKFLOW_PATH
from wizard import questions
from wizard.choices import with_options
from wizard.commands.setup import CONFIRM_MISSING, confirmed
from wizard.commands.target import existing_mirror
from wizard.current import read_settings
from wizard.plan import Desired, decide
from wizard.result import Result
from wizard.show_progress import show_progress
from wizard.steps import Work, apply
from wizard.views import plan_view

if TYPE_CHECKING:
    from templates.settings import MirrorSettings
    from wizard.app import App

FILES = frozenset({WORKFLOW_PATH, README, MANAGED_PATH})


def run(app: App) -> Result:
    """Change what the command line says or what is chosen; without either, only show."""
    connection, state, _ = existing_mirror(app)
    before = read_settings(state, None)
    after = with_options(before, app.options)
    if after == before and not app.takes_defaults:
        after, _ = questions.ask_details(
            app.screen,
            before,
            keep_secrets=None,
            message="Which setting shall be changed?",
            schedule=True,
        )
    if after == before:
        return Result(_facts(before, changed=False))
    desired = Desired(after, manage_secrets=False, sync=False, paths=FILES)
    plan = decide(desired, state)
    app.screen.show(plan_view(plan, after))
    if plan.empty or app.options.dry_run:
        why = "Nothing to do." if plan.empty else "Nothing was changed (--dry-run)."
        return Result(_facts(after, changed=False), (why,))
    app.require([] if app.screen.asks or app.options.yes else [CONFIRM_MISSING])
    if not confirmed(app):
        return Result(_facts(before, changed=False), ("Nothing was changed.",))
    with show_progress(app.screen) as progress:
        app.pauser.progress = progress
        apply(Work(connection.github, desired, {}, False, progress, app.pace), state)  # noqa: FBT003
    return Result(_facts(after, changed=True), ("The next sync uses the new settings.",))


def _facts(settings: MirrorSettings, *, changed: bool) -> dict[str, Any]:
    return {"settings": asdict(settings), "changed": changed}
