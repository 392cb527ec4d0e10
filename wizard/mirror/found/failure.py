"""Why a run failed: the step, the engine's exit status, and what it said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.exit_codes import REMEDIES, SyncExit
from templates.settings import WORKFLOW_PATH
from templates.workflow_schedule import read_schedule
from wizard.credentials.secret import redact
from wizard.errors import RunFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.github.client import GitHub
    from wizard.github.records import Job, Repository, Run

BAD_STEP = ("failure", "timed_out", "cancelled")
EXIT_CODE = re.compile(r"Process completed with exit code (\d+)")
TIME_STAMP = re.compile(r"^\ufeff?\d{4}-\d\d-\d\dT[\d:.]+Z ")
LOG_LINES = 15
TOLD_LINES = 4
ENGINE_SPEAKS = "section11-sync: "
RUN_STEP = "Sync"
NOT_BEGUN = "startup_failure"
BILLING = "https://github.com/settings/billing"
AGAIN = "run `section11-setup sync` to try it again"
NEXT: Mapping[SyncExit, str] = {
    SyncExit.BUG: "`section11-setup update` brings the newest engine",
    SyncExit.USAGE: "`section11-setup settings` sets another value",
    SyncExit.CONFIG_MISSING: "`section11-setup doctor --fix` sets the secrets",
    SyncExit.KEY_REFUSED: "`section11-setup settings --rotate-key` sets a key that works",
    SyncExit.REMOTE_FAILED: f"nothing to mend; the next run tries again, or {AGAIN}",
    SyncExit.PUBLISH_FAILED: "`section11-setup doctor --fix` looks what keeps the run from writing",
    SyncExit.LOCKED: f"nothing to mend; {AGAIN}",
    SyncExit.BLOCKED: f"nothing to mend here; later, {AGAIN}",
}
"""The next command, by the engine's exit status."""


@dataclass(frozen=True, slots=True)
class RunFailure:
    """A run that failed.

    Attributes:
        run: the run.
        step: name of the step that failed; empty when none was begun.
        exit_code: of the command in it; None when the log does not say.
        tail: end of the log.
        in_a_row: how many of the newest runs failed.
        readable: whether GitHub can read the workflow file.
    """

    run: Run
    step: str
    exit_code: int | None
    tail: str
    in_a_row: int
    readable: bool = True

    @property
    def never_began(self) -> bool:
        """Whether GitHub ended it before its first step."""
        return not self.step

    @property
    def engine_exit(self) -> SyncExit | None:
        """What the engine's exit status means; None when another step failed, or nobody knows."""
        known = self.step == RUN_STEP and self.exit_code in set(SyncExit)
        return SyncExit(self.exit_code) if known and self.exit_code else None

    @property
    def sentence(self) -> str:
        """The engine's own sentence; empty when it said none."""
        spoken = [line for line in self._lines if line.startswith(ENGINE_SPEAKS)]
        return spoken[-1].removeprefix(ENGINE_SPEAKS) if spoken else ""

    @property
    def said(self) -> str:
        """The engine's own sentence, else the end of the log."""
        return self.sentence or "\n".join(self._lines[-TOLD_LINES:])

    @property
    def _lines(self) -> list[str]:
        lines = (line.strip().removeprefix("##[error]") for line in self.tail.splitlines())
        return [line for line in lines if line and "group]" not in line]


def failure_of(github: GitHub, repository: Repository, runs: tuple[Run, ...]) -> RunFailure | None:
    """Look into the newest completed run, when it failed."""
    completed = [run for run in runs if run.completed]
    if not completed or completed[0].succeeded:
        return None
    run = completed[0]
    in_a_row = next((i for i, one in enumerate(completed) if one.succeeded), len(completed))
    return look_into(github, repository, run, github.jobs(repository, run.id), in_a_row)


def look_into(
    github: GitHub, repository: Repository, run: Run, jobs: tuple[Job, ...], in_a_row: int = 1
) -> RunFailure:
    """Find the step that failed and the end of its log."""
    for job in jobs:
        for step in job.steps:
            if step.conclusion in BAD_STEP:
                log = github.job_log(repository, job.id)
                codes = EXIT_CODE.findall(log)
                code = int(codes[-1]) if codes else None
                return RunFailure(run, step.name, code, log_tail(log), in_a_row)
    if any(job.steps for job in jobs):
        return RunFailure(run, run.conclusion or "", None, "", in_a_row)
    readable = run.conclusion != NOT_BEGUN and _is_workflow(github.file(repository, WORKFLOW_PATH))
    return RunFailure(run, "", None, "", in_a_row, readable)


def _is_workflow(text: str | None) -> bool:
    try:
        read_schedule(text or "")
    except ValueError:
        return False
    return True


def log_tail(log: str) -> str:
    """Return the last lines of a log, without GitHub's time stamps and without secrets."""
    lines = [TIME_STAMP.sub("", line) for line in log.splitlines()]
    return redact("\n".join(f"  {line}" for line in lines[-LOG_LINES:] if line.strip()))


def explain(failure: RunFailure) -> RunFailedError:
    """Say in one sentence why a run failed, and which command comes next."""
    run, ended = failure.run, failure.engine_exit
    if failure.never_began and not failure.readable:
        return RunFailedError(
            "GitHub cannot read the workflow file, so it ended the run before its first step.",
            "`section11-setup doctor --fix` replaces the file",
        )
    if failure.never_began:
        return RunFailedError(
            "GitHub ended the run before its first step: the account's Actions minutes are spent, "
            "or billing blocks it.",
            f"see {BILLING}; a slower --schedule uses fewer minutes",
        )
    if ended is not None:
        words = failure.sentence or f"{REMEDIES[ended][0]}."
        return RunFailedError(f"The sync failed: {words}", NEXT[ended], failure.tail)
    if failure.step == run.conclusion:
        return RunFailedError(f"The sync ended as {run.conclusion}.", f"see {run.page}; {AGAIN}")
    last = failure.said.rpartition("\n")[2]
    words = f"The step '{failure.step}' of the sync failed" + (f": {last}" if last else ".")
    return RunFailedError(words, f"see {run.page}; {AGAIN}", failure.tail)
