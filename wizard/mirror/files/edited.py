"""What the athlete changed in files that were placed. Pure.

The workflow and the README count by themselves, an engine in a folder as a whole: half of it from
one version and half from another would not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import engine
from templates.record import README, SYNC_PROGRAM, content_id
from templates.settings import BUNDLE, WORKFLOW_PATH
from templates.workflow_schedule import read_schedule, replace_schedule
from wizard.mirror.found.state import ENGINE, FOLDER_CALL, in_folder
from wizard.versions import is_newer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.mirror.found.state import MirrorState

PROGRAM_FILES = (WORKFLOW_PATH, README, SYNC_PROGRAM)
"""What a version brings besides its engine."""


def edited_paths(state: MirrorState) -> tuple[str, ...]:
    """Return the placed files that hold something else now; none without a record of them."""
    texts = {README: state.readme, WORKFLOW_PATH: state.workflow_text}
    found = []
    for path, placed in state.placed.files.items():
        sha = state.files.get(path)
        now = content_id(path, texts[path].encode()) if sha and texts.get(path) else sha
        if now is not None and now != placed:
            found.append(path)
    return tuple(found)


def group_of(path: str) -> str:
    """Name what is kept or replaced as one: a file, or the engine."""
    return ENGINE if path == BUNDLE or in_folder(path) else path


def edited_groups(state: MirrorState) -> frozenset[str]:
    """Name what the athlete edited: ``engine``, or paths of files."""
    return frozenset(map(group_of, edited_paths(state)))


def newer_groups(state: MirrorState) -> frozenset[str]:
    """Name what a newer version of this program placed, which an older one must not take back.

    That it is newer is only a claim, so what is not there is placed all the same.
    """
    if not is_newer(state.placed.version, engine.__version__):
        return frozenset()
    there = frozenset(path for path in PROGRAM_FILES if path in state.files)
    whole = all(path in state.files for path in state.placed.files if group_of(path) == ENGINE)
    has_engine = whole and (BUNDLE in state.files or any(map(in_folder, state.placed.files)))
    return there | {ENGINE} if has_engine else there - {WORKFLOW_PATH}


def kept_groups(state: MirrorState, replace: frozenset[str]) -> frozenset[str]:
    """Name what stays because the athlete edited it, or because a newer version placed it.

    An engine in a folder and the workflow that starts it stay or go together.

    Args:
        state: the mirror.
        replace: what is replaced although it was edited.
    """
    kept = (edited_groups(state) | newer_groups(state)) - replace
    tied = BUNDLE not in state.files and FOLDER_CALL in state.workflow_text
    if tied and kept & {ENGINE, WORKFLOW_PATH}:
        return kept | {ENGINE, WORKFLOW_PATH}
    return kept


def belongs_to(path: str, groups: Iterable[str]) -> bool:
    """Whether a path is part of one of these groups."""
    return group_of(path) in groups


def workflow_text(rendered: str, state: MirrorState, *, same_times: bool, keep: bool) -> str:
    """Return the workflow to place: the product's, or the athlete's with another schedule.

    Args:
        rendered: the product's workflow for the settings.
        state: the mirror.
        same_times: whether the schedule stays, so that cron lines moved by hand stay too.
        keep: whether the athlete's edits stay.
    """
    found = state.workflow_text
    if not found or WORKFLOW_PATH not in state.placed.files:
        return rendered
    try:
        wanted = read_schedule(found if same_times else rendered)
        return replace_schedule(found if keep else rendered, wanted)
    except ValueError:
        return found if keep else rendered
