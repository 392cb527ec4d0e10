"""What was published before and shall not stay: another athlete's data, or too open snapshots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.base.format import PUBLISHED
from engine.output.shelf import BRANCH
from wizard.mirror.commits import change_files_step
from wizard.mirror.found.state import require_repository
from wizard.mirror.removal import ARCHIVE
from wizard.mirror.step import Step
from wizard.terminal.plan_lines import Action, Item

if TYPE_CHECKING:
    from wizard.github.client import GitHub
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.plan import Plan
    from wizard.mirror.step import Context

NOT_OUT_OF_HISTORY = "the history of git keeps them; only a new repository is without"


@dataclass(frozen=True, slots=True)
class OldData:
    """What goes.

    Attributes:
        what: name in the plan; empty when nothing goes.
        paths: files on the default branch.
        branch: whether the archive's own branch goes, too.
    """

    what: str = ""
    paths: tuple[str, ...] = ()
    branch: bool = False

    @property
    def words(self) -> str:
        """Say what goes, and what stays all the same."""
        number = len(self.paths)
        files = [f"{number} file{'' if number == 1 else 's'}"] if number else []
        branch = [f"the branch {BRANCH}"] if self.branch else []
        return f"{' and '.join(files + branch)}; {NOT_OUT_OF_HISTORY}"


def with_archive(github: GitHub, state: MirrorState) -> MirrorState:
    """Look whether the archive has a branch of its own."""
    there = state.repository is not None and github.has_branch(state.repository, BRANCH)
    return replace(state, archive_there=there)


def of_an_athlete(state: MirrorState) -> OldData:
    """Return what holds one athlete's data; that of two would be mixed."""
    paths = (path for path in state.files if path in PUBLISHED or path.startswith(ARCHIVE))
    return OldData("data of another athlete", tuple(sorted(paths)), state.archive_there)


def snapshots(state: MirrorState) -> OldData:
    """Return the snapshots, which say what they said when they were made."""
    paths = tuple(sorted(path for path in state.files if path.startswith(ARCHIVE)))
    there = bool(paths) or state.archive_there
    return OldData("older snapshots", paths, state.archive_there) if there else OldData()


def with_removal(plan: Plan, old: OldData) -> Plan:
    """Show in a plan what goes."""
    if not old.what:
        return plan
    kept = tuple(item for item in plan.items if item.what not in {"your data", old.what})
    return replace(plan, items=(*kept, Item(Action.REMOVE, old.what, old.words)))


def removal_steps(old: OldData) -> tuple[Step, ...]:
    """Return the steps that delete it."""
    if not old.what:
        return ()
    title, message = f"Delete the {old.what}", f"Remove the {old.what}"
    return (
        change_files_step(title, message, {}, old.paths),
        Step(f"Delete the branch {BRANCH}", lambda state: state.archive_there, _delete_branch),
    )


def _delete_branch(context: Context, state: MirrorState) -> MirrorState:
    context.github.delete_branch(require_repository(state), BRANCH)
    return replace(state, archive_there=False)
