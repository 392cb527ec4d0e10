"""Workflows of other names that sync, too: found, shown, stopped, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from templates.settings import WORKFLOW_PATH
from tests.wizard.mirrors import BY_HAND, GUIDE_ENGINE, NAME, add_secret, data_files, mirror
from tests.wizard.stage import KEY
from wizard.mirror.found.other_syncs import OtherSync, concerns_us, other_workflow_paths

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

OLD = ".github/workflows/sync.yml"
DIARY = ".github/workflows/diary.yaml"
WRITES_A_DIARY = """\
name: Diary
on:
  schedule:
    - cron: '7 5 * * *'
jobs:
  write:
    runs-on: ubuntu-latest
    steps:
      - run: python diary.py
        env:
          KEY: ${{ secrets.INTERVALS_KEY }}
"""
LINT = "on: workflow_dispatch\njobs:\n  lint:\n    steps:\n      - run: ruff check # sync.py\n"


def by_hand(stage: Stage, **more: str) -> Repository:
    """Make the guide's mirror under another name of the workflow."""
    files = {"sync.py": GUIDE_ENGINE, OLD: BY_HAND, **data_files(), **more}
    repo = stage.github.create_repository(NAME, files)
    for name, value in (("ATHLETE_ID", "i900000"), ("INTERVALS_KEY", KEY)):
        add_secret(repo, name, value)
    for workflow in repo.workflows:
        workflow.hidden_polls = 0
    return repo


def states(repo: Repository) -> dict[str, str]:
    return {workflow.path: workflow.state for workflow in repo.workflows}


@pytest.mark.parametrize(
    ("text", "concerns", "replaced"),
    [
        (BY_HAND, True, True),
        (BY_HAND.replace("python sync.py", "python3 -u ./sync.py"), True, True),
        (BY_HAND.replace("secrets.INTERVALS_KEY", "secrets['INTERVALS_KEY']"), True, True),
        (WRITES_A_DIARY, True, False),
        ("jobs:\n  a:\n    steps:\n      - run: python sync.py\n", True, False),
        (LINT, False, False),
        ("jobs: {a: {steps: [{run: python tools/async.py}]}}", False, False),
        ("jobs: {a: {steps: [{run: python tools/sync.py}]}}", False, False),
        ("", False, False),
    ],
)
def test_what_a_workflow_runs_and_reads_decides(text: str, concerns: bool, replaced: bool) -> None:
    assert concerns_us(text) is concerns
    assert OtherSync(OLD, text).replaced is replaced


def test_only_workflow_files_are_looked_into() -> None:
    files = [WORKFLOW_PATH, OLD, DIARY, ".github/workflows/a/b.yml", ".github/dependabot.yml"]
    assert other_workflow_paths(files) == (OLD, DIARY)


@pytest.mark.process
def test_the_old_workflow_gives_way_with_its_schedule(stage: Stage) -> None:
    repo = by_hand(stage)
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    plan = {item["what"]: item for item in ran.json["data"]["plan"]}
    assert plan["sync.yml"]["action"] == "remove"
    assert "repository" in plan
    assert ran.json["data"]["settings"]["schedule"] == "15min"
    assert repo.read(OLD) is None
    assert repo.read(WORKFLOW_PATH)
    assert repo.secrets["INTERVALS_KEY"].value == KEY
    assert [path for path, state in states(repo).items() if state == "active"] == [WORKFLOW_PATH]
    stage.forget_calls()
    assert "nothing to do" in stage.setup().out.lower()
    assert stage.written() == []


@pytest.mark.process
def test_what_only_uses_the_key_is_switched_off_and_kept(stage: Stage) -> None:
    repo = by_hand(stage, **{DIARY: WRITES_A_DIARY, ".github/workflows/lint.yml": LINT})
    assert stage.setup().code == 0
    assert repo.read(DIARY) == WRITES_A_DIARY.encode()
    assert states(repo)[DIARY] == "disabled_manually"
    assert states(repo)[".github/workflows/lint.yml"] == "active"
    ran = stage.setup("--dry-run")
    assert "syncs, too, but is switched off" in ran.out


@pytest.mark.process
def test_the_doctor_finds_a_second_sync_and_stops_it(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {OLD: BY_HAND, DIARY: WRITES_A_DIARY})
    for workflow in repo.workflows:
        workflow.hidden_polls = 0
    found = stage.wizard("doctor", "--json").json["data"]
    texts = [one["what"] + one["why"] for area in found["areas"] for one in area["findings"]]
    assert any("sync.yml" in text and "2,976" in text for text in texts)
    assert any("4,4" in text for text in texts)
    status = stage.wizard("status", "--json").json["data"]
    assert status["also_syncing"] == [DIARY, OLD]
    assert status["cost"]["minutes"] == 1488 + 2976 + 31
    assert "syncs, too" in " ".join(stage.wizard("status").out.split())
    ran = stage.wizard("doctor", "--fix", "workflow-second", "--yes", "--json")
    assert "workflow-second" in ran.json["data"]["repaired"]
    assert repo.read(OLD) is None
    assert states(repo)[DIARY] == "disabled_manually"
