"""The steps that carry out a plan.

Each step looks at GitHub (the state), decides (the plan), acts, and decides again. A step whose
part of the plan is empty is done, so a lost answer or an interruption is healed by looking again,
never by sending again blindly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH, README, Placed, blob_sha
from templates.settings import WORKFLOW_PATH
from wizard.errors import RefusedError
from wizard.github import errors
from wizard.github.records import ACTIVE
from wizard.mirror import fork
from wizard.mirror.plan import decide
from wizard.mirror.state import COMMIT_MESSAGE, UPDATE_MESSAGE, WORKFLOW_FILE, MirrorState, inspect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.credentials.secret import Secret
    from wizard.github.client import GitHub
    from wizard.github.records import Head, Repository
    from wizard.mirror.plan import Desired, Plan
    from wizard.mirror.poll import Pace
    from wizard.terminal.progress import Progress

TRIES = 4
FIRST_COMMIT_S = 30.0
DESCRIPTION = "Training data from Intervals.icu for AI coaches (private mirror)"
SEED_MESSAGE = "Start the data mirror"


@dataclass(frozen=True, slots=True)
class Work:
    """What the steps act with.

    Attributes:
        github: the gateway.
        desired: the goal.
        secrets: values by the name of the Actions secret.
        organization: whether the owner is an organization.
        progress: who is told.
        pace: how long to wait between looks.
    """

    github: GitHub
    desired: Desired
    secrets: Mapping[str, Secret]
    organization: bool
    progress: Progress
    pace: Pace


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change: whether the plan asks for it, and how it is made."""

    title: str
    needed: Callable[[Plan], bool]
    act: Callable[[Work, Plan, MirrorState], MirrorState]


class SkippedError(Exception):
    """A step that could not be made and is not needed."""

    def __init__(self, why: str, state: MirrorState) -> None:
        super().__init__(why)
        self.why = why
        self.state = state


def apply(work: Work, state: MirrorState, steps: tuple[Step, ...] | None = None) -> MirrorState:
    """Bring the mirror to the desired state and give the state that was reached.

    Args:
        work: what to act with.
        state: what is there.
        steps: the only ones to take; all of them when not given.

    Raises:
        WizardError: what stopped it; running the same again goes on from there.
    """
    for step in STEPS if steps is None else steps:
        state = _finish(step, work, state)
    return state


def _finish(step: Step, work: Work, state: MirrorState) -> MirrorState:
    """Decide and act until nothing of this step is left to do."""
    trouble: errors.GitHubError | None = None
    for attempt in range(TRIES):
        plan = decide(work.desired, state)
        if not step.needed(plan):
            if attempt:
                work.progress.done(step.title)
            return state
        if not attempt:
            work.progress.begin(step.title)
        try:
            state = _act(step, work, plan, state)
        except SkippedError as skip:
            work.progress.skipped(step.title, skip.why)
            return skip.state
        except (errors.AnswerLostError, errors.ConflictError) as error:
            trouble = error
            work.pace.between_tries(attempt)
            fresh = inspect(work.github, state.owner, state.name, created=state.created)
            state = replace(fresh, renewed=state.renewed, actions=state.actions)
        except BaseException:
            work.progress.failed(step.title)
            raise
    work.progress.failed(step.title)
    raise trouble or RefusedError(
        f"GitHub did not keep what was sent ({step.title.lower()}).", "try again in a minute"
    )


def _act(step: Step, work: Work, plan: Plan, state: MirrorState) -> MirrorState:
    if state.repository is not None and work.desired.settings.private:
        require_private(state)
    return step.act(work, plan, state)


def require_private(state: MirrorState) -> None:
    """Stop before any secret or data goes to a repository that everybody can read."""
    if state.repository is not None and not state.repository.private:
        raise RefusedError(
            f"{state.full_name} is public: everybody could read the training and health data.",
            f"make it private at {state.repository.page}/settings or choose another --repo",
        )


def _create(work: Work, _plan: Plan, state: MirrorState) -> MirrorState:
    try:
        work.github.create_repository(
            state.owner, state.name, organization=work.organization, description=DESCRIPTION
        )
    except errors.ConflictError as error:
        # taken: by an earlier try of this program whose answer was lost, or by somebody's work
        there = inspect(work.github, state.owner, state.name)
        if there.repository is None or not there.is_blank:
            raise RefusedError(error.message, error.remedy) from None
        return there
    return inspect(work.github, state.owner, state.name, created=True)


def _set_secrets(work: Work, plan: Plan, state: MirrorState) -> MirrorState:
    repository = _there(state)
    key = work.github.secret_key(repository)
    for name in plan.secrets:
        work.github.put_secret(repository, key, name, work.secrets[name])
    names = dict.fromkeys(plan.secrets, "")
    done = state.renewed | set(plan.secrets)
    return replace(state, secrets={**state.secrets, **names}, renewed=done)


def _set_variables(work: Work, plan: Plan, state: MirrorState) -> MirrorState:
    repository = _there(state)
    now = dict(state.variables)
    for change in plan.variables:
        if change.after is None:
            work.github.delete_variable(repository, change.name)
            now.pop(change.name, None)
            continue
        put = work.github.create_variable if change.before is None else work.github.update_variable
        put(repository, change.name, change.after)
        now[change.name] = change.after
    return replace(state, variables=now)


def _allow_writes(work: Work, _plan: Plan, state: MirrorState) -> MirrorState:
    """Best effort: organizations may lock this, and the workflow asks for its rights itself."""
    try:
        work.github.allow_workflow_writes(_there(state))
    except (errors.ConflictError, errors.MissingRightError, errors.NotFoundError) as error:
        why = f"left as they are ({error.said or error.message}); the workflow asks for its own"
        raise SkippedError(why, replace(state, permissions=None)) from None
    return replace(state, permissions="write")


def _commit(work: Work, plan: Plan, state: MirrorState) -> MirrorState:
    repository = _there(state)
    head = state.head or _first_head(work, plan, state)
    message = UPDATE_MESSAGE if state.is_mirror else COMMIT_MESSAGE
    head = work.github.commit(repository, head, plan.write, plan.remove, message)
    now = {path: sha for path, sha in state.files.items() if path not in plan.remove}
    now |= {path: blob_sha(content) for path, content in plan.write.items()}
    managed = plan.write.get(MANAGED_PATH)
    return replace(
        state,
        head=head,
        files=now,
        readme=plan.write.get(README, state.readme.encode()).decode(),
        workflow_text=plan.write.get(WORKFLOW_PATH, state.workflow_text.encode()).decode(),
        placed=state.placed if managed is None else Placed.read(managed),
    )


def _first_head(work: Work, plan: Plan, state: MirrorState) -> Head:
    """Wait for the first commit of a new repository; make one in an empty repository."""
    repository = _there(state)
    if state.created:
        for _ in work.pace.looks(FIRST_COMMIT_S, "GitHub is making the first commit"):
            head = work.github.head(repository)
            if head is not None:
                return head
    path = README if README in plan.write else next(iter(plan.write))
    work.github.seed(repository, path, plan.write[path], SEED_MESSAGE)
    for _ in work.pace.looks(FIRST_COMMIT_S, "GitHub is making the first commit"):
        head = work.github.head(repository)
        if head is not None:
            return head
    raise RefusedError(f"The first commit of {state.full_name} did not appear.", "try again")


def _enable(work: Work, _plan: Plan, state: MirrorState) -> MirrorState:
    work.github.set_workflow(_there(state), WORKFLOW_FILE, enabled=True)
    workflow = state.workflow and replace(state.workflow, state=ACTIVE)
    return replace(state, workflow=workflow)


def _switch_on(work: Work, _plan: Plan, state: MirrorState) -> MirrorState:
    """Let workflows run; without that there is no mirror."""
    repository = _there(state)
    try:
        work.github.allow_actions(repository)
    except (errors.ConflictError, errors.MissingRightError, errors.InvalidError) as error:
        raise RefusedError(
            f"Actions is switched off in {state.full_name}, and GitHub does not let this token "
            f"switch it on ({error.said or error.message}).",
            f"switch it on, then run the same command: {repository.page}/settings/actions",
        ) from None
    return replace(state, actions=None)


def _there(state: MirrorState) -> Repository:
    if state.repository is None:  # steps after the first one only run on a repository
        raise RefusedError(f"{state.full_name} does not exist.", "run section11-setup")
    return state.repository


CREATE = Step(
    "Create the private repository", lambda plan: plan.create and not plan.fork_of, _create
)
FORK = Step("Fork it", lambda plan: bool(plan.fork_of), fork.make)
FILL = Step("Wait until GitHub has filled the fork", lambda plan: plan.fill, fork.wait)
SWITCH_ON = Step("Switch Actions on", lambda plan: plan.actions, _switch_on)
ENABLE = Step("Switch the workflow on", lambda plan: plan.enable, _enable)
SEAL = Step("Seal the secrets", lambda plan: bool(plan.secrets), _set_secrets)
VARIABLES = Step("Set the variables", lambda plan: bool(plan.variables), _set_variables)
PERMIT = Step("Let workflows write", lambda plan: plan.permissions, _allow_writes)
COMMIT = Step("Commit workflow, engine and README", lambda plan: plan.commits, _commit)
AWAKEN = Step("Switch the schedule on", lambda plan: plan.awaken, fork.awaken)
STEPS = (CREATE, FORK, FILL, SWITCH_ON, ENABLE, SEAL, VARIABLES, PERMIT, COMMIT, AWAKEN)
