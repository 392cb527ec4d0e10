"""Act, and look again when the answer was lost: one change that may be made twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wizard.errors import RefusedError
from wizard.github import errors
from wizard.mirror.state import MirrorState, inspect

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.github.client import GitHub
    from wizard.github.records import Repository
    from wizard.mirror.poll import Pace
    from wizard.terminal.progress import Progress

TRIES = 4


@dataclass(frozen=True, slots=True)
class Hands:
    """What a change is made with."""

    github: GitHub
    progress: Progress
    pace: Pace


def there(state: MirrorState) -> Repository:
    """Return the repository.

    Raises:
        RefusedError: there is none.
    """
    if state.repository is None:
        raise RefusedError(f"{state.full_name} does not exist.", "run section11-setup")
    return state.repository


def settle(
    hands: Hands,
    title: str,
    state: MirrorState,
    pending: Callable[[MirrorState], bool],
    act: Callable[[MirrorState], MirrorState],
) -> MirrorState:
    """Act until nothing is pending.

    Args:
        hands: what to act with.
        title: what is done, as in "Delete the files".
        state: the mirror.
        pending: whether there is something to do.
        act: does it and gives the state afterwards.

    Raises:
        WizardError: what stopped it.
    """
    if not pending(state):
        return state
    hands.progress.begin(title)
    for attempt in range(TRIES):
        try:
            state = act(state)
        except (errors.AnswerLostError, errors.ConflictError):
            hands.pace.between_tries(attempt)
            state = inspect(hands.github, state.owner, state.name)
        except BaseException:
            hands.progress.failed(title)
            raise
        if not pending(state):
            hands.progress.done(title)
            return state
    hands.progress.failed(title)
    raise RefusedError(f"GitHub did not do it ({title.lower()}).", "try again in a minute")


def remove_files(
    hands: Hands, title: str, state: MirrorState, paths: tuple[str, ...], message: str
) -> MirrorState:
    """Delete files in one commit; those that are not there are fine."""

    def left(state: MirrorState) -> tuple[str, ...]:
        return tuple(path for path in paths if path in state.files)

    def act(state: MirrorState) -> MirrorState:
        if state.head is None:
            return replace(state, files={})
        head = hands.github.commit(there(state), state.head, {}, left(state), message)
        files = {path: sha for path, sha in state.files.items() if path not in paths}
        return replace(state, head=head, files=files)

    return settle(hands, title, state, lambda state: bool(left(state)), act)
