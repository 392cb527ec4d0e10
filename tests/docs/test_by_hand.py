"""A mirror made in the browser, click by click as the set-up assistant says, works."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from demo.github.jobs.runner import Runner
from templates.bundle import engine_bundle
from tests.docs.command_lines import ROOT
from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.usefixtures("whole_bundle")]
ASSISTANT = (ROOT / "SETUP_ASSISTANT.md").read_text("utf-8")
PATH_C2 = ASSISTANT.partition("**C2. By hand.**")[2].partition("\n## ")[0]
FILENAME = re.compile(r"filename=([\w./-]+)")
SECRETS = re.compile(r"`(INTERVALS_KEY|ATHLETE_ID)`(?: with `(\w+)`)?")


def test_two_files_two_secrets_and_one_click_make_a_mirror(stage: Stage) -> None:
    workflow = FILENAME.search(PATH_C2)
    text = re.search(r"```yaml\n(.*?)```", ASSISTANT, re.DOTALL)
    assert workflow
    assert text
    github = stage.github
    github.world.runner = Runner({"INTERVALS_API_URL": stage.intervals.url})
    repo = github.create_repository("training-data", {"README.md": "# training-data\n"})
    github.commit(repo, {"engine.pyz": engine_bundle()}, "Add files via upload")
    github.commit(repo, {workflow[1]: text[1]}, "Create auto-sync.yml")
    secrets = {name: value or KEY for name, value in SECRETS.findall(PATH_C2)}
    assert secrets == {"INTERVALS_KEY": KEY, "ATHLETE_ID": "0"}
    for name, value in secrets.items():
        github.set_secret(repo, name, value)

    run = github.wait(github.dispatch(repo, "auto-sync.yml"))

    assert run.conclusion == "success", run.text()
    fitness = json.loads(repo.read("latest.json") or b"")["current_status"]["fitness"]
    assert fitness["ctl"] > 0
    taken_over = stage.wizard("--repo", "training-data", "--yes", "--dry-run", "--json")
    assert taken_over.code == 0, taken_over.out + taken_over.err
    assert taken_over.json["data"]["repository"]["private"] is True
