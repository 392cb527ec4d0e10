"""Take a mirror down: schedule, secrets, variables and workflow go, the data stays."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wizard.commands.target import existing_repository
from wizard.credentials.sources import key_name, token_name
from wizard.errors import RefusedError, UsageError
from wizard.intervals_account import KEY_PAGE
from wizard.last_repository import forget
from wizard.mirror.removal import Removal, Wish, decide_removal, items, remove
from wizard.mirror.step import Context
from wizard.result import Result
from wizard.terminal.live_progress import show_progress
from wizard.views.uninstall import uninstall_view

if TYPE_CHECKING:
    from wizard.app import App
    from wizard.github.records import Repository
    from wizard.mirror.state import MirrorState


def run(app: App) -> Result:
    """Ask what else goes, have the name typed, remove, and say where the rest is deleted."""
    connection, state = existing_repository(app)
    repository = _usable(state)
    wish = _wish(app)
    removal = decide_removal(wish, state)
    data = _facts(state, removal, wish)
    if removal.empty:
        forgotten = _forget(app, state)
        return Result(
            data,
            (f"Nothing to do: there is no mirror in {state.full_name}.", *forgotten),
            shown=True,
        )
    if app.options.dry_run:
        return Result(data, ("Nothing was removed (--dry-run).",))
    app.screen.show(uninstall_view(data))
    _require_confirmation(app, state)
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        remove(Context(connection.github, progress, app.polling), wish, state)
    messages = (
        f"{state.full_name} runs no more.",
        *_forget(app, state),
        f"Its whole history is deleted with the repository: {repository.page}/settings#danger-zone",
        f"The API key itself still works; a new one at {KEY_PAGE} makes it worthless.",
    )
    return Result(data | {"removed": True}, messages, shown=True)


def _usable(state: MirrorState) -> Repository:
    """Make sure that there is a repository that can be changed.

    Raises:
        RefusedError: there is none, or it is archived.
    """
    if state.repository is None:
        raise RefusedError(
            f"There is no repository {state.full_name}, or the token may not see it.",
            "name it with --repo OWNER/NAME",
        )
    if state.repository.archived:
        raise RefusedError(
            f"{state.full_name} is archived: nothing runs, and nothing can be changed.",
            f"delete it, or unarchive it first: {state.repository.page}/settings",
        )
    return state.repository


def _wish(app: App) -> Wish:
    engine, data = app.options.remove_engine, app.options.remove_data
    if app.takes_defaults:
        return Wish(bool(engine), bool(data))
    prompts = app.screen.prompts
    if engine is None:
        engine = prompts.confirm("Delete engine and README, too?", default=False)
    if data is None:
        words = "Delete your data files, too? (The history of git keeps them.)"
        data = prompts.confirm(words, default=False)
    return Wish(engine, data)


def _require_confirmation(app: App, state: MirrorState) -> None:
    """Have the name of the repository typed, or given as --confirm.

    Raises:
        NeedsInputError: it is not given and nobody can be asked.
        UsageError: it is another name.
    """
    names = {state.name.lower(), state.full_name.lower()}
    given = app.options.confirm
    if given is None:
        app.require([] if app.screen.asks else [f"--confirm {state.name}"])
        wrong = f"Type {state.name} to go ahead, or press Ctrl-C."
        app.screen.prompts.text(
            f"Type {state.name} to remove its mirror",
            "",
            lambda text: None if text.strip().lower() in names else wrong,
        )
    elif given.strip().lower() not in names:
        raise UsageError(
            f"--confirm {given} is not the name of the repository.", f"it is {state.name}"
        )


def _forget(app: App, state: MirrorState) -> tuple[str, ...]:
    """Drop what this computer remembers; the keyring only when they agree."""
    surroundings = app.surroundings
    if app.options.dry_run:
        return ()
    forget(surroundings, state.full_name)
    names = (key_name(surroundings), token_name(surroundings))
    stored = [name for name in names if surroundings.keys.get(name) is not None]
    wanted = app.options.forget
    if stored and wanted is None and not app.takes_defaults:
        words = "Forget the API key and the token in this computer's keyring?"
        wanted = app.screen.prompts.confirm(words, default=True)
    if not stored or not wanted:
        return ("Key and token stay in the keyring (--forget removes them).",) if stored else ()
    for name in stored:
        surroundings.keys.remove(name)
    return ("Key and token are gone from this computer's keyring.",)


def _facts(state: MirrorState, removal: Removal, wish: Wish) -> dict[str, Any]:
    return {
        "repository": state.full_name,
        "plan": [asdict(item) for item in items(removal, wish, state)],
        "removed": False,
        "deletion_page": f"{state.repository.page}/settings#danger-zone"
        if state.repository
        else None,
    }
