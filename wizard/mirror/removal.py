"""Taking a mirror down: what goes, decided from the wish and from what is there, and the steps.

Each step decides again from what is there, so that a removal that broke off is finished by the same
command. The files go last: with the workflow the mirror itself is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from engine.base.format import PUBLISHED
from engine.output.shelf import BRANCH
from templates.record import README, may_remove
from templates.settings import BUNDLE, SECRETS, VARIABLES, WORKFLOW_PATH
from wizard.errors import RefusedError
from wizard.github.records import ACTIVE, PAUSED
from wizard.mirror.commits import commit_files
from wizard.mirror.files.edited import edited_paths
from wizard.mirror.found.state import (
    WORKFLOW_FILE,
    MirrorState,
    has_unrecorded_engine,
    in_folder,
    inspect,
    require_repository,
)
from wizard.mirror.step import decided_step, run_steps
from wizard.terminal.plan_lines import Action, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from wizard.mirror.step import Context, Step

    Act = Callable[[Context, "Removal", MirrorState], MirrorState]

ARCHIVE = "archive/"
OWN_FOLDER = ".section11/"
MESSAGE = "Remove the data mirror"
SETTING_SECRETS = ("WEEK_START", "ZONE_PREFERENCE")
"""Secrets of mirrors that were made by hand."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What goes besides schedule, secrets, variables and workflow.

    Attributes:
        engine: engine and README, too.
        data: data files and archive, too; the history of git keeps them.
    """

    engine: bool = False
    data: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """What there is to remove.

    Attributes:
        disable: whether the schedule still runs.
        secrets: names of Actions secrets.
        variables: names of Actions variables.
        files: paths.
    """

    disable: bool
    secrets: tuple[str, ...]
    variables: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is left to remove."""
        return not (self.disable or self.secrets or self.variables or self.files)


def decide_removal(wish: Wish, state: MirrorState) -> Removal:
    """Compare the wish with what is there; what others put into the repository stays."""
    active = state.workflow is not None and state.workflow.state == ACTIVE
    return Removal(
        disable=active and state.is_mirror,
        secrets=tuple(n for n in (*SECRETS, *SETTING_SECRETS) if n in state.secrets),
        variables=tuple(n for n in VARIABLES.values() if n in state.variables),
        files=tuple(path for path in sorted(state.files) if _goes(path, wish, state)),
    )


def _goes(path: str, wish: Wish, state: MirrorState) -> bool:
    if path == WORKFLOW_PATH:
        return True
    if path in PUBLISHED or path.startswith(ARCHIVE):
        return wish.data
    if not wish.engine:
        return False
    placed_files = state.placed.files
    if path == BUNDLE or path.startswith(OWN_FOLDER):
        return True
    if in_folder(path) and (has_unrecorded_engine(state) or any(map(in_folder, placed_files))):
        return True
    ours = path in placed_files and may_remove(path, state.files[path])
    kept = path in edited_paths(state) or (path == README and state.readme_is_theirs)
    return ours and not kept


def items(removal: Removal, wish: Wish, state: MirrorState) -> tuple[Item, ...]:
    """Say in words what goes and what stays."""
    gone, kept = Action.REMOVE, Action.KEEP
    data = [path for path in state.files if path in PUBLISHED or path.startswith(ARCHIVE)]
    lines = [Item(Action.CHANGE, "schedule", "stopped")] if removal.disable else []
    if removal.secrets:
        lines.append(Item(gone, "secrets", ", ".join(removal.secrets)))
    if removal.variables:
        lines.append(Item(gone, "variables", ", ".join(removal.variables)))
    if WORKFLOW_PATH in removal.files:
        lines.append(Item(gone, "workflow", WORKFLOW_PATH))
    what = "the sync program and its README"
    lines.append(Item(gone if wish.engine else kept, "engine, README", what))
    words = (
        f"{len(data)} files; the history of git keeps them" if wish.data else f"{len(data)} files"
    )
    lines.append(Item(gone if wish.data else kept, "your data", words))
    if state.has_data and state.repository is not None:
        page = f"{state.repository.page}/branches"
        lines.append(Item(kept, "snapshots", f"on the branch {BRANCH}, if there is one: {page}"))
    lines.append(Item(kept, "repository", f"{state.full_name} itself"))
    return tuple(lines)


def remove(context: Context, wish: Wish, state: MirrorState) -> MirrorState:
    """Remove what is wished and look whether it is gone.

    Raises:
        WizardError: what stopped it; the same command goes on from there.
    """
    run_steps(context, removal_steps(wish), state)
    state = inspect(context.github, state.owner, state.name)
    if not decide_removal(wish, state).empty:
        raise RefusedError(f"GitHub still shows parts of {state.full_name}.", "run it again")
    return state


def removal_steps(wish: Wish) -> tuple[Step, ...]:
    """Return the steps of a removal in their order."""
    step = partial(_decided, wish)
    return (
        step("Stop the schedule", lambda left: left.disable, lambda c, _, s: stop_schedule(c, s)),
        step(
            "Delete the secrets",
            lambda left: bool(left.secrets),
            lambda context, left, state: delete_secrets(context, left.secrets, state),
        ),
        step(
            "Delete the variables",
            lambda left: bool(left.variables),
            lambda context, left, state: delete_variables(context, left.variables, state),
        ),
        step(
            "Delete the files",
            lambda left: bool(left.files),
            lambda context, left, state: commit_files(context, state, {}, left.files, MESSAGE),
        ),
    )


def _decided(wish: Wish, title: str, needed: Callable[[Removal], bool], act: Act) -> Step:
    return decided_step(title, partial(decide_removal, wish), needed, act)


def stop_schedule(context: Context, state: MirrorState) -> MirrorState:
    """Switch the workflow off."""
    context.github.set_workflow(require_repository(state), WORKFLOW_FILE, enabled=False)
    stopped = state.workflow and replace(state.workflow, state=PAUSED)
    return replace(state, workflow=stopped)


def delete_secrets(context: Context, names: Collection[str], state: MirrorState) -> MirrorState:
    """Delete Actions secrets."""
    for name in names:
        context.github.delete_secret(require_repository(state), name)
    left = {name: when for name, when in state.secrets.items() if name not in names}
    return replace(state, secrets=left)


def delete_variables(context: Context, names: Collection[str], state: MirrorState) -> MirrorState:
    """Delete Actions variables."""
    for name in names:
        context.github.delete_variable(require_repository(state), name)
    left = {name: value for name, value in state.variables.items() if name not in names}
    return replace(state, variables=left)
