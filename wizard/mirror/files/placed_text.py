"""The text that was placed before the athlete edited it: found in the mirror, or in its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH, README, content_id, readme_with_last_sync
from templates.settings import WORKFLOW_PATH
from templates.workflow_schedule import read_schedule, replace_schedule
from wizard.mirror.files.three_way import Joined, join
from wizard.mirror.files.wanted import base_path, product_files

if TYPE_CHECKING:
    from templates.settings import MirrorSettings
    from wizard.github.client import GitHub
    from wizard.mirror.found.state import MirrorState

MOST_COMMITS = 10
"""Commits of this program that are looked into; an edit older than these is not joined."""


def joined_files(github: GitHub, settings: MirrorSettings, state: MirrorState) -> dict[str, Joined]:
    """Join the edited workflow and README with this version's, where that brings something."""
    found = {}
    for path, theirs in ((WORKFLOW_PATH, state.workflow_text), (README, state.readme)):
        known = state.placed.files.get(path)
        if known is None or content_id(path, theirs.encode()) == known:
            continue
        ours = product_files(settings, state)[path].decode()
        placed = _placed(github, state, path, known)
        if placed is None or content_id(path, ours.encode()) == known:
            continue
        joined = join(_like(path, placed, theirs), theirs, ours)
        if joined.text != theirs or joined.conflicts:
            found[path] = joined
    return found


def _placed(github: GitHub, state: MirrorState, path: str, known: str) -> str | None:
    """Return the text of this name in git."""
    repository = state.repository
    if repository is None:
        return None
    kept = github.file(repository, base_path(path)) if base_path(path) in state.files else None
    if kept is not None and content_id(path, kept.encode()) == known:
        return kept
    for commit in github.commits_of(repository, MANAGED_PATH, MOST_COMMITS):
        text = github.file(repository, path, commit)
        if text is not None and content_id(path, text.encode()) == known:
            return text
    return None


def _like(path: str, placed: str, theirs: str) -> str:
    """Leave out of the comparison what moves by itself: the last sync, and cron lines."""
    if path == README:
        return readme_with_last_sync(placed.encode(), theirs).decode()
    try:
        return replace_schedule(placed, read_schedule(theirs))
    except ValueError:
        return placed
