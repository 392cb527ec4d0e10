"""Addresses, owners, cron lines, athletes and READMEs as people give them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from engine.output.readme import with_last_sync
from tests.wizard.mirrors import NAME, mirror
from wizard.setting_values import check_schedule, split_repository

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

MOMENT = datetime(2026, 11, 26, 17, 5, tzinfo=UTC)
NOW = "2026-11-26 17:05 (UTC+00:00)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data", (None, "data")),
        (" anna/data ", ("anna", "data")),
        ("https://github.com/anna/data", ("anna", "data")),
        ("https://github.com/anna/data.git", ("anna", "data")),
        ("https://github.com/anna/data/actions?query=x", ("anna", "data")),
        ("git@github.com:anna/data.git", ("anna", "data")),
        ("ssh://git@github.com/anna/my.data.git", ("anna", "my.data")),
    ],
)
def test_a_repository_may_be_an_address(text: str, expected: tuple[str | None, str]) -> None:
    assert split_repository(text) == expected


@pytest.mark.parametrize("cron", ["*/2 * * * *", "* * * * *", "1,3 7 * * *", "1,58 * * * *"])
def test_what_github_does_not_start_so_often_is_refused(cron: str) -> None:
    assert "every 5 minutes at most" in (check_schedule(cron) or "")


@pytest.mark.parametrize(
    "cron", ["*/5 * * * *", "1,58 7 * * *", "7 * * * *", "3 7 * * *;4 7 * * *"]
)
def test_other_cron_lines_are_fine(cron: str) -> None:
    assert check_schedule(cron) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**Last successful sync:** 2025-01-01", f"**Last successful sync:** {NOW}"),
        ("> *Last successful sync: never*", f"> *Last successful sync: {NOW}*"),
        ("Last successful sync:", f"Last successful sync: {NOW}"),
        ("The last one was fine.", "The last one was fine."),
    ],
)
def test_the_line_of_the_guides_readme_is_renewed(line: str, expected: str) -> None:
    assert (
        with_last_sync(f"# Mine\n\n{line}\n\nText\n", MOMENT) == f"# Mine\n\n{expected}\n\nText\n"
    )


@pytest.mark.process
def test_an_address_names_the_mirror(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("status", "--json", "--repo", f"https://github.com/athlete/{NAME}/actions")
    assert ran.json["data"]["repository"]["full_name"] == f"athlete/{NAME}"


@pytest.mark.process
def test_an_owner_that_cannot_be_is_told(stage: Stage) -> None:
    stage.github.add_user("anna")
    unknown = stage.setup("--owner", "nobody-at-all", "--json")
    assert unknown.code == 5
    assert "no account or organization nobody-at-all" in unknown.json["error"]["message"]
    other = stage.setup("--repo", "anna/data", "--json")
    assert other.code == 5
    assert "only anna can create it" in other.json["error"]["message"]
    assert stage.written() == []


@pytest.mark.process
def test_an_athlete_that_the_key_may_not_read_is_no_wrong_key(stage: Stage) -> None:
    ran = stage.setup("--athlete", "i1", "--json")
    assert ran.code == 2
    assert "There is no athlete i1 for this API key" in ran.json["error"]["message"]
    assert "id" in ran.json["error"]["remedy"]


@pytest.mark.process
def test_a_changed_schedule_starts_a_run_in_place_of_the_one_that_waits(stage: Stage) -> None:
    repo = mirror(stage)
    before = len(repo.runs)
    ran = stage.wizard("settings", "--schedule", "hourly", "--yes", "--json")
    assert ran.code == 0, ran.out
    plan = {item["what"]: item for item in ran.json["data"]["plan"]}
    assert "drops a run that waits" in plan["sync"]["detail"]
    assert len(repo.runs) == before + 1
    assert stage.wizard("settings", "--days", "14", "--yes").code == 0
    assert len(repo.runs) == before + 1
