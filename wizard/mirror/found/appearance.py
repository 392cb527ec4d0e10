"""A repository that GitHub has just made, and shows a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.errors import TimedOutError
from wizard.mirror.state import inspect

if TYPE_CHECKING:
    from wizard.mirror.state import MirrorState
    from wizard.mirror.step import Context

APPEARANCE_S = 30.0


def appeared(context: Context, owner: str, name: str, *, created: bool = True) -> MirrorState:
    """Look until GitHub shows what it has made; it is never asked for a second time.

    Args:
        context: what to look with.
        owner: of the repository.
        name: of the repository.
        created: whether nobody's work can be in it.

    Raises:
        TimedOutError: it does not within half a minute.
    """
    for _ in context.polling.attempts(APPEARANCE_S, "GitHub is making the repository visible"):
        state = inspect(context.github, owner, name, created=created)
        if state.repository is not None:
            return state
    raise TimedOutError(
        f"GitHub has created {owner}/{name}, but does not show it yet.",
        "run the same command again in a minute: it goes on with that repository",
    )
