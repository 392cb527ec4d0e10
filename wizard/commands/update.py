"""Bring engine, workflow and README of a mirror to this version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import engine
from templates.record import README
from wizard.commands.options.update import JOIN, KEEP, REPLACE
from wizard.commands.repository import existing_mirror
from wizard.errors import RefusedError
from wizard.mirror.apply import commit_step
from wizard.mirror.desired import Desired
from wizard.mirror.files.compare import UpdateChanges, conflicts, unified_diff, update_changes
from wizard.mirror.files.edited import edited_groups
from wizard.mirror.files.placed_text import joined_files
from wizard.mirror.files.wanted import file_changes
from wizard.mirror.found.state import ENGINE
from wizard.mirror.plan import moving_snapshots
from wizard.mirror.settings import read_settings
from wizard.mirror.step import run_steps
from wizard.mirror.upstream import (
    UPSTREAM,
    VARIABLE,
    Protocol,
    former_copies,
    read_protocol,
    upstream_of,
)
from wizard.terminal.prompts import Choice
from wizard.versions import is_newer
from wizard.views.result import Result
from wizard.views.update import (
    LINES_SHOWN,
    UpdatedEngine,
    UpdatedFiles,
    UpdateFacts,
    diff_view,
    update_view,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.commands.invocation import Invocation
    from wizard.commands.options.update import UpdateOptions
    from wizard.dialogs.connection import Connection
    from wizard.environment import Environment
    from wizard.mirror.files.three_way import Joined
    from wizard.mirror.files.wanted import FileChanges
    from wizard.mirror.found.state import MirrorState
    from wizard.terminal.screen import Screen

MOST_COMPARED = 10
SHOW = "show"


def run(invocation: Invocation, options: UpdateOptions) -> Result[UpdateFacts]:
    """Show the difference, ask about what the athlete edited, and make one commit."""
    screen = invocation.screen
    connection, state, repository = existing_mirror(invocation, options)
    _require_not_newer(state)
    settings = read_settings(state, None)
    protocol = _protocol(screen, invocation.environment, connection, state)
    edited = edited_groups(state) | ({README} if state.readme_is_theirs else frozenset())
    disputed = conflicts(settings, state, edited, protocol)
    joined = joined_files(connection.github, settings, state) if disputed else {}
    chosen = _choices(screen, options.edited, disputed, joined)
    desired = Desired(
        settings,
        manage_secrets=False,
        sync=False,
        replace=frozenset(group for group, said in chosen.items() if said == REPLACE),
        protocol=protocol,
        joined={path: one.text for path, one in joined.items() if chosen.get(path) == JOIN},
    )
    changes = file_changes(desired, state)
    found = update_changes(changes, state)
    facts = _facts(state, found, _copied_diffs(connection, state, changes))
    if ENGINE not in changes.kept:
        facts = replace(facts, snapshots=moving_snapshots(settings, state))
    if not changes.write and not changes.remove:
        kept = f" Kept as you edited it: {', '.join(found.kept)}." if found.kept else ""
        words = f"Nothing to do: {state.full_name} is up to date.{kept}"
        return Result(facts, (words,), shown=True)
    if invocation.behavior.dry_run:
        return Result(facts, ("Nothing was changed (--dry-run).",))
    screen.show(update_view(facts, most=LINES_SHOWN))
    if not invocation.confirmed():
        return Result(facts, ("Nothing was changed.",), shown=True)
    with connection.at_work(screen) as context:
        run_steps(context, (commit_step(desired),), state)
    words = f"The next run of {repository.full_name} uses it; `section11-setup sync` starts one."
    return Result(replace(facts, changed=True), (words,), shown=True)


def _protocol(
    screen: Screen, environment: Environment, connection: Connection, state: MirrorState
) -> Protocol | None:
    """Read the newest protocol for a mirror that has copies of it; without them, or it, nothing."""
    copied = state.placed.copied
    if not copied.source:
        return None
    env = environment.env
    source = upstream_of(env) if VARIABLE in env else copied.source
    if VARIABLE not in env and source != UPSTREAM and not _takes_foreign(screen, source):
        return None
    try:
        with screen.busy(f"Reading the protocol from {source}"):
            protocol = read_protocol(connection.github, source, whole=copied.whole)
            former = former_copies(connection.github, protocol, state)
            return replace(protocol, former=former)
    except RefusedError as error:
        screen.explain(error)
        return None


def _takes_foreign(screen: Screen, source: str) -> bool:
    """Ask whether the protocol comes from where the mirror's own record says."""
    said = f"The protocol in this mirror is said to come from {source}, not from {UPSTREAM}."
    screen.note(f"{said} A coach does what a protocol says.")
    if screen.takes_defaults:
        screen.say(f"It stays as it is; to renew it from there, set {VARIABLE}={source}.")
        return False
    return screen.prompts.confirm(f"Renew it from {source}?", default=False)


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


def _choices(
    screen: Screen, said: str | None, disputed: Mapping[str, str], joined: Mapping[str, Joined]
) -> dict[str, str]:
    """Decide what becomes of each edited file: told by --edited, asked, or kept."""
    if said is None and not screen.takes_defaults:
        return {
            group: _ask(screen, group, diff, joined.get(group)) for group, diff in disputed.items()
        }
    if said != JOIN:
        return dict.fromkeys(disputed, said or KEEP)
    return {group: _unasked(screen, group, joined.get(group)) for group in disputed}


def _unasked(screen: Screen, group: str, joined: Joined | None) -> str:
    """Join what can be joined, and say where it collided, or why it could not be."""
    if joined is None:
        screen.note(f"{group} stays as you edited it: there is nothing to join it with.")
        return KEEP
    if joined.conflicts:
        screen.note(f"{group}: where this version changed what you changed, yours stays.")
        screen.show(diff_view("\n".join(joined.conflicts)))
    return JOIN


def _ask(screen: Screen, group: str, diff: str, joined: Joined | None) -> str:
    """Ask about one edited file, or about the engine."""
    answers = [
        Choice(KEEP, "keep it as it is", "kept"),
        Choice(REPLACE, "replace it by this version's; git keeps yours", "replaced"),
        Choice(SHOW, "show what would change", "shown"),
    ]
    if joined is not None:
        collides = len(joined.conflicts)
        words = f", yours in {collides} place{'' if collides == 1 else 's'}" if collides else ""
        answers.insert(
            0, Choice(JOIN, f"join both: your edits and this version's{words}", "joined")
        )
    while True:
        screen.say("")
        standard = KEEP if joined is None or joined.conflicts else JOIN
        chosen = screen.prompts.choose(f"You edited {group}.", answers, standard)
        if chosen != SHOW:
            return chosen
        screen.show(diff_view(diff))
        if joined is not None and joined.conflicts:
            screen.note("Where both changed the same lines:")
            screen.show(diff_view("\n".join(joined.conflicts)))


def _facts(state: MirrorState, found: UpdateChanges, copied: Mapping[str, str]) -> UpdateFacts:
    return UpdateFacts(
        repository=state.full_name,
        engine=UpdatedEngine(state.placed.version or None, engine.__version__),
        files=UpdatedFiles(found.added, found.changed, found.removed, found.kept),
        diffs={**found.diffs, **copied},
    )
