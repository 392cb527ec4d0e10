"""Workflows for the tests of the runner, and a repository to run them in."""

from __future__ import annotations

import re

from demo.github.jobs.runner import Runner

FILE = ".github/workflows/sync.yml"
HEAD = "name: Sync\non: {workflow_dispatch: , schedule: [{cron: '7 * * * *'}]}\n"


def workflow(steps, head="", job=""):
    """Text of a workflow with one job; steps are indented here."""
    inner = "".join(f"      {line}\n" for line in steps.strip("\n").splitlines())
    return f"{HEAD}{head}jobs:\n  sync:\n    runs-on: ubuntu-latest\n{job}    steps:\n{inner}"


class Bench:
    """A server with a runner, and one repository whose workflow is run again and again."""

    def __init__(self, start, **options):
        self.hub = start(runner=Runner(**options))
        self.repo = None

    def commit(self, text, **files):
        content = {FILE: text, "README.md": "# Hi\n", **files}
        if self.repo is None:
            self.repo = self.hub.create_repository("athlete/mirror", content)
        else:
            self.hub.commit(self.repo, content)

    def run(self, text=None, files=None, **inputs):
        if text is not None:
            self.commit(text, **(files or {}))
        return self.hub.wait(self.hub.dispatch(self.repo, "sync.yml", **inputs))

    def go(self):
        """Let jobs end that wait for a file beside their folders."""
        folder = self.hub.world.root / ".runner" / "athlete" / "mirror"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "go").touch()


def lines(run):
    """What the steps wrote, without time stamps and without the commands themselves."""
    text = "\n".join(line.partition(" ")[2] for line in run.text().splitlines())
    return re.sub(r"##\[group\].*?##\[endgroup\]\n", "", text, flags=re.DOTALL).splitlines()


def outcomes(run):
    return {step.name: step.conclusion for job in run.jobs for step in job.steps}


def notes(run):
    return [note.message for job in run.jobs for note in job.annotations]
