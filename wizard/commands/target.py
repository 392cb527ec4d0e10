"""Which repository a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.dialogs.sign_in import missing_credentials, token_and_connection
from wizard.errors import RefusedError
from wizard.last_repository import remembered
from wizard.mirror.state import MirrorState, inspect
from wizard.setting_values import DEFAULT_REPOSITORY, split_repository

if TYPE_CHECKING:
    from wizard.app import App, Connection
    from wizard.github.records import Repository


def named(app: App, login: str) -> tuple[str, str, bool]:
    """Return owner and name of the mirror, and whether they are said or remembered, not guessed."""
    owner, name = split_repository(app.options)
    known = remembered(app.surroundings)
    if name is None and known is not None:
        known_owner, _, known_name = known.partition("/")
        if owner is None or owner.lower() == known_owner.lower():
            return known_owner, known_name, True
    return owner or login, name or DEFAULT_REPOSITORY, name is not None


def existing_mirror(app: App) -> tuple[Connection, MirrorState, Repository]:
    """Connect and read the mirror that a command works on.

    Raises:
        NeedsInputError: there is no token and nobody to ask.
        RefusedError: there is no mirror of this name.
    """
    connection, state = existing_repository(app)
    owner, name = state.owner, state.name
    if state.repository is None or not state.is_mirror:
        raise RefusedError(
            f"There is no data mirror at {owner}/{name}, or the token may not see it.",
            "name it with --repo OWNER/NAME, or run section11-setup to make one",
        )
    return connection, state, state.repository


def existing_repository(app: App) -> tuple[Connection, MirrorState]:
    """Connect and read the repository that a command works on, whatever is in it.

    Raises:
        NeedsInputError: there is no token and nobody to ask.
    """
    app.require(missing_credentials(app, None, needs_key=False))
    connection, _ = token_and_connection(app)
    owner, name, _ = named(app, connection.account.login)
    with app.screen.busy(f"Reading {owner}/{name}"):
        return connection, inspect(connection.github, owner, name)
