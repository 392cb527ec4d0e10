"""Faults of the data and of the addresses that lead to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.wizard.doctor.faults.fault import fault
from tests.wizard.doctor.faults.spoiling import edit_mirror
from tests.wizard.mirrors import NAME, add_run, data_files, mirror, now
from tests.wizard.stage import latest

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


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
