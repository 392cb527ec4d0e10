"""The mirrors that a token can see, without reading every repository."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH
from wizard.github.errors import GitHubError, MissingRightError

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.github.client import GitHub
    from wizard.github.records import Repository

DESCRIPTION = "Training data from Intervals.icu for AI coaches (private mirror)"
"""Of the repositories that a set-up creates."""
LIVELY = timedelta(days=3)
MOST_LOOKED_INTO = 5


def visible_mirrors(github: GitHub, now: datetime) -> tuple[Repository, ...]:
    """Return the mirrors of this product that the token sees, the liveliest first.

    Those that a set-up created say so. Of the others only the few that were pushed to last are
    looked into: a mirror that works is among them, and reading all would take minutes.
    """
    try:
        found = [one for one in github.repositories() if not one.archived]
    except MissingRightError:  # a token that may not list can still work on what is named
        return ()
    looked = [one for one in found if one.description != DESCRIPTION and _is_lively(one, now)]
    ours = {one.full_name for one in found if one.description == DESCRIPTION}
    ours |= {one.full_name for one in looked[:MOST_LOOKED_INTO] if _has_record(github, one)}
    return tuple(one for one in found if one.full_name in ours)


def _has_record(github: GitHub, repository: Repository) -> bool:
    try:
        return github.file(repository, MANAGED_PATH) is not None
    except GitHubError:  # what may not be read is none that could be looked after
        return False


def _is_lively(repository: Repository, now: datetime) -> bool:
    return repository.pushed_at is not None and now - repository.pushed_at < LIVELY
