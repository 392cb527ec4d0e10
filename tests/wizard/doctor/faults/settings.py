"""Faults of secrets, variables and settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.wizard.doctor.faults.fault import fault
from tests.wizard.mirrors import MINE, add_secret, add_variable, mirror
from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


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
