"""What a repository is before the set-up touches it, and what in it is the athlete's own. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from engine.output.store import FTP_HISTORY, HISTORY, LATEST
from templates.record import README
from wizard.mirror.state import ENGINE_FOLDER, SYNC_PROGRAM

if TYPE_CHECKING:
    from wizard.mirror.state import MirrorState

ENGINE_CALL = "-m engine"
"""Stands in every workflow that this product placed."""
CREDENTIAL = "INTERVALS_KEY"
"""Stands in every workflow that syncs Section 11 data, also in the guide's."""
OLD_ENGINE_SIGNS = ("intervals.icu", "from engine.__main__ import main")
QUIET_FILES = (".gitignore", ".gitattributes")
ENGINE_SIGN = f"{ENGINE_FOLDER}/run.py"


class Kind(StrEnum):
    """What a repository is."""

    MISSING = "absent"
    EMPTY = "empty"
    BLANK = "blank"
    BY_HAND = "made by hand"
    OURS = "set up by this program"
    DATA = "data without a working sync"
    OTHER = "other work"


ADOPTABLE = frozenset(Kind) - {Kind.OTHER}
"""Kinds that are taken without being asked for twice."""


def kind_of(state: MirrorState) -> Kind:
    """What it is; whoever made it, data of a mirror makes it one."""
    if state.repository is None:
        return Kind.MISSING
    if state.head is None:
        return Kind.EMPTY
    if state.placed.files or ENGINE_CALL in state.workflow_text:
        return Kind.OURS
    if CREDENTIAL in state.workflow_text or is_old_engine(state.sync_text):
        return Kind.BY_HAND
    if FTP_HISTORY in state.files or {LATEST, HISTORY} <= set(state.files):
        return Kind.DATA
    return Kind.BLANK if state.is_blank else Kind.OTHER


def is_old_engine(text: str) -> bool:
    """Whether a root ``sync.py`` is the guide's engine, or an earlier starter of ours."""
    return any(sign in text.lower() for sign in OLD_ENGINE_SIGNS)


def own_files(state: MirrorState) -> frozenset[str]:
    """Name the files of the athlete's own that stand where the product has one, too.

    They are left alone. The guide's workflow and engine are not among them: a mirror needs those
    in this version's form, and git keeps the old ones.
    """
    placed = state.placed.files
    found = {path for path in QUIET_FILES if path in state.files and path not in placed}
    if SYNC_PROGRAM in state.files and SYNC_PROGRAM not in placed:
        found |= set() if is_old_engine(state.sync_text) else {SYNC_PROGRAM}
    return frozenset(found | ({README} if state.readme_is_theirs else set()))


def foreign_engine(state: MirrorState) -> bool:
    """Whether the folder that the engine needs is taken by something else."""
    inside = any(path.startswith(f"{ENGINE_FOLDER}/") for path in state.files)
    return inside and kind_of(state) is Kind.OTHER and ENGINE_SIGN not in state.files
