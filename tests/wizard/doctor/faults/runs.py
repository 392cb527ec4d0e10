"""Faults of the runs and their schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.wizard.doctor.faults.fault import fault
from tests.wizard.doctor.faults.spoiling import crowded_schedule
from tests.wizard.mirrors import MINE, add_run, failed_run, mirror, now

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


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
