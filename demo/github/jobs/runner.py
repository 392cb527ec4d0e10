"""Runs the jobs of a committed workflow for real, with only what GitHub gives a hosted runner.

Each job gets a fresh clone, home and Python, a bare environment and a token with the rights that
the workflow declares. `run:` steps are real processes; the few actions of GitHub's own that a data
mirror needs are done by hand (`github/builtin_actions.py`); anything else fails loudly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from demo.github.jobs.execution import Execution
from demo.github.jobs.shell import Masker
from demo.github.jobs.state import Folders, JobState
from demo.github.jobs.workflow_file import load
from demo.github.jobs.workflow_jobs import JobPlan, jobs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from demo.github.assignment import Assignment, Reporter
    from demo.github.jobs.python import Packages
    from demo.github.runs import Conclusion


@dataclass(frozen=True, slots=True)
class Runner:
    """Executes runs.

    `environment` is added to every job (another base URL, `PIP_*` options). `packages` says where
    `pip install` takes packages from: `installed` links those of the running interpreter (no
    network, no waiting) and asks the index only for what is missing; `index` is the real pip.
    `keep` leaves the folders of finished jobs in place.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    packages: Packages = "installed"
    keep: bool = False

    def run(self, assignment: Assignment, reporter: Reporter) -> Conclusion:
        """Execute all jobs, one after the other; raises WorkflowError for a broken file."""
        file = load(assignment.workflow_text, assignment.workflow_path)
        plans = jobs_of(file, write_by_default=assignment.write_by_default)
        done: dict[str, dict[str, Any]] = {}
        for plan in plans:
            needs = {key: done[key] for key in plan.needs}
            done[plan.key] = self._job(plan, assignment, reporter, needs)
        results = {job["result"] for job in done.values()}
        for worst in ("failure", "cancelled", "success"):
            if worst in results:
                return worst
        return "skipped"

    def _job(
        self,
        plan: JobPlan,
        assignment: Assignment,
        reporter: Reporter,
        needs: Mapping[str, dict[str, Any]],
    ) -> dict[str, Any]:
        """Execute one job and return what other jobs see of it."""
        folders = Folders.make(assignment.storage, assignment.run_id, plan.key)
        token = reporter.token(plan.permissions)
        job = JobState(
            assignment=assignment,
            plan=plan,
            reporter=reporter,
            folders=folders,
            masker=Masker([*assignment.secrets.values(), token]),
            token=token,
            needs=needs,
            extra=self.environment,
            packages=self.packages,
        )
        results = {need["result"] for need in needs.values()}
        job.status = "failure" if results - {"success"} else "success"
        try:
            name = str(job.fill(plan.name))
            if reporter.cancelled():
                reporter.finish_job(
                    reporter.start_job(plan.key, name, plan.labels, []), "cancelled"
                )
                return {"result": "cancelled", "outputs": {}}
            if not job.wanted(plan.condition):
                reporter.skip_job(plan.key, name)
                return {"result": "skipped", "outputs": {}}
            job.status = "success"
            return Execution(job).run(name)
        finally:
            if not self.keep:
                folders.remove()
