"""Are engine and README those of this version?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import engine
from templates.record import README
from templates.settings import WORKFLOW_PATH
from wizard import __version__
from wizard.doctor.finding import Repair, error, note, warning
from wizard.mirror.desired import Desired
from wizard.mirror.files.edited import edited_groups, group_of
from wizard.mirror.files.wanted import FileChanges, file_changes
from wizard.mirror.state import ENGINE_FOLDER
from wizard.versions import is_newer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts
    from wizard.doctor.finding import Finding

OUR_FIRST = f"{ENGINE_FOLDER}/__init__.py"


def summary(facts: Facts) -> str:
    """Say which version it is."""
    version = facts.state.placed.version
    return f"engine {version}, up to date" if version else "not placed by section11-setup"


def _ours(facts: Facts) -> FileChanges | None:
    """Compare the files; None when the mirror is not ours, or from a newer version."""
    state = facts.state
    placed = state.placed.files or OUR_FIRST in state.files
    if not state.is_mirror or not placed or is_newer(state.placed.version, engine.__version__):
        return None
    return file_changes(Desired(facts.settings), state)


def newer(facts: Facts) -> Iterator[Finding]:
    """An older wizard must not take an engine back."""
    version = facts.state.placed.version
    if is_newer(version, engine.__version__):
        yield warning(
            "engine-newer",
            f"The mirror runs engine {version}, newer than this program's {engine.__version__}.",
            remedy=f"update this program ({__version__}): pipx upgrade section11-setup",
        )


def complete(facts: Facts) -> Iterator[Finding]:
    """A missing module stops every run."""
    state = facts.state
    placed = (path for path in state.placed.files if group_of(path) == ENGINE_FOLDER)
    missing = [path for path in placed if path not in state.files]
    if missing:
        number = f"{len(missing)} files" if len(missing) > 1 else "A file"
        yield error(
            "engine-incomplete",
            f"{number} of the engine {'are' if len(missing) > 1 else 'is'} gone: {missing[0]}"
            f"{' and others' if len(missing) > 1 else ''}.",
            remedy="place the engine again",
            repair=Repair.ENGINE,
        )


def current(facts: Facts) -> Iterator[Finding]:
    """What an update would change."""
    changes = _ours(facts)
    if changes is None:
        return
    gone = {path for path in facts.state.placed.files if path not in facts.state.files}
    touched = {group_of(path) for path in (*changes.write, *changes.remove) if path not in gone}
    version = facts.state.placed.version
    if ENGINE_FOLDER in touched:
        known = f"It has {version}, this is {engine.__version__}." if version else ""
        same = version == engine.__version__
        yield warning(
            "engine-outdated",
            "The engine is not that of this version.",
            "Some files differ." if same else known,
            "bring it to this version",
            Repair.FILES,
        )
    for unit, name in ((WORKFLOW_PATH, "workflow"), (README, "README")):
        if unit in touched:
            yield (warning if name == "workflow" else note)(
                f"{name.lower()}-outdated",
                f"The {name} is not that of this version and these settings.",
                remedy="bring it to this version",
                repair=Repair.FILES,
            )


def edited(facts: Facts) -> Iterator[Finding]:
    """An engine that was edited is not updated."""
    if ENGINE_FOLDER in edited_groups(facts.state):
        yield note(
            "engine-edited",
            "The engine was edited by hand, so updates leave it alone as a whole.",
            remedy="section11-setup update replaces it if you like",
        )


CHECKS = (newer, complete, current, edited)
