"""Every fault that the doctor knows, made in a mirror that is well.

Each function spoils one thing. Its decorator says which finding it gives, how bad it is, and
whether the repair heals it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.wizard.mirrors import (
    BY_HAND,
    GUIDE_ENGINE,
    MINE,
    NAME,
    WORKFLOW,
    add_run,
    add_secret,
    add_variable,
    data_files,
    edit,
    failed_run,
    mirror,
    now,
    workflow_without,
)
from tests.wizard.stage import KEY, Stage, latest

Spoil = Callable[[Stage], None]


@dataclass(frozen=True)
class Fault:
    """One way to spoil a mirror and what the doctor must say about it.

    ``heals``: whether a repair heals it. ``named``: whether it is only repaired when it is named.
    """

    id: str
    severity: str
    spoil: Spoil
    heals: bool
    named: bool
    arguments: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the test case."""
        return f"{self.id}-{self.spoil.__name__}"


FAULTS: list[Fault] = []


def fault(
    name: str, severity: str, *, heals: bool = False, named: bool = False,
    arguments: tuple[str, ...] = (),
) -> Callable[[Spoil], Spoil]:  # fmt: skip
    """Add a fault to the list."""

    def add(spoil: Spoil) -> Spoil:
        FAULTS.append(Fault(name, severity, spoil, heals, named, arguments))
        return spoil

    return add


# secrets and settings


@fault("secret-missing", "error", heals=True)
def key_under_another_name(stage: Stage) -> None:
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    add_secret(repo, "INTERVALS_API_KEY", KEY)


@fault("secret-missing", "error", heals=True)
def id_without_underscore(stage: Stage) -> None:
    repo = mirror(stage)
    del repo.secrets["ATHLETE_ID"]
    add_secret(repo, "ATHLETEID", "i900000")


@fault("secret-misnamed", "warning", heals=True, named=True)
def a_secret_nobody_reads(stage: Stage) -> None:
    add_secret(mirror(stage), "GITHUB_ATHLETE_ID", "i900000")


@fault("key-in-variable", "error", heals=True)
def key_as_variable(stage: Stage) -> None:
    add_variable(mirror(stage), "INTERVALS_KEY", "readable")


@fault("id-in-variable", "warning", heals=True)
def id_as_variable(stage: Stage) -> None:
    add_variable(mirror(stage), "ATHLETE_ID", "i900000")


@fault("variable-misnamed", "warning", heals=True, named=True)
def week_start_without_underscore(stage: Stage) -> None:
    add_variable(mirror(stage), "WEEKSTART", "sun")


@fault("variable-unusable", "error", heals=True)
def days_too_many(stage: Stage) -> None:
    mirror(stage).variables["DAYS"].value = "99"


@fault("variable-unusable", "error", heals=True)
def an_unknown_privacy_level(stage: Stage) -> None:
    mirror(stage).variables["PRIVACY"].value = "paranoid"


@fault("variable-unusable", "error", heals=True)
def an_unknown_archive_policy(stage: Stage) -> None:
    mirror(stage).variables["ARCHIVE"].value = "weekly"


@fault("variable-unusable", "warning", heals=True)
def no_day_of_the_week(stage: Stage) -> None:
    mirror(stage).variables["WEEK_START"].value = "funday"


@fault("variable-unusable", "warning", heals=True)
def no_zone_preference(stage: Stage) -> None:
    add_variable(mirror(stage), "ZONE_PREFERENCE", "run=pace")


@fault("setting-as-secret", "note", heals=True)
def week_start_as_secret(stage: Stage) -> None:
    repo = mirror(stage, replace(MINE, week_start="sun"))
    del repo.variables["WEEK_START"]
    add_secret(repo, "WEEK_START", "sun")


@fault("setting-as-secret", "note", heals=True, arguments=("--zone-preference", "run:hr"))
def zone_preference_as_secret(stage: Stage) -> None:
    add_secret(mirror(stage), "ZONE_PREFERENCE", "run:hr")


# repository


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


# workflow


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


# engine and README


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


# runs


@fault("quota-spent", "error", heals=True)
def the_minutes_are_spent(stage: Stage) -> None:
    repo = mirror(stage, replace(MINE, schedule="15min"))
    add_run(stage, repo, "failure", steps=(), seconds=2)


@fault("quota-spent", "error")
def the_minutes_are_spent_elsewhere(stage: Stage) -> None:
    add_run(stage, mirror(stage), "failure", steps=(), seconds=2)


@fault("run-failed", "error", heals=True)
def the_mirrors_key_is_revoked(stage: Stage) -> None:
    repo = mirror(stage)
    repo.secrets["INTERVALS_KEY"].value = "revoked"
    failed_run(stage, repo, 4, "Intervals.icu refuses the API key")


@fault("run-failed", "error", heals=True)
def credentials_were_missing(stage: Stage) -> None:
    failed_run(stage, mirror(stage), 3, "INTERVALS_KEY not set")


@fault("run-failed", "error", heals=True)
def intervals_was_down(stage: Stage) -> None:
    failed_run(stage, mirror(stage), 5, "Intervals.icu answers 503")


@fault("run-failed", "error", heals=True)
def packages_could_not_be_installed(stage: Stage) -> None:
    log = "ERROR: no route to host\n##[error]Process completed with exit code 1."
    add_run(stage, mirror(stage), "failure", failed_step="Check out all but the archive", log=log)


@fault("athlete-id-form", "error", heals=True)
def an_address_as_athlete_id(stage: Stage) -> None:
    failed_run(stage, mirror(stage), 2, "ATHLETE_ID is no athlete id: write i123456.")


@fault("runs-none", "warning", heals=True)
def it_never_ran(stage: Stage) -> None:
    mirror(stage).runs.clear()


@fault("run-stuck", "warning")
def a_run_that_waits(stage: Stage) -> None:
    run = add_run(stage, mirror(stage), at=now() - timedelta(hours=2))
    run.status, run.conclusion = "queued", None


@fault("runs-late", "warning")
def github_starts_one_run_in_four(stage: Stage) -> None:
    repo = mirror(stage, days_old=9)
    for hours in range(0, 40, 2):
        add_run(stage, repo, at=now() - timedelta(hours=40 - hours))


@fault("schedule-silent", "warning", heals=False)
def github_starts_none(stage: Stage) -> None:
    repo = mirror(stage, days_old=9)
    repo.runs.clear()
    add_run(stage, repo, event="workflow_dispatch", at=now() - timedelta(hours=30))
    add_run(stage, repo, event="workflow_dispatch")


@fault("schedule-crowded", "note", heals=True)
def everybodys_minutes(stage: Stage) -> None:
    crowded_schedule(stage)


@fault("schedule-costly", "warning", heals=True, named=True)
def more_than_free(stage: Stage) -> None:
    mirror(stage, replace(MINE, schedule="15min"))


# data


@fault("data-missing", "error", heals=True)
def no_data(stage: Stage) -> None:
    edit_mirror(stage, {"latest.json": None})


@fault("data-missing", "error", heals=True)
def data_in_a_folder(stage: Stage) -> None:
    edit_mirror(stage, {"latest.json": None, "data/latest.json": "{}"})


@fault("data-damaged", "error", heals=True)
def half_a_file(stage: Stage) -> None:
    edit_mirror(stage, {"history.json": '{"generated_at": '})


@fault("data-conflict", "error", heals=True)
def a_merge_left_its_marks(stage: Stage) -> None:
    marks = "<<<<<<< HEAD\n{}\n=======\n{ }\n>>>>>>> origin/main\n"
    edit_mirror(stage, {"latest.json": marks})


@fault("data-stale", "error", heals=True)
def green_runs_and_old_data(stage: Stage) -> None:
    edit_mirror(stage, {"latest.json": latest(now() - timedelta(hours=9))})


@fault("data-old", "warning", heals=True)
def nothing_for_days(stage: Stage) -> None:
    repo = mirror(stage)
    repo.runs.clear()
    old = now() - timedelta(days=3)
    add_run(stage, repo, event="workflow_dispatch", at=old)
    stage.github.commit(repo, {"latest.json": latest(old)})


@fault("data-of-tomorrow", "warning", heals=True)
def a_clock_that_was_ahead(stage: Stage) -> None:
    edit_mirror(stage, {"latest.json": latest(now() + timedelta(days=731))})


@fault("history-missing", "warning", heals=True)
def no_history(stage: Stage) -> None:
    edit_mirror(stage, {"history.json": None})


@fault("history-outdated", "warning", heals=True)
def an_old_history(stage: Stage) -> None:
    edit_mirror(stage, {"history.json": data_files(now() - timedelta(days=40))["history.json"]})


@fault("history-outdated", "warning", heals=True)
def a_history_of_other_settings(stage: Stage) -> None:
    edit_mirror(stage, {"history.json": data_files(week_start="wed")["history.json"]})


@fault("ftp-history-missing", "warning", heals=True)
def no_ftp_history(stage: Stage) -> None:
    edit_mirror(stage, {"ftp_history.json": None})


@fault("data-leftovers", "note", heals=True)
def copies_of_a_merge(stage: Stage) -> None:
    edit_mirror(stage, {"history.json.orig": "{}", "latest_BACKUP_123.json": "{}"})


# addresses


@fault("address-branch", "warning")
def master_in_an_address(stage: Stage) -> None:
    base = f"https://github.com/athlete/{NAME}/blob"
    edit_mirror(stage, {"DOSSIER.md": f"My data: {base}/master/latest.json"})


@fault("address-private", "note")
def raw_address_of_a_private_repository(stage: Stage) -> None:
    base = f"https://raw.githubusercontent.com/athlete/{NAME}/main"
    edit_mirror(stage, {"DOSSIER.md": f"My data: {base}/latest.json"})


@fault("address-repository", "warning")
def address_of_the_old_name(stage: Stage) -> None:
    base = "https://raw.githubusercontent.com/athlete/old-name/main"
    edit_mirror(stage, {"DOSSIER.md": f"My data: {base}/latest.json"})


# helpers


def edit_mirror(stage: Stage, files: dict[str, str | None]) -> None:
    """Make a mirror and commit something on top."""
    stage.github.commit(mirror(stage), files, "Spoil")


def place(stage: Stage, files: dict[str, str]) -> None:
    """Change files as if another version of the product had placed them so."""
    from templates.record import MANAGED_PATH, Placed, content_id, record  # noqa: PLC0415

    repo = stage.github.repository(NAME)
    placed = Placed.read(repo.read(MANAGED_PATH) or b"")
    content_ids = dict(placed.files) | {
        p: content_id(p, text.encode()) for p, text in files.items()
    }
    new = record(placed.version, content_ids).decode()
    stage.github.commit(repo, {**files, MANAGED_PATH: new}, "Another version")


def edit_placed(stage: Stage, path: str, old: str, new: str) -> None:
    """Change a text as if another version of the product had placed it so."""
    text = (stage.github.repository(NAME).read(path) or b"").decode()
    assert old in text
    place(stage, {path: text.replace(old, new)})


def older_engine(stage: Stage) -> None:
    """Make a mirror whose engine an older version has placed: fewer files, other content."""
    repo = mirror(stage)
    place(stage, {"engine.pyz": "# older\n", "engine/long_gone.py": "# older\n"})
    managed = json.loads(repo.read(".section11/managed.json") or b"")
    managed["engine_version"] = "3.9.0"
    stage.github.commit(repo, {".section11/managed.json": json.dumps(managed)}, "Older")


def crowded_schedule(stage: Stage) -> None:
    """Move the schedule to the minutes that everybody uses."""
    from templates.schedule import ScheduleEntry  # noqa: PLC0415
    from templates.workflow_schedule import replace_schedule  # noqa: PLC0415

    repo = mirror(stage)
    text = (repo.read(WORKFLOW) or b"").decode()
    busy = replace_schedule(text, (ScheduleEntry("0,30 * * * *", "Europe/Lisbon"),))
    stage.github.commit(repo, {WORKFLOW: busy}, "Move")
