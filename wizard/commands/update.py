"""Bring engine, workflow and README of a mirror to this version."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import engine
from templates.record import README
from wizard.commands.setup import CONFIRM_MISSING, confirmed
from wizard.commands.target import existing_mirror
from wizard.errors import RefusedError
from wizard.mirror.apply import commit_step
from wizard.mirror.desired import Desired
from wizard.mirror.files.compare import UpdateChanges, conflicts, unified_diff, update_changes
from wizard.mirror.files.edited import edited_groups
from wizard.mirror.files.wanted import file_changes
from wizard.mirror.settings import read_settings
from wizard.mirror.step import Context, run_steps
from wizard.mirror.upstream import VARIABLE, Protocol, read_protocol, upstream_of
from wizard.result import Result
from wizard.terminal.live_progress import show_progress
from wizard.terminal.prompts import Choice
from wizard.versions import is_newer
from wizard.views.update import diff_view, update_view

if TYPE_CHECKING:
    from wizard.app import App, Connection
    from wizard.mirror.files.wanted import FileChanges
    from wizard.mirror.state import MirrorState

MOST_COMPARED = 10
KEEP, REPLACE, SHOW = "keep", "replace", "show"


def run(app: App) -> Result:
    """Show the difference, ask about what the athlete edited, and make one commit."""
    connection, state, repository = existing_mirror(app)
    _require_not_newer(state)
    settings = read_settings(state, None)
    protocol = _protocol(app, connection, state)
    edited = edited_groups(state) | ({README} if state.readme_is_theirs else frozenset())
    anyway = _settle(app, conflicts(settings, state, edited, protocol))
    desired = Desired(settings, manage_secrets=False, sync=False, replace=anyway, protocol=protocol)
    changes = file_changes(desired, state)
    found = update_changes(changes, state)
    found = replace(found, diffs={**found.diffs, **_copied_diffs(connection, state, changes)})
    data = _facts(state, found)
    if not changes.write and not changes.remove:
        kept = f" Kept as you edited it: {', '.join(found.kept)}." if found.kept else ""
        words = f"Nothing to do: {state.full_name} is up to date.{kept}"
        return Result(data | {"changed": False}, (words,), shown=True)
    if app.options.dry_run:
        return Result(data | {"changed": False}, ("Nothing was changed (--dry-run).",))
    app.screen.show(update_view(data))
    app.require([] if app.screen.asks or app.options.yes else [CONFIRM_MISSING])
    if not confirmed(app):
        return Result(data | {"changed": False}, ("Nothing was changed.",), shown=True)
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        context = Context(connection.github, progress, app.polling)
        run_steps(context, (commit_step(desired),), state)
    words = f"The next run of {repository.full_name} uses it; `section11-setup sync` starts one."
    return Result(data | {"changed": True}, (words,), shown=True)


def _protocol(app: App, connection: Connection, state: MirrorState) -> Protocol | None:
    """Read the newest protocol for a mirror that has copies of it; without them, or it, nothing."""
    copied = state.placed.copied
    if not copied.source:
        return None
    env = app.surroundings.env
    source = upstream_of(env) if VARIABLE in env else copied.source
    try:
        with app.screen.busy(f"Reading the protocol from {source}"):
            return read_protocol(connection.github, source, whole=copied.whole)
    except RefusedError as error:
        app.screen.explain(error)
        return None


def _copied_diffs(
    connection: Connection, state: MirrorState, changes: FileChanges
) -> dict[str, str]:
    """Compare the copies of the protocol that change."""
    paths = [path for path in sorted(state.placed.copied.paths) if path in changes.write]
    before = {
        path: connection.github.file(state.repository, path) or ""
        for path in paths[:MOST_COMPARED]
        if state.repository is not None and path in state.files
    }
    return {
        path: unified_diff(path, text, changes.write[path].decode())
        for path, text in before.items()
    }


def _require_not_newer(state: MirrorState) -> None:
    """Refuse to take an engine back.

    Raises:
        RefusedError: the mirror comes from a newer version of this program.
    """
    if is_newer(state.placed.version, engine.__version__):
        raise RefusedError(
            f"{state.full_name} runs engine {state.placed.version}, this program brings "
            f"{engine.__version__}.",
            "update the program first: pipx upgrade section11-setup",
        )


def _settle(app: App, found: dict[str, str]) -> frozenset[str]:
    """Decide which edited files are replaced: told by --edited, asked, or none."""
    if app.options.edited is not None:
        return frozenset(found) if app.options.edited == REPLACE else frozenset()
    if app.takes_defaults:
        return frozenset()
    return frozenset(unit for unit, diff in found.items() if _replaces(app, unit, diff))


def _replaces(app: App, unit: str, diff: str) -> bool:
    """Ask about one edited file, or about the engine."""
    answers = [
        Choice(KEEP, "keep it as it is", "kept"),
        Choice(REPLACE, "replace it by this version's; git keeps yours", "replaced"),
        Choice(SHOW, "show what would change", "shown"),
    ]
    while True:
        app.screen.say("")
        chosen = app.screen.prompts.choose(f"You edited {unit}.", answers, KEEP)
        if chosen != SHOW:
            return chosen == REPLACE
        app.screen.show(diff_view(diff))


def _facts(state: MirrorState, found: UpdateChanges) -> dict[str, Any]:
    files = asdict(found)
    diffs = files.pop("diffs")
    return {
        "repository": state.full_name,
        "engine": {"there": state.placed.version or None, "here": engine.__version__},
        "files": files,
        "diffs": diffs,
    }
