"""Choosing the repository that becomes, or already is, the mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard import questions
from wizard.commands.target import named
from wizard.errors import RefusedError
from wizard.mirror import MirrorState, inspect
from wizard.steps import require_private

if TYPE_CHECKING:
    from wizard.app import App, Connection


def choose_repository(app: App, connection: Connection) -> MirrorState:
    """Find the repository to use: named on the command line, remembered, or asked for.

    Raises:
        RefusedError: it cannot hold a mirror and nobody can be asked for another.
    """
    owner, name, fixed = named(app, connection.account.login)
    while True:
        if not fixed and not app.takes_defaults:
            name = questions.ask_repository(app.screen, name)
        with app.screen.busy(f"Looking at {owner}/{name}"):
            state = inspect(connection.github, owner, name)
        try:
            _require_usable(app, state)
        except RefusedError as error:
            if app.takes_defaults:
                raise
            app.screen.explain(error)
            fixed = False
            continue
        if state.is_mirror:
            app.screen.note(f"{state.full_name} is a data mirror already; it is updated.")
        return state


def _require_usable(app: App, state: MirrorState) -> None:
    require_private(state)
    if state.repository is not None and state.repository.archived:
        raise RefusedError(
            f"{state.full_name} is archived, so nothing can be written to it.",
            f"unarchive it at {state.repository.page}/settings or choose another name",
        )
    if state.is_mirror or state.is_blank or app.options.adopt:
        return
    words = f"{state.full_name} exists and holds {len(state.files)} other files."
    if app.takes_defaults:
        raise RefusedError(words, "choose another --repo, or add --adopt to use it anyway")
    app.screen.note(words)
    question = "Use it anyway? Its files stay, the mirror's are added."
    if not app.screen.prompts.confirm(question, default=False):
        raise RefusedError("Another name, then.")
