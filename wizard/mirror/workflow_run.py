"""One run of the workflow: started once, watched to its end, its data read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.base.format import LATEST
from wizard.errors import RunFailedError, TimedOutError
from wizard.github import errors
from wizard.github.records import ACTIVE
from wizard.mirror.first_numbers import updated_at
from wizard.mirror.found.failure import AGAIN, explain, look_into
from wizard.mirror.found.state import WORKFLOW_FILE

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.github.client import GitHub
    from wizard.github.records import Repository, Run, Workflow
    from wizard.mirror.step import Context

REGISTRATION_S = 120.0
RUN_S = 900.0
APPEARANCE_S = 20.0
DISPATCH = "workflow_dispatch"
READS = 3
CLOCK_SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Synced:
    """A run that ended well, and the data that is there now.

    Attributes:
        run: the run.
        latest: decoded ``latest.json``.
        fresh: whether this run wrote it; False when nothing had changed.
        trouble: why the data could not be read back; empty when it was.
    """

    run: Run
    latest: dict[str, Any]
    fresh: bool
    trouble: str = ""

    @property
    def messages(self) -> tuple[str, ...]:
        """Say that the numbers are not shown, when they could not be read."""
        if not self.trouble:
            return ()
        words = "The sync ended well, but its data could not be read back"
        return (f"{words}: {self.trouble} `section11-setup status` looks again.",)


def sync(context: Context, repository: Repository, last: Run | None, *, had_data: bool) -> Synced:
    """Start a run, or join the one that is under way, and see it through.

    Args:
        context: what to act with.
        repository: the mirror.
        last: newest run known before.
        had_data: whether ``latest.json`` was there before.

    Raises:
        RunFailedError: the run failed, or it was green without writing data.
        TimedOutError: GitHub did not register the workflow, or the run did not end.
    """
    progress = context.progress
    if last is not None and not last.completed:
        run_id = last.id
    else:
        progress.begin("Wait until GitHub knows the workflow")
        wait_until_registered(context, repository)
        progress.done("Wait until GitHub knows the workflow")
        progress.begin("Start the sync")
        run_id = start(context, repository, last.id if last else 0)
        progress.done("Start the sync")
    progress.begin("Run the sync")
    try:
        run = watch(context, repository, run_id)
        synced = read_back(context, repository, run, had_data=had_data)
    except Exception:
        progress.failed("Run the sync")
        raise
    progress.done("Run the sync")
    return synced


def wait_until_registered(context: Context, repository: Repository) -> Workflow:
    """Wait until GitHub has registered the workflow file; a run can be started then."""
    why = "GitHub is registering the workflow"
    for _ in context.polling.attempts(REGISTRATION_S, why):
        workflow = context.github.workflow(repository, WORKFLOW_FILE)
        if workflow is not None:
            if workflow.state == ACTIVE:
                return workflow
            raise RunFailedError(
                f"The workflow is switched off ({workflow.state}).",
                "run `section11-setup resume` first",
            )
    raise TimedOutError("GitHub has not registered the workflow in two minutes.", AGAIN)


def start(context: Context, repository: Repository, newest_before: int) -> int:
    """Start a run and give its id.

    The request is sent again only when GitHub refused it because it does not know the workflow
    yet, or when the list of runs shows that a lost answer started nothing.
    """
    trouble: errors.GitHubError | None = None
    for _ in context.polling.attempts(REGISTRATION_S, "GitHub is registering the workflow"):
        try:
            run_id = context.github.dispatch(repository, WORKFLOW_FILE)
        except (errors.NotFoundError, errors.InvalidError) as error:
            if "disabled" in error.said:  # waiting does not switch it on
                raise RunFailedError(
                    f"GitHub does not start the sync: {error.said}",
                    f"switch it on at {repository.page}/settings/actions",
                ) from None
            trouble = error
            continue
        except errors.AnswerLostError as error:
            trouble, run_id = error, None
        run_id = run_id or _find(context, repository, newest_before)
        if run_id:
            return run_id
    words = f" ({trouble.said})" if trouble and trouble.said else ""
    raise TimedOutError(f"GitHub did not start the sync in two minutes{words}.", AGAIN)


def _find(context: Context, repository: Repository, newest_before: int) -> int | None:
    """Look for a run that was not there before."""
    for _ in context.polling.attempts(APPEARANCE_S, "looking for the run"):
        runs = context.github.runs(repository, WORKFLOW_FILE, limit=10, event=DISPATCH)
        new = [run.id for run in runs if run.id > newest_before]
        if new:
            return min(new)
    return None


def watch(context: Context, repository: Repository, run_id: int) -> Run:
    """Follow a run to its end."""
    for _ in context.polling.attempts(RUN_S, "the sync is running"):
        run = context.github.run(repository, run_id)
        jobs = context.github.jobs(repository, run_id)
        context.progress.watching(run, jobs)
        if run.succeeded:
            return run
        if run.completed:
            raise explain(look_into(context.github, repository, run, jobs))
    raise TimedOutError(
        f"The sync did not end within {RUN_S / 60:.0f} minutes.", f"see {run.page}, then {AGAIN}"
    )


def read_back(context: Context, repository: Repository, run: Run, *, had_data: bool) -> Synced:
    """Read ``latest.json`` past all caches and compare its time with the run's.

    A run that ended well is no failure because its data cannot be read a moment later.

    Raises:
        RunFailedError: it has written none.
    """
    text, trouble = _read_again(context, repository)
    if trouble:
        return Synced(run, {}, fresh=False, trouble=trouble)
    if text is None:
        raise RunFailedError(
            "The run ended well but left no latest.json.", f"see {run.page}; {AGAIN}"
        )
    latest = decoded(text)
    if latest is None:
        return Synced(run, {}, fresh=False, trouble="latest.json is cut off or damaged.")
    updated = last_updated(latest)
    fresh = is_fresh(updated, run.created_at)
    if not fresh and not had_data:
        raise RunFailedError(
            f"The run ended well but latest.json is from {updated}, before the run.",
            f"see {run.page}; {AGAIN}",
        )
    return Synced(run, latest, fresh)


def _read_again(context: Context, repository: Repository) -> tuple[str | None, str]:
    """Read the text until it is whole, a few times, and say what came in between."""
    text, trouble = None, ""
    for attempt in range(READS):
        if attempt:
            context.polling.between_tries(attempt)
        try:
            text, trouble = context.github.file(repository, LATEST), ""
        except errors.GitHubError as error:
            trouble = error.message
            continue
        if text is not None and decoded(text) is not None:
            break
    return text, trouble


def read_latest(github: GitHub, repository: Repository) -> dict[str, Any] | None:
    """Read ``latest.json``; None when it is missing or not a JSON object."""
    return decoded(github.file(repository, LATEST) or "")


def decoded(text: str) -> dict[str, Any] | None:
    """Decode a JSON object; None when it is none."""
    try:
        latest = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return latest if isinstance(latest, dict) else None


def last_updated(latest: dict[str, Any]) -> datetime | None:
    """Time of the data; None when it does not say one with an offset."""
    moment = updated_at(latest)
    return moment if moment and moment.tzinfo else None


def is_fresh(updated: datetime | None, started: datetime | None) -> bool:
    """Whether data of this time can come from a run that started then."""
    return updated is not None and (started is None or updated >= started - CLOCK_SLACK)
