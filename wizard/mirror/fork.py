"""Forking Section 11: made once, waited for, and its schedule switched on.

GitHub makes the fork at once and copies its content later. It switches the schedules of forks off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.errors import RefusedError, TimedOutError
from wizard.github import errors
from wizard.github.records import ACTIVE
from wizard.mirror.found.appearance import appeared
from wizard.mirror.found.state import WORKFLOW_FILE, MirrorState, inspect, require_repository

if TYPE_CHECKING:
    from wizard.mirror.plan import Plan
    from wizard.mirror.step import Context

CONTENT_S = 300.0
REGISTRATION_S = 120.0


def make(context: Context, plan: Plan, state: MirrorState, *, organization: bool) -> MirrorState:
    """Ask for the fork; GitHub gives the one that is there when there is one already.

    Raises:
        RefusedError: the name is taken, or the fork has another name.
    """
    owner = state.owner if organization else None
    try:
        made = context.github.fork(plan.fork_of, state.name, owner)
    except errors.InvalidError as error:
        raise RefusedError(
            f"GitHub does not fork {plan.fork_of} as {state.full_name} ({error.said}).",
            "choose another name with --repo",
        ) from None
    if made.full_name.lower() != state.full_name.lower():
        raise RefusedError(
            f"There is a fork of {plan.fork_of} already: {made.full_name}.",
            f"use it: --fork --repo {made.full_name}",
        )
    shown = appeared(context.github, context.polling, state.owner, state.name, created=False)
    return _with_actions(context, shown)


def wait(context: Context, _plan: Plan, state: MirrorState) -> MirrorState:
    """Wait until the content of the fork is there.

    Raises:
        TimedOutError: it takes longer than five minutes.
    """
    for _ in context.polling.attempts(CONTENT_S, "GitHub is copying"):
        fresh = _with_actions(context, inspect(context.github, state.owner, state.name))
        if fresh.head is not None:
            return fresh
    raise TimedOutError(
        f"GitHub has not filled the fork {state.full_name} in five minutes.",
        "run the same command again in a while",
    )


def _with_actions(context: Context, fresh: MirrorState) -> MirrorState:
    if fresh.repository is None or fresh.head is None:
        return fresh
    return replace(fresh, actions=context.github.actions_permissions(fresh.repository))


def awaken(context: Context, _plan: Plan, state: MirrorState) -> MirrorState:
    """Wait until GitHub knows the workflow, and switch it on.

    Raises:
        TimedOutError: GitHub does not register it.
    """
    repository = require_repository(state)
    for _ in context.polling.attempts(REGISTRATION_S, "GitHub is registering the workflow"):
        workflow = context.github.workflow(repository, WORKFLOW_FILE)
        if workflow is None:
            continue
        if workflow.state != ACTIVE:
            context.github.set_workflow(repository, WORKFLOW_FILE, enabled=True)
        return replace(state, workflow=replace(workflow, state=ACTIVE))
    raise TimedOutError(
        "GitHub has not registered the workflow in two minutes.", "run the same command again"
    )
