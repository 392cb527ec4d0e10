"""Repairs that switch one thing: the repository, Actions, or the workflow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.doctor.finding import TITLES, Repair
from wizard.github.records import ACTIVE
from wizard.mirror.found.state import WORKFLOW_FILE, require_repository
from wizard.mirror.removal import stop_schedule
from wizard.mirror.step import Step
from wizard.mirror.workflow_run import wait_until_registered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.step import Context


def _unarchive(context: Context, state: MirrorState) -> MirrorState:
    repository = require_repository(state)
    context.github.unarchive(repository)
    return replace(state, repository=replace(repository, archived=False))


def _make_private(context: Context, state: MirrorState) -> MirrorState:
    repository = require_repository(state)
    context.github.make_private(repository)
    return replace(state, repository=replace(repository, private=True))


def _allow_actions(context: Context, state: MirrorState) -> MirrorState:
    context.github.allow_actions(require_repository(state))
    return replace(state, actions=None)


def _allow_writes(context: Context, state: MirrorState) -> MirrorState:
    context.github.allow_workflow_writes(require_repository(state))
    return replace(state, permissions="write")


def _register(context: Context, state: MirrorState) -> MirrorState:
    workflow = wait_until_registered(context, require_repository(state))
    return replace(state, workflow=workflow)


def _enable(context: Context, state: MirrorState) -> MirrorState:
    context.github.set_workflow(require_repository(state), WORKFLOW_FILE, enabled=True)
    return replace(state, workflow=state.workflow and replace(state.workflow, state=ACTIVE))


def _is_off(state: MirrorState) -> bool:
    return state.workflow is not None and state.workflow.state != ACTIVE


UNARCHIVE = Step(
    TITLES[Repair.UNARCHIVE],
    lambda state: state.repository is not None and state.repository.archived,
    _unarchive,
)
PRIVATE = Step(
    TITLES[Repair.PRIVATE],
    lambda state: state.repository is not None and not state.repository.private,
    _make_private,
)
ACTIONS = Step(
    TITLES[Repair.ACTIONS],
    lambda state: state.actions is not None and not state.actions.suffice,
    _allow_actions,
)
PERMISSIONS = Step(
    TITLES[Repair.PERMISSIONS], lambda state: state.permissions != "write", _allow_writes
)
REGISTER = Step(TITLES[Repair.REGISTER], lambda state: state.workflow is None, _register)
ENABLE = Step(TITLES[Repair.ENABLE], _is_off, _enable)
DISABLE = Step("Switch the workflow off", lambda state: not _is_off(state), stop_schedule)

SWITCHES: Mapping[Repair, tuple[Step, ...]] = {
    Repair.UNARCHIVE: (UNARCHIVE,),
    Repair.PRIVATE: (PRIVATE,),
    Repair.ACTIONS: (ACTIONS,),
    Repair.PERMISSIONS: (PERMISSIONS,),
    Repair.REGISTER: (REGISTER,),
    Repair.ENABLE: (ENABLE,),
    Repair.WAKE: (DISABLE, ENABLE),
}
