"""Take a mirror down: schedule, secrets, variables and workflow go, the data stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard import last_repository
from wizard.commands.repository import existing_repository
from wizard.errors import RefusedError, UsageError
from wizard.intervals_account import KEY_PAGE
from wizard.mirror.removal import Wish, decide_removal, items, remove
from wizard.views.result import Result
from wizard.views.uninstall import UninstallFacts, uninstall_view

if TYPE_CHECKING:
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.uninstall import UninstallOptions
    from wizard.github.records import Repository
    from wizard.mirror.found.state import MirrorState
    from wizard.terminal.screen import Screen


def run(invocation: Invocation, options: UninstallOptions) -> Result[UninstallFacts]:
    """Ask what else goes, have the name typed, remove, and say where the rest is deleted."""
    screen = invocation.screen
    connection, state = existing_repository(invocation, options)
    repository = _usable(state)
    wish = _wish(screen, options, state)
    removal = decide_removal(wish, state)
    deletion_page = f"{repository.page}/settings#danger-zone"
    facts = UninstallFacts(state.full_name, items(removal, wish, state), deletion_page)
    if removal.empty:
        forgotten = _forget(invocation, options, state)
        return Result(
            facts,
            (f"Nothing to do: there is no mirror in {state.full_name}.", *forgotten),
            shown=True,
        )
    if invocation.behavior.dry_run:
        return Result(facts, ("Nothing was removed (--dry-run).",))
    if screen.takes_defaults or wish != _least(options):
        screen.show(uninstall_view(facts))
    _require_confirmation(invocation, options, state)
    with connection.at_work(screen) as context:
        remove(context, wish, state)
    messages = (
        f"{state.full_name} runs no more.",
        *_forget(invocation, options, state),
        f"Its whole history is deleted with the repository: {deletion_page}",
        f"The API key itself still works; a new one at {KEY_PAGE} makes it worthless.",
    )
    return Result(replace(facts, removed=True), messages, shown=True)


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


def _least(options: UninstallOptions) -> Wish:
    """Return what goes in any case."""
    return Wish(bool(options.remove_engine), bool(options.remove_data))


def _wish(screen: Screen, options: UninstallOptions, state: MirrorState) -> Wish:
    """Say which repository it is and what goes in any case, then ask what else."""
    least = _least(options)
    if screen.takes_defaults or decide_removal(least, state).empty:
        return least
    shown = items(decide_removal(least, state), least, state)
    screen.show(uninstall_view(UninstallFacts(state.full_name, shown, "")))
    engine, data, prompts = options.remove_engine, options.remove_data, screen.prompts
    if engine is None:
        engine = prompts.confirm("Delete the sync program and its README, too?", default=False)
    if data is None:
        words = "Delete your data files, too? (The history of git keeps them.)"
        data = prompts.confirm(words, default=False)
    return Wish(engine, data)


def _require_confirmation(
    invocation: Invocation, options: UninstallOptions, state: MirrorState
) -> None:
    """Have the name of the repository typed, or given as --confirm.

    Raises:
        NeedsInputError: it is not given and nobody can be asked.
        UsageError: it is another name.
    """
    names = {state.name.lower(), state.full_name.lower()}
    given, screen = options.confirm, invocation.screen
    if given is None:
        invocation.require([] if screen.asks else [f"--confirm {state.name}"])
        wrong = f"Type {state.name} to go ahead, or press Ctrl-C."
        screen.prompts.typed(
            f"Type {state.name} to remove its mirror",
            lambda text: None if text.strip().lower() in names else wrong,
        )
    elif given.strip().lower() not in names:
        raise UsageError(
            f"--confirm {given} is not the name of the repository.", f"it is {state.name}"
        )


def _forget(
    invocation: Invocation, options: UninstallOptions, state: MirrorState
) -> tuple[str, ...]:
    """Drop what this computer remembers; the keyring only when they agree."""
    environment, screen = invocation.environment, invocation.screen
    if invocation.behavior.dry_run:
        return ()
    last_repository.clear(environment, state.full_name)
    names = (environment.key_name, environment.token_name)
    stored = [name for name in names if environment.keys.get(name) is not None]
    wanted = options.forget
    if stored and wanted is None and not screen.takes_defaults:
        words = "Forget the API key and the token in this computer's keyring?"
        wanted = screen.prompts.confirm(words, default=True)
    if not stored or not wanted:
        return ("Key and token stay in the keyring (--forget removes them).",) if stored else ()
    for name in stored:
        environment.keys.remove(name)
    return ("Key and token are gone from this computer's keyring.",)
