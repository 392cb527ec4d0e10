"""Status: age, runs, next runs, minutes, versions and settings, in 80 columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from templates.schedule import ScheduleEntry
from tests.wizard.doctor.faults.spoiling import older_engine
from tests.wizard.mirrors import MINE, NAME, WORKFLOW, add_run, edit, mirror, now
from tests.wizard.stage import latest
from wizard.github.records import Run
from wizard.mirror.minutes import minutes, month_use

if TYPE_CHECKING:
    import pytest

    from tests.wizard.stage import Stage

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
EVERY_HALF_HOUR = (ScheduleEntry("7,37 * * * *"),)


def run(seconds: float, conclusion: str = "success", at: datetime = NOON) -> Run:
    """A run that has ended."""
    end = at + timedelta(seconds=seconds)
    return Run(1, "completed", conclusion, "schedule", at, "", at, end)


def test_status_fits_80_columns_and_says_all(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    repo = mirror(stage)
    add_run(stage, repo, "failure", at=now() - timedelta(minutes=5))
    ran = stage.wizard("status")
    assert ran.code == 0
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    said = " ".join(ran.out.split())
    for words in (
        "athlete/training-data private", "min old", "failure", "by schedule", "every 30 minutes",
        "used this month by 2 runs", "of 2,000", "up to date", "switched on",
        "week starts on Monday", "privacy standard", "Europe/Lisbon", "readiness go",
    ):  # fmt: skip
        assert words in said, words


def test_status_writes_nothing_and_takes_few_calls(stage: Stage) -> None:
    mirror(stage)
    stage.forget_calls()
    assert stage.wizard("status").code == 0
    assert stage.written() == []
    assert len(stage.github.log) <= 16, [str(one) for one in stage.github.log]


def test_an_old_engine_and_edits_are_named(stage: Stage) -> None:
    older_engine(stage)
    edit(stage, WORKFLOW, "    steps:\n", "    steps:\n      - run: echo mine\n")
    ran = stage.wizard("status")
    assert "3.9.0; engine differ: section11-setup update" in " ".join(ran.out.split())
    assert "edited by you: .github/workflows/auto-sync.yml" in " ".join(ran.out.split())
    data = stage.wizard("status", "--json").json["data"]
    assert data["engine"]["there"] == "3.9.0"
    assert data["edited"] == [WORKFLOW]
    assert "engine" in data["outdated"]


def test_a_paused_mirror_has_no_next_runs(stage: Stage) -> None:
    mirror(stage).workflows[0].state = "disabled_manually"
    data = stage.wizard("status", "--json").json["data"]
    assert data["next_runs"] == []
    assert data["minutes"]["projected"] == data["minutes"]["used"]
    assert "none: the workflow is disabled manually" in stage.wizard("status").out


def test_an_older_age_is_told_in_days(stage: Stage) -> None:
    stage.github.commit(mirror(stage), {"latest.json": latest(now() - timedelta(days=3))})
    assert "3 days old" in stage.wizard("status").out


def test_a_public_mirror_pays_nothing(stage: Stage) -> None:
    mirror(stage, replace(MINE, private=False, privacy="strict"), private=False)
    ran = stage.wizard("status")
    assert "PUBLIC" in ran.out
    assert "public repositories pay nothing" in " ".join(ran.out.split())


def test_billing_is_asked_only_on_request(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror(stage)
    stage.wizard("status")
    assert not stage.github.requests(path=".*/billing/.*")
    ran = stage.wizard("status", "--billing", "--json")
    assert ran.json["data"]["minutes"]["account"] is None
    assert "scope `user`" in ran.err
    stage.github.add_token("ghp_billingbillingbillingbilling", scopes=("repo", "workflow", "user"))
    monkeypatch.setenv("GH_TOKEN", "ghp_billingbillingbillingbilling")
    ran = stage.wizard("status", "--billing", "--json")
    assert ran.json["data"]["minutes"]["account"] == 1


def test_more_than_a_page_of_runs_is_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.github.administration.PER_PAGE", 3)
    repo = mirror(stage)
    for _ in range(5):
        add_run(stage, repo, seconds=70)
    data = stage.wizard("status", "--json").json["data"]["minutes"]
    assert (data["runs"], data["used"]) == (6, 11)


def test_a_run_is_billed_by_the_begun_minute() -> None:
    assert [minutes(run(s)) for s in (1, 60, 61, 119.5, 121)] == [1, 1, 2, 2, 3]
    assert minutes(run(2, "failure")) == 0  # GitHub refused to begin it
    assert minutes(run(30, "failure")) == 1


def test_the_month_is_projected_with_what_a_run_takes() -> None:
    use = month_use([run(70), run(80)], 500, EVERY_HALF_HOUR, NOON)
    left = 2 * 24 * 21 + 24  # from the 10th at noon to the end of the 31st
    assert (use.runs, use.used, use.exact) == (2, 4, True)
    assert use.projected == 4 + 2 * left
    assert not use.fits
    assert month_use([], 500, (), NOON).projected == 0


def test_more_runs_than_were_read_are_extrapolated() -> None:
    read = [run(30, at=NOON - timedelta(hours=hour)) for hour in range(95)]
    use = month_use(read, 95, (), NOON)
    assert use.exact is False
    assert use.runs == round(95 * 228 / 94)


def test_without_a_mirror_status_says_where_to_begin(stage: Stage) -> None:
    stage.github.create_repository(NAME, {"README.md": "# x\n"})
    ran = stage.wizard("status", "--json")
    assert ran.code == 5
    assert "run `section11-setup --repo athlete/training-data`" in ran.json["error"]["remedy"]
