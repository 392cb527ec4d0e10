"""One job from "Set up job" to "Complete job", step by step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from demo.github.jobs import expressions, python
from demo.github.jobs.builtin_actions import Known, after_cache, known
from demo.github.jobs.checkout import after_checkout
from demo.github.jobs.errors import ActionError
from demo.github.jobs.shell import CommandFileError, Log, Process, command_for, read_pairs
from demo.github.jobs.state import StepResult
from demo.github.jobs.workflow_file import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from demo.github.jobs.state import JobState, Outcome
    from demo.github.jobs.workflow_jobs import StepPlan

GRACE = 30
"""Seconds that steps with `always()` get after a job ran out of time."""
POSTS: Mapping[str, Callable[[JobState, Mapping[str, str], Log], None]] = {
    "actions/checkout": after_checkout,
    "actions/cache": after_cache,
}


class _Stopped(Exception):  # noqa: N818 - the job was stopped; nothing is wrong with it
    """A step that was ended from outside."""


def _fail(message: str) -> None:
    raise ActionError(message)


class Execution:
    """One job from "Set up job" to "Complete job"."""

    def __init__(self, job: JobState) -> None:
        self.job = job
        self.actions: dict[int, tuple[str, Known]] = {}
        self.inputs: dict[int, dict[str, str]] = {}

    def run(self, name: str) -> dict[str, Any]:
        """Run all steps and report the result."""
        job, steps = self.job, self.job.plan.steps
        try:
            self._resolve_actions()
            fault = ""
        except ActionError as error:
            fault = str(error)
        posts = [step for step in reversed(steps) if step.index in self._with_posts()]
        titles = ["Set up job", *map(self._title, steps)]
        titles += [f"Post {self._title(step)}" for step in posts] + ["Complete job"]
        job.id = job.reporter.start_job(job.plan.key, name, job.plan.labels, titles)
        job.deadline = time.monotonic() + 60 * float(job.fill(job.plan.timeout))
        if self._step(1, lambda log: self._set_up(log, fault)) == "success":
            for number, step in enumerate(steps, 2):
                self._one(number, step)
            for number, step in enumerate(posts, 2 + len(steps)):
                self._post(number, step)
        else:
            job.status = "failure"
            for number in range(2, len(titles)):
                job.reporter.finish_step(job.id, number, "skipped")
        self._step(len(titles), lambda log: log.line("Cleaning up orphan processes"))
        outputs = {
            key: expressions.as_text(job.fill(value)) for key, value in job.plan.outputs.items()
        }
        job.reporter.finish_job(job.id, job.status)
        return {"result": job.status, "outputs": outputs}

    def _title(self, step: StepPlan) -> str:
        try:
            return self.job.masker(str(self.job.fill(step.title)))
        except expressions.ExpressionError:
            return step.title

    def _resolve_actions(self) -> None:
        pinned = self.job.assignment.pinned_only
        for step in self.job.plan.steps:
            if step.uses:
                self.actions[step.index] = known(step.uses, pinned_only=pinned)

    def _with_posts(self) -> set[int]:
        return {index for index, (_, action) in self.actions.items() if action.has_post}

    def _log(self, number: int) -> Log:
        reporter, job = self.job.reporter, self.job.id
        return Log(
            self.job.masker,
            lambda text: reporter.log(job, number, text),
            lambda annotation: reporter.annotate(job, annotation),
        )

    def _step(self, number: int, act: Callable[[Log], None]) -> Outcome:
        """Run one numbered step of the report; a fault becomes its error line."""
        self.job.reporter.start_step(self.job.id, number)
        log = self._log(number)
        outcome: Outcome = "success"
        try:
            act(log)
        except _Stopped as stop:
            outcome = "cancelled"
            log.fail(str(stop))
        except (
            ActionError,
            CommandFileError,
            WorkflowError,
            expressions.ExpressionError,
            OSError,
        ) as error:
            outcome = "failure"
            log.fail(str(error))
        self.job.reporter.finish_step(self.job.id, number, outcome)
        return outcome

    def _set_up(self, log: Log, fault: str) -> None:
        job = self.job
        log.line("Runner image: this computer, with the environment of ubuntu-24.04")
        for name, level in sorted(job.plan.permissions.items()):
            log.line(f"GITHUB_TOKEN permission {name}: {level}")
        if fault:
            raise ActionError(fault)
        job.write_event()
        job.path = [str(python.create(job.folders.tools / "image", job.packages))]
        for name, value in job.plan.env.items():
            job.env[name] = expressions.as_text(job.fill(value))

    # steps of the workflow

    def _one(self, number: int, step: StepPlan) -> None:
        """Run a step if its condition holds, and take over what it leaves behind."""
        job = self.job
        if job.reporter.cancelled():
            job.status = "cancelled"
        result = StepResult("skipped", "skipped")
        try:
            env = job.step_env(step) if job.status != "cancelled" else {}
            wanted = job.wanted(step.condition, env)
        except expressions.ExpressionError as error:
            message = f"The expression of `{step.title}` is not valid. {error}"
            outcome = self._step(number, lambda _: _fail(message))
            job.status, wanted = "failure", False
            job.results[step.key] = StepResult(outcome, outcome)
            return
        if not wanted:
            job.reporter.finish_step(job.id, number, "skipped")
        else:
            env = job.step_env(step)
            outcome = self._step(number, lambda log: self._act(step, env, log, result))
            goes_on = expressions.truthy(job.fill(step.goes_on))
            result.outcome = outcome
            result.conclusion = "success" if outcome == "failure" and goes_on else outcome
            if result.conclusion != "success" and job.status == "success":
                job.status = result.conclusion
        job.results[step.key] = result

    def _act(self, step: StepPlan, env: dict[str, str], log: Log, result: StepResult) -> None:
        """Do a step: an action by hand, or a process."""
        if step.uses:
            name, action = self.actions[step.index]
            inputs = {
                key: expressions.as_text(self.job.fill(value, env)).strip()
                for key, value in step.inputs.items()
            }
            self.inputs[step.index] = inputs
            for unexpected in sorted(set(inputs) - action.inputs):
                log.line(f"::warning::Unexpected input(s) '{unexpected}' of {name}")
            log.line(f"##[group]Run {step.uses}")
            log.line("##[endgroup]")
            result.outputs = action.act(self.job, inputs, log)
            return
        try:
            self._shell(step, env, log)
        finally:
            self._collect(step, result)

    def _shell(self, step: StepPlan, env: dict[str, str], log: Log) -> None:
        job = self.job
        text = expressions.as_text(job.fill(step.run, env))
        script = job.folders.temp / f"step_{step.index}{'.py' if step.shell == 'python' else '.sh'}"
        script.write_text(text, encoding="utf-8", newline="\n")
        folder = job.folders.workspace / expressions.as_text(job.fill(step.folder, env))
        if not folder.is_dir():
            raise ActionError(f"No such file or directory: {step.folder}")
        try:
            command = command_for(step.shell, script)
        except KeyError:
            raise ActionError(f"Shell {step.shell} is not known to this stand-in") from None
        log.line(f"##[group]{step.title}")
        log.line(text.rstrip())
        log.line("##[endgroup]")
        for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"):
            job.command_file(name, step).touch()
        self._process(step, command, folder, env, log)

    def _process(
        self, step: StepPlan, command: list[str], folder: Any, env: dict[str, str], log: Log
    ) -> None:
        job = self.job
        deadline = job.deadline + (GRACE if job.status == "cancelled" else 0)
        if step.timeout is not None:
            deadline = min(deadline, time.monotonic() + 60 * float(job.fill(step.timeout, env)))
        stop = job.reporter.cancelled if job.status != "cancelled" else lambda: False
        process = Process(command, folder, job.environment(step, env), deadline, stop)
        code = process.run(log.line)
        if process.stopped:
            raise _Stopped("The operation was canceled.")
        if process.timed_out and step.timeout is None:
            raise _Stopped(
                f"The job running on runner GitHub Actions 1 has exceeded the maximum execution "
                f"time of {job.plan.timeout} minutes."
            )
        if process.timed_out:
            raise ActionError(f"The action has timed out after {step.timeout} minutes.")
        if code:
            raise ActionError(f"Process completed with exit code {code}.")

    def _collect(self, step: StepPlan, result: StepResult) -> None:
        """Take over what a process wrote into its command files."""
        job = self.job
        result.outputs = read_pairs(job.command_file("GITHUB_OUTPUT", step))
        for name, value in read_pairs(job.command_file("GITHUB_ENV", step)).items():
            if name.upper().startswith(("GITHUB_", "RUNNER_")) or name == "NODE_OPTIONS":
                raise CommandFileError(f"Can't store {name} output parameter using GITHUB_ENV")
            job.env[name] = value
        added = job.command_file("GITHUB_PATH", step)
        if added.exists():
            job.path = [*reversed(added.read_text("utf-8").split("\n")[:-1]), *job.path]
        summary = job.command_file("GITHUB_STEP_SUMMARY", step)
        if summary.exists() and summary.stat().st_size:
            job.summary += summary.read_text("utf-8")
            job.reporter.summarize(job.id, job.masker(job.summary))

    def _post(self, number: int, step: StepPlan) -> None:
        """Run what an action does at the end of the job, if the action ran."""
        name, _ = self.actions[step.index]
        if self.job.results[step.key].outcome == "skipped":
            self.job.reporter.finish_step(self.job.id, number, "skipped")
            return
        post = POSTS.get(name)
        inputs = self.inputs.get(step.index, {})
        self._step(number, lambda log: post(self.job, inputs, log) if post else None)
