"""Runs: watched to the end, failures explained, data read back and compared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from demo.github import Fault
from tests.wizard.mirrors import NAME, mirror
from tests.wizard.stage import KEY, Stage
from wizard.mirror.found.failure import log_tail
from wizard.mirror.workflow_run import is_fresh


def test_a_failed_run_tells_its_step_and_the_end_of_its_log(stage: Stage) -> None:
    stage.runner.outcome = "failure"
    stage.runner.log = f"the engine says no to {KEY}"
    ran = stage.setup("--json")
    assert ran.code == 6
    message = ran.json["error"]["message"]
    assert "The step 'Sync' of the sync failed" in message
    assert "the engine says no to [hidden]" in message
    assert KEY not in ran.out + ran.err
    assert stage.state()["secrets"]["INTERVALS_KEY"] == KEY


def test_spent_minutes_are_recognized(stage: Stage) -> None:
    stage.runner.outcome = "billing"
    ran = stage.setup()
    assert ran.code == 6
    assert "Actions minutes are spent" in " ".join(ran.out.split())


def test_a_green_run_without_data_is_a_failure(stage: Stage) -> None:
    stage.runner.writes = False
    ran = stage.setup()
    assert ran.code == 6
    assert "left no latest.json" in " ".join(ran.out.split())


def test_a_green_run_with_old_data_is_a_failure_at_first(stage: Stage) -> None:
    stage.runner.updated = datetime(2026, 1, 1, tzinfo=UTC)
    ran = stage.setup()
    assert ran.code == 6
    assert "before the run" in " ".join(ran.out.split())


def test_a_green_run_without_news_is_fine_later(stage: Stage) -> None:
    assert stage.setup().code == 0
    repo = stage.github.repository("training-data")
    old = (repo.read("latest.json") or b"").decode().replace('"last_updated": "20', '"x": "20')
    stage.github.commit(repo, {"latest.json": old})
    stage.runner.writes = False
    ran = stage.wizard("sync", "--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["sync"]["fresh"] is False
    assert "Nothing new" in stage.wizard("sync").out


def test_sync_joins_a_run_that_is_under_way(stage: Stage) -> None:
    assert stage.setup().code == 0
    stage.github.world.runner = None
    run = stage.github.dispatch("training-data", "auto-sync.yml")
    stage.forget_calls()
    ran_codes = []

    def finish_soon(exchange: object) -> None:
        if "jobs" in str(exchange) and not ran_codes:
            ran_codes.append(1)
            stage.github.finish(run)

    stage.github.observers.append(finish_soon)
    ran = stage.wizard("sync", "--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["sync"]["run"] == run.id
    assert stage.written() == []


def test_sync_dry_run_starts_nothing(stage: Stage) -> None:
    assert stage.setup().code == 0
    stage.forget_calls()
    assert stage.wizard("sync", "--dry-run").code == 0
    assert stage.written() == []


def test_a_run_that_never_ends_times_out(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.mirror.workflow_run.RUN_S", 0.5)
    stage.github.world.runner = None
    ran = stage.setup()
    assert ran.code == 7
    assert "did not end within" in ran.out


def test_a_workflow_that_is_never_registered_times_out(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.mirror.workflow_run.REGISTRATION_S", 0.5)
    stage.github.world.registration_polls = 1000
    ran = stage.setup()
    assert ran.code == 7
    assert "has not registered the workflow" in ran.out


def test_a_server_that_does_not_name_the_run(stage: Stage) -> None:
    stage.github.world.knows_run_details = False
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["sync"]["run"] == stage.github.repository("training-data").runs[0].id


def test_a_long_rate_limit_is_told_instead_of_waited_for(stage: Stage) -> None:
    stage.github.faults.append(
        Fault("POST", "/user/repos", mode="secondary_rate_limit", retry_after=1800)
    )
    ran = stage.setup()
    assert ran.code == 5
    assert "again in 30 minutes" in ran.out


def test_a_log_tail_is_short_and_without_secrets() -> None:
    lines = [f"2026-11-24T10:00:{n:02}.1234567Z line {n}" for n in range(40)]
    tail = log_tail(
        "\n".join([*lines, "2026-11-24T10:01:00.1234567Z ghp_abcdefghijklmnopqrstuvwx"])
    )
    assert len(tail.splitlines()) == 15
    assert "line 39" in tail
    assert "ghp_abc" not in tail


@pytest.mark.parametrize(
    ("updated", "fresh"),
    [(timedelta(0), True), (timedelta(seconds=-90), True), (timedelta(minutes=-3), False)],
)
def test_freshness_allows_for_clocks_that_differ(updated: timedelta, fresh: bool) -> None:
    start = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert is_fresh(start + updated, start) is fresh


def test_quiet_is_one_line_or_nothing(stage: Stage) -> None:
    mirror(stage)
    name = f"athlete/{NAME}"
    assert stage.wizard("status", "--quiet").out.startswith(f"{name}: 0 min old, workflow active")
    assert len(stage.wizard("sync", "--quiet").out.splitlines()) == 1
    assert stage.wizard("pause", "--quiet").out == "paused\n"
    assert stage.wizard("doctor", "--quiet").out.startswith("warning workflow-paused: ")
    assert stage.wizard("resume", "--quiet").out == "running\n"
    assert stage.wizard("update", "--yes", "--quiet").out == ""
    assert stage.setup("--quiet").out.endswith(f"{name}\n")


@pytest.mark.parametrize(("age", "calls"), [("2h", 0), ("1d12h", 0), ("0m", 1)])
def test_a_sync_is_only_started_when_the_data_is_older(stage: Stage, age: str, calls: int) -> None:
    mirror(stage)
    ran = stage.wizard("sync", "--if-older", age, "--json")
    assert ran.code == 0
    assert sum("/dispatches" in one for one in stage.written()) == calls
    assert (ran.json["data"]["sync"] is None) == (calls == 0)


def test_a_sync_can_be_started_from_elsewhere(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("sync", "--link")
    assert ran.code == 0
    start = stage.wizard("sync", "--link", "--json").json["data"]["start"]
    assert start["page"] in ran.out
    assert start["request"] in ran.out
    assert start["request"].endswith("/actions/workflows/auto-sync.yml/dispatches")
    assert stage.written() == []


def test_a_duration_that_is_none_is_told(stage: Stage) -> None:
    ran = stage.wizard("sync", "--if-older", "soon")
    assert ran.code == 2
    assert "use 2h, 90m or 1d" in ran.err
