"""The steps of the set-up; update, settings and the doctor use some of them.

Each compares what is wanted with GitHub's state, and acts only where the plan asks for it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from templates.record import README
from wizard.errors import RefusedError
from wizard.github import errors
from wizard.github.records import ACTIVE, PAUSED
from wizard.mirror import fork
from wizard.mirror.commits import commit_files
from wizard.mirror.found.appearance import appeared
from wizard.mirror.found.other_syncs import to_silence
from wizard.mirror.found.state import (
    COMMIT_MESSAGE,
    UPDATE_MESSAGE,
    WORKFLOW_FILE,
    inspect,
    require_repository,
)
from wizard.mirror.found.visible import DESCRIPTION
from wizard.mirror.plan import Plan, decide
from wizard.mirror.step import TRIES, SkippedError, Step, decided_step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.credentials.secret import Secret
    from wizard.github.records import Head
    from wizard.mirror.desired import Desired
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.step import Context

    Act = Callable[[Context, Plan, MirrorState], MirrorState]

FIRST_COMMIT_S = 30.0
SEED_MESSAGE = "Start the data mirror"


def setup_steps(
    desired: Desired, secrets: Mapping[str, Secret], *, organization: bool = False
) -> tuple[Step, ...]:
    """Return all steps to the desired state, in their order.

    Args:
        desired: the goal.
        secrets: values by the name of the Actions secret.
        organization: whether the owner is an organization.
    """
    create = partial(_create, organization=organization)
    copy = partial(fork.make, organization=organization)
    step = partial(_planned, desired)
    return (
        step("Create the private repository", lambda p: p.create and not p.fork_of, create),
        step("Fork it", lambda plan: bool(plan.fork_of), copy),
        step("Wait until GitHub has filled the fork", lambda plan: plan.fill, fork.wait),
        step("Switch Actions on", lambda plan: plan.actions, _switch_on),
        step("Switch the workflow on", lambda plan: plan.enable, _enable),
        secrets_step(desired, secrets),
        variables_step(desired),
        step("Let workflows write", lambda plan: plan.permissions, _allow_writes),
        commit_step(desired),
        *((SILENCE,) if desired.paths is None else ()),
        step("Switch the schedule on", lambda plan: plan.awaken, fork.awaken),
    )


def secrets_step(desired: Desired, secrets: Mapping[str, Secret]) -> Step:
    """Return the step that seals the secrets that are missing or to be renewed."""
    act = partial(_set_secrets, secrets)
    return _planned(desired, "Seal the secrets", lambda plan: bool(plan.secrets), act)


def variables_step(desired: Desired) -> Step:
    """Return the step that sets the variables that differ."""
    title = "Set the variables"
    return _planned(desired, title, lambda plan: bool(plan.variables), _set_variables)


def commit_step(desired: Desired) -> Step:
    """Return the step that commits the files that differ."""
    title = "Commit workflow, engine and README"
    return _planned(desired, title, lambda plan: plan.commits, _commit)


def _planned(desired: Desired, title: str, needed: Callable[[Plan], bool], act: Act) -> Step:
    """Return a step of the plan; what is to be private goes nowhere else."""

    def guarded(context: Context, plan: Plan, state: MirrorState) -> MirrorState:
        if state.repository is not None and desired.settings.private:
            require_private(state)
        return act(context, plan, state)

    return decided_step(title, partial(decide, desired), needed, guarded)


def require_private(state: MirrorState) -> None:
    """Stop before any secret or data goes to a repository that everybody can read."""
    if state.repository is not None and not state.repository.private:
        raise RefusedError(
            f"{state.full_name} is public: everybody could read the training and health data.",
            f"make it private at {state.repository.page}/settings or choose another --repo",
        )


def _create(
    context: Context, _plan: Plan, state: MirrorState, *, organization: bool
) -> MirrorState:
    """Ask for the repository until GitHub has said that it made it, and look until it shows it."""
    asked_before = False
    for attempt in range(TRIES):
        try:
            context.github.create_repository(
                state.owner, state.name, organization=organization, description=DESCRIPTION
            )
        except errors.AnswerLostError:
            asked_before = True
            context.polling.between_tries(attempt)
            found = inspect(context.github, state.owner, state.name, created=True)
            if found.repository is not None:
                return found
        except errors.ConflictError as error:
            return _taken(context, state, error, asked_before=asked_before)
        else:
            return appeared(context.github, context.polling, state.owner, state.name)
    raise errors.AnswerLostError(
        f"GitHub does not say whether it has created {state.full_name}.",
        "run the same command again: it looks at what is there first",
    )


def _taken(
    context: Context, state: MirrorState, error: errors.ConflictError, *, asked_before: bool
) -> MirrorState:
    """Use a repository that an earlier try of this program made, but nobody's work.

    Raises:
        RefusedError: it is somebody's work, or of an account that the token may not look into.
    """
    if asked_before:
        return appeared(context.github, context.polling, state.owner, state.name)
    found = inspect(context.github, state.owner, state.name)
    if found.repository is None or not found.is_blank:
        raise RefusedError(error.message, error.remedy) from None
    return found


def _set_secrets(
    secrets: Mapping[str, Secret], context: Context, plan: Plan, state: MirrorState
) -> MirrorState:
    repository = require_repository(state)
    key = context.github.secret_key(repository)
    for name in plan.secrets:
        context.github.put_secret(repository, key, name, secrets[name])
    names = dict.fromkeys(plan.secrets, "")
    done = state.renewed | set(plan.secrets)
    return replace(state, secrets={**state.secrets, **names}, renewed=done)


def _set_variables(context: Context, plan: Plan, state: MirrorState) -> MirrorState:
    repository, github = require_repository(state), context.github
    now = dict(state.variables)
    for change in plan.variables:
        if change.after is None:
            github.delete_variable(repository, change.name)
            now.pop(change.name, None)
            continue
        put = github.create_variable if change.before is None else github.update_variable
        put(repository, change.name, change.after)
        now[change.name] = change.after
    return replace(state, variables=now)


def _allow_writes(context: Context, _plan: Plan, state: MirrorState) -> MirrorState:
    """Best effort: organizations may lock this, and the workflow asks for its rights itself."""
    try:
        context.github.allow_workflow_writes(require_repository(state))
    except (errors.ConflictError, errors.MissingRightError, errors.NotFoundError) as error:
        why = f"left as they are ({error.said or error.message}); the workflow asks for its own"
        raise SkippedError(why, replace(state, permissions=None)) from None
    return replace(state, permissions="write")


def _commit(context: Context, plan: Plan, state: MirrorState) -> MirrorState:
    message = UPDATE_MESSAGE if state.is_mirror else COMMIT_MESSAGE
    head = state.head or _first_head(context, plan, state)
    return commit_files(context, replace(state, head=head), plan.write, plan.remove, message)


def _first_head(context: Context, plan: Plan, state: MirrorState) -> Head:
    """Wait for the first commit of a new repository; make one in an empty repository."""
    repository = require_repository(state)
    head = _appearing_head(context, state) if state.created else None
    if head is None:
        path = README if README in plan.write else next(iter(plan.write))
        context.github.seed(repository, path, plan.write[path], SEED_MESSAGE)
        head = _appearing_head(context, state)
    if head is None:
        raise RefusedError(f"The first commit of {state.full_name} did not appear.", "try again")
    return head


def _appearing_head(context: Context, state: MirrorState) -> Head | None:
    repository = require_repository(state)
    for _ in context.polling.attempts(FIRST_COMMIT_S, "GitHub is making the first commit"):
        head = context.github.head(repository)
        if head is not None:
            return head
    return None


def _enable(context: Context, _plan: Plan, state: MirrorState) -> MirrorState:
    context.github.set_workflow(require_repository(state), WORKFLOW_FILE, enabled=True)
    workflow = state.workflow and replace(state.workflow, state=ACTIVE)
    return replace(state, workflow=workflow)


def _silence(context: Context, state: MirrorState) -> MirrorState:
    repository = require_repository(state)
    gone = to_silence(state.others)
    for file in gone:
        context.github.set_workflow(repository, file, enabled=False)
    others = tuple(
        replace(other, workflow=replace(other.workflow, state=PAUSED))
        if other.workflow is not None and other.file in gone
        else other
        for other in state.others
    )
    return replace(state, others=others)


SILENCE = Step("Switch other syncs off", lambda state: bool(to_silence(state.others)), _silence)


def _switch_on(context: Context, _plan: Plan, state: MirrorState) -> MirrorState:
    """Let workflows run; without that there is no mirror."""
    repository = require_repository(state)
    try:
        context.github.allow_actions(repository)
    except (errors.ConflictError, errors.MissingRightError, errors.InvalidError) as error:
        raise RefusedError(
            f"Actions is switched off in {state.full_name}, and GitHub does not let this token "
            f"switch it on ({error.said or error.message}).",
            f"switch it on, then run the same command: {repository.page}/settings/actions",
        ) from None
    return replace(state, actions=None)
