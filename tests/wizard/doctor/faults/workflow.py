"""Faults of the workflow, the engine and the README."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wizard.doctor.faults.fault import fault
from tests.wizard.doctor.faults.spoiling import edit_mirror, edit_placed, older_engine, place
from tests.wizard.mirrors import BY_HAND, GUIDE_ENGINE, WORKFLOW, edit, mirror, workflow_without

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


@fault("workflow-missing", "error", heals=True)
def no_workflow(stage: Stage) -> None:
    stage.github.commit(mirror(stage), {WORKFLOW: None})


@fault("workflow-damaged", "error", heals=True)
def conflict_markers_in_the_workflow(stage: Stage) -> None:
    edit_to = "<<<<<<< HEAD\non:\n=======\non:\n  schedule:\n>>>>>>> theirs\n"
    edit_mirror(stage, {WORKFLOW: edit_to})


@fault("workflow-unregistered", "error", heals=True)
def github_does_not_know_it_yet(stage: Stage) -> None:
    repo = mirror(stage)
    repo.runs.clear()
    repo.workflows[0].hidden_polls = 4


@fault("workflow-disabled", "error", heals=True)
def switched_off_for_inactivity(stage: Stage) -> None:
    mirror(stage).workflows[0].state = "disabled_inactivity"


@fault("workflow-disabled", "error", heals=True)
def switched_off_in_a_fork(stage: Stage) -> None:
    mirror(stage).workflows[0].state = "disabled_fork"


@fault("workflow-paused", "warning", heals=True, named=True)
def paused(stage: Stage) -> None:
    mirror(stage).workflows[0].state = "disabled_manually"


@fault("permissions-read", "error", heals=True)
def no_permissions_block(stage: Stage) -> None:
    repo = mirror(stage)
    edited = workflow_without("permissions", "contents: write", "issues: write", "actions: read")
    stage.github.commit(repo, {WORKFLOW: edited})


@fault("permissions-asked", "error", heals=True)
def read_is_asked_for(stage: Stage) -> None:
    mirror(stage)
    edit(stage, WORKFLOW, "contents: write", "contents: read")


@fault("workflow-no-dispatch", "warning", heals=True)
def no_manual_trigger(stage: Stage) -> None:
    mirror(stage)
    edit(stage, WORKFLOW, "  workflow_dispatch:\n", "")


@fault("workflow-edited", "note")
def an_extra_step(stage: Stage) -> None:
    mirror(stage)
    edit(stage, WORKFLOW, "    steps:\n", "    steps:\n      - run: echo mine\n")


@fault("made-by-hand", "warning", heals=True)
def made_from_the_guide(stage: Stage) -> None:
    repo = mirror(stage)
    ours = [path for path in repo.files() if path.startswith(("engine.pyz", ".section11/"))]
    gone: dict[str, str | None] = dict.fromkeys(ours)
    stage.github.commit(repo, {**gone, WORKFLOW: BY_HAND, "sync.py": GUIDE_ENGINE})


@fault("engine-incomplete", "error", heals=True)
def a_module_is_gone(stage: Stage) -> None:
    edit_mirror(stage, {"engine.pyz": None})


@fault("engine-outdated", "warning", heals=True)
def an_older_engine(stage: Stage) -> None:
    older_engine(stage)


@fault("engine-newer", "warning", heals=True, named=True)
def a_newer_engine(stage: Stage) -> None:
    mirror(stage)
    edit(stage, ".section11/managed.json", '"engine_version": "4', '"engine_version": "99')


@fault("engine-altered", "error", heals=True)
def another_file_in_place_of_the_bundle(stage: Stage) -> None:
    edit_mirror(stage, {"engine.pyz": "# mine\n"})


@fault("engine-edited", "note")
def an_edited_engine(stage: Stage) -> None:
    older_engine(stage)
    edit(stage, "engine.pyz", "# older", "# mine")


@fault("workflow-outdated", "warning", heals=True)
def an_older_workflow(stage: Stage) -> None:
    mirror(stage)
    place(stage, {WORKFLOW: workflow_without("retention-days")})


@fault("readme-outdated", "note", heals=True)
def an_older_readme(stage: Stage) -> None:
    mirror(stage)
    edit_placed(stage, "README.md", "for AI coaches", "for coaches")
