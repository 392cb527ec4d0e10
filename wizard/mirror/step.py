"""One change of a mirror, and the only runner: act, look again, and act only when needed.

A step is done when nothing of it is pending, so a lost answer or an interruption is mended by
looking at GitHub again, never by sending again blindly. The loop is our own for that reason: a
library for retries repeats the call that failed, while this one decides anew from what it sees, and
accepts a change that was made although the last answer was lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from engine.output.shelf import BRANCH
from wizard.errors import RefusedError
from wizard.github import errors
from wizard.mirror.found.state import MirrorState, inspect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wizard.github.client import GitHub
    from wizard.mirror.poll import Polling
    from wizard.terminal.progress import Progress

TRIES = 4
Decision = TypeVar("Decision")


@dataclass(frozen=True, slots=True)
class Context:
    """What steps act with.

    Attributes:
        github: the gateway.
        progress: who is told.
        polling: how long to wait between looks.
    """

    github: GitHub
    progress: Progress
    polling: Polling


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change; each may be made twice.

    Attributes:
        title: what is done, as in "Delete the files".
        pending: whether something is left to do.
        act: does it, and returns the state afterwards.
    """

    title: str
    pending: Callable[[MirrorState], bool]
    act: Callable[[Context, MirrorState], MirrorState]


class SkippedError(Exception):
    """A step that could not be made and is not needed."""

    def __init__(self, why: str, state: MirrorState) -> None:
        super().__init__(why)
        self.why = why
        self.state = state


def decided_step(
    title: str,
    decide: Callable[[MirrorState], Decision],
    needed: Callable[[Decision], bool],
    act: Callable[[Context, Decision, MirrorState], MirrorState],
) -> Step:
    """Return a step that decides from each state anew what is left to do.

    Args:
        title: what is done.
        decide: compares what is wanted with what is there.
        needed: whether the decision asks for this step.
        act: does what was decided.
    """
    return Step(
        title,
        lambda state: needed(decide(state)),
        lambda context, state: act(context, decide(state), state),
    )


def run_steps(context: Context, steps: Iterable[Step], state: MirrorState) -> MirrorState:
    """Make the changes that are pending, one step after the other.

    Args:
        context: what to act with.
        steps: in the order in which they are made.
        state: the mirror as it was read last.

    Returns:
        The state that was reached.

    Raises:
        WizardError: what stopped it; running the same again goes on from there.
    """
    before = state
    try:
        for step in steps:
            state = apply_until_done(context, step, state)
    except errors.MissingRightError as error:
        if before.repository is None and state.repository is not None:
            error.message = (
                f"{state.full_name} was created, but: {error.message} With a token that may, the "
                "same command goes on with that repository."
            )
        raise
    return state


def apply_until_done(context: Context, step: Step, state: MirrorState) -> MirrorState:
    """Act until nothing of this step is pending, and report it.

    Raises:
        WizardError: what stopped it.
    """
    if not step.pending(state):
        return state
    context.progress.begin(step.title)
    try:
        state = _act_and_look(context, step, state)
    except SkippedError as skip:
        context.progress.skipped(step.title, skip.why)
        return skip.state
    except Exception:
        context.progress.failed(step.title)
        raise
    context.progress.done(step.title)
    return state


def _act_and_look(context: Context, step: Step, state: MirrorState) -> MirrorState:
    trouble: errors.GitHubError | None = None
    for attempt in range(TRIES):
        try:
            state, trouble = step.act(context, state), None
        except (errors.AnswerLostError, errors.ConflictError) as error:
            trouble = error
            context.polling.between_tries(attempt)
            state = _look_again(context.github, state)
        if not step.pending(state):
            return state
    raise trouble or RefusedError(
        f"GitHub did not keep what was sent ({step.title.lower()}).", "try again in a minute"
    )


def _look_again(github: GitHub, state: MirrorState) -> MirrorState:
    """Read the mirror anew; what only this run knows is carried over."""
    fresh = inspect(github, state.owner, state.name, created=state.created)
    actions = state.actions
    if actions is not None and fresh.repository is not None:
        actions = github.actions_permissions(fresh.repository)
    archive = (
        state.archive_there
        and fresh.repository is not None
        and github.has_branch(fresh.repository, BRANCH)
    )
    return replace(fresh, renewed=state.renewed, actions=actions, archive_there=archive)
