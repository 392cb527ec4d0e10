"""A repository that GitHub has just made, and shows a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.errors import TimedOutError
from wizard.mirror.found.state import inspect

if TYPE_CHECKING:
    from wizard.github.client import GitHub
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.poll import Polling

APPEARANCE_S = 30.0


def appeared(
    github: GitHub, polling: Polling, owner: str, name: str, *, created: bool = True
) -> MirrorState:
    """Look until GitHub shows what it has made; it is never asked for a second time.

    Args:
        github: what to look with.
        polling: how long to wait between two looks.
        owner: of the repository.
        name: of the repository.
        created: whether nobody's work can be in it.

    Raises:
        TimedOutError: it does not within half a minute.
    """
    for _ in polling.attempts(APPEARANCE_S, "GitHub is making the repository visible"):
        state = inspect(github, owner, name, created=created)
        if state.repository is not None:
            return state
    raise TimedOutError(
        f"GitHub has created {owner}/{name}, but does not show it yet.",
        "run the same command again in a minute: it goes on with that repository",
    )
