"""What the athlete changed in files that were placed. Pure.

The workflow and the README count by themselves, an engine in a folder as a whole: half of it from
one version and half from another would not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.record import README, content_id
from templates.settings import BUNDLE, WORKFLOW_PATH
from templates.workflow_schedule import read_schedule, replace_schedule
from wizard.mirror.state import ENGINE, FOLDER_CALL, in_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.mirror.state import MirrorState


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


def kept_groups(state: MirrorState, replace: frozenset[str]) -> frozenset[str]:
    """Name what stays because the athlete edited it.

    An engine in a folder and the workflow that starts it stay or go together.

    Args:
        state: the mirror.
        replace: what is replaced although it was edited.
    """
    kept = edited_groups(state) - replace
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
