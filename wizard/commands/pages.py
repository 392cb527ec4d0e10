"""Open a page in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.commands.target import existing_mirror
from wizard.intervals_account import KEY_PAGE
from wizard.last_repository import remembered
from wizard.mirror.state import WORKFLOW_FILE
from wizard.result import Result
from wizard.setting_values import split_repository

if TYPE_CHECKING:
    from wizard.app import App


def run(app: App) -> Result:
    """Open the repository, its Actions page, the token page or the Intervals.icu settings."""
    page = _page(app)
    opened = not app.options.dry_run and app.screen.console.is_terminal
    opened = opened and app.surroundings.browse(page)
    return Result({"page": page, "opened": opened}, (page,))


def _page(app: App) -> str:
    if app.options.target == "token":
        return app.pages.classic()
    if app.options.target == "intervals":
        return KEY_PAGE
    repository = _repository_page(app)
    if app.options.target == "actions":
        return f"{repository}/actions/workflows/{WORKFLOW_FILE}"
    return repository


def _repository_page(app: App) -> str:
    """Return the page without asking GitHub when the name is known."""
    owner, name = split_repository(app.options)
    known = remembered(app.surroundings) if owner is None and name is None else None
    full_name = f"{owner}/{name}" if owner and name else known
    if full_name is not None:
        return f"{app.surroundings.github_web}/{full_name}"
    _, _, repository = existing_mirror(app)
    return repository.page
