"""Faults of the repository, its branch and what GitHub allows in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.wizard.doctor.faults.fault import fault
from tests.wizard.mirrors import BY_HAND, MINE, WORKFLOW, edit, failed_run, mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


@fault("repository-public", "error", heals=True)
def everybody_can_read(stage: Stage) -> None:
    mirror(stage).private = False


@fault("repository-public", "warning", heals=True, named=True)
def everybody_can_read_what_is_left(stage: Stage) -> None:
    mirror(stage, replace(MINE, privacy="strict", private=False), private=False)


@fault("repository-public", "warning", heals=True, named=True)
def everybody_may_read_as_agreed(stage: Stage) -> None:
    mirror(stage, replace(MINE, private=False), private=False)
    edit(stage, ".section11/managed.json", ' "files"', ' "public": true, "files"')


@fault("repository-archived", "error", heals=True, named=True)
def nothing_can_be_written(stage: Stage) -> None:
    mirror(stage).archived = True


@fault("repository-fork", "warning")
def a_fork(stage: Stage) -> None:
    other = stage.github.create_repository("CrankAddict/section-11", {"README.md": "x"})
    mirror(stage).parent = other


@fault("actions-off", "error", heals=True)
def actions_disabled(stage: Stage) -> None:
    mirror(stage).actions_enabled = False


@fault("actions-restricted", "error", heals=True)
def only_local_actions(stage: Stage) -> None:
    mirror(stage).allowed_actions = "local_only"


@fault("actions-pinned", "error", heals=True)
def only_pinned_actions(stage: Stage) -> None:
    mirror(stage).sha_pinning_required = True


@fault("branch-name", "note")
def another_default_branch(stage: Stage) -> None:
    mirror(stage, replace(MINE, default_branch="trunk"), default_branch="trunk")


@fault("branch-hard-coded", "error", heals=True)
def a_workflow_that_pushes_to_main(stage: Stage) -> None:
    repo = mirror(stage, replace(MINE, default_branch="master"), default_branch="master")
    stage.github.commit(repo, {WORKFLOW: BY_HAND, ".section11/managed.json": None})


@fault("branch-protected", "warning")
def rules_on_the_branch(stage: Stage) -> None:
    mirror(stage).protected_branches.add("main")


@fault("branch-protected", "error")
def a_push_refused_by_rules(stage: Stage) -> None:
    repo = mirror(stage)
    repo.protected_branches.add("main")
    failed_run(stage, repo, 6, "remote: error: GH006: Protected branch update failed")
