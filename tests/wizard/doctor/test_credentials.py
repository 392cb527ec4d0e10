"""What the doctor says of the API key, the athlete and the GitHub token."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from demo.intervals_icu.account import Account
from demo.intervals_icu.server import IntervalsServer
from tests.wizard.doctor.faults.runs import github_starts_one_run_in_four
from tests.wizard.doctor.findings import found
from tests.wizard.mirrors import NAME, failed_run, mirror
from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

FINE = "github_pat_11AAAAAAA0testtesttesttest"


def test_without_a_key_the_account_is_left_out_and_said_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    mirror(stage)
    ran = stage.wizard("doctor", "--json")
    assert set(found(ran)) == {"key-absent"}
    assert ran.code == 0


def test_a_revoked_key_is_an_error_unless_the_mirrors_own_works(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVALS_KEY", "revoked-key-1")
    repo = mirror(stage)
    assert set(found(stage.wizard("doctor", "--json"))) == {"key-at-hand-refused"}
    failed_run(stage, repo, 4, "Intervals.icu refuses the API key")
    ran = stage.wizard("doctor", "--json")
    assert {"key-refused", "run-failed"} <= set(found(ran))
    assert "revoked-key-1" not in ran.out + ran.err
    fixed = stage.wizard("doctor", "--json", "--fix")
    assert "it needs a key that works" in fixed.json["messages"][0]
    monkeypatch.setenv("INTERVALS_KEY", KEY)
    assert stage.wizard("doctor", "--json", "--fix").code == 0


def test_intervals_that_does_not_answer_is_no_fault_of_the_key(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.intervals_icu.client.TRIES", 1)
    monkeypatch.setenv("INTERVALS_API_URL", "http://127.0.0.1:9/api/v1")
    mirror(stage)
    assert set(found(stage.wizard("doctor", "--json"))) == {"intervals-unreachable"}


def test_data_of_another_athlete_is_told_by_its_activities(stage: Stage) -> None:
    repo = mirror(stage)
    document = json.loads(repo.read("latest.json") or b"")
    document["recent_activities"] = [{"id": "i1", "date": "2999-01-01T10:00:00"}]
    stage.github.commit(repo, {"latest.json": json.dumps(document)})
    one = found(stage.wizard("doctor", "--json"))["athlete-other"]
    assert one["severity"] == "warning"
    assert "section11-setup settings --athlete i900000" in one["remedy"]
    asked = found(stage.wizard("doctor", "--json", "--athlete", "i900000"))["athlete-other"]
    assert asked["severity"] == "error"


def test_a_mirror_of_somebody_else_does_not_get_the_id_of_the_keys_owner(stage: Stage) -> None:
    repo = mirror(stage)
    rows = [{"id": "i1", "date": "2999-01-01T10:00:00"}]
    stage.github.commit(repo, {"latest.json": json.dumps({"recent_activities": rows})})
    del repo.secrets["ATHLETE_ID"]
    ran = stage.wizard("doctor", "--json", "--fix", "secret-missing")
    assert "say whose with --athlete" in ran.json["messages"][0]
    assert "ATHLETE_ID" not in repo.secrets
    stage.wizard("doctor", "--json", "--fix", "secret-missing", "--athlete", "i900000")
    assert repo.secrets["ATHLETE_ID"].value == "i900000"


def test_a_schedule_changed_a_moment_ago_is_not_late(stage: Stage) -> None:
    github_starts_one_run_in_four(stage)
    assert "runs-late" in found(stage.wizard("doctor", "--json"))
    assert stage.wizard("settings", "--schedule", "hourly", "--yes").code == 0
    assert "runs-late" not in found(stage.wizard("doctor", "--json"))


@pytest.fixture
def other_athlete(account: Account, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Serve an account that a test has changed."""
    servers: list[IntervalsServer] = []

    def serve(**changes: Any) -> None:
        fields = {
            "athlete": account.athlete, "activities": account.activities,
            "wellness": account.wellness, **changes,
        }  # fmt: skip
        server = IntervalsServer(Account(**fields), key=KEY)
        servers.append(server.__enter__())
        monkeypatch.setenv("INTERVALS_API_URL", server.url)

    yield serve
    for server in servers:
        server.__exit__(None, None, None)


def test_activities_that_came_through_strava_are_counted(
    stage: Stage, account: Account, other_athlete: Any
) -> None:
    mirror(stage)
    stubs = [
        {"id": row["id"], "start_date_local": row["start_date_local"], "source": "STRAVA",
         "_note": "STRAVA activities are not available via the API"}
        for row in account.activities[-3:]
    ]  # fmt: skip
    other_athlete(activities=stubs)
    one = found(stage.wizard("doctor", "--json"))["strava-stubs"]
    assert one["what"].startswith("3 activities")
    assert one["repair"] is None


def test_hrv_as_sdnn_only_is_explained(stage: Stage, account: Account, other_athlete: Any) -> None:
    mirror(stage)
    days = [{**row, "hrv": None, "hrvSDNN": 55.0} for row in account.wellness[-40:]]
    other_athlete(wellness=days)
    assert found(stage.wizard("doctor", "--json"))["hrv-sdnn"]["severity"] == "note"


def test_a_week_without_activities_is_noted(stage: Stage, other_athlete: Any) -> None:
    mirror(stage)
    other_athlete(activities=[])
    assert "none in 90 days" in found(stage.wizard("doctor", "--json"))["activities-none"]["what"]


# the GitHub token


def test_a_refused_token_ends_it_with_code_4(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GH_TOKEN", "ghp_wrongwrongwrongwrongwrong")
    assert stage.wizard("doctor", "--json").code == 4


def test_a_token_without_workflow_still_looks_around(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    stage.github.add_token("gho_noworkflownoworkflownoworkflow", scopes=("repo",))
    monkeypatch.setenv("GH_TOKEN", "gho_noworkflownoworkflownoworkflow")
    ran = stage.wizard("doctor", "--json")
    assert ran.code == 0
    assert "gh auth refresh" in found(ran)["token-scope"]["remedy"]


def test_a_fine_grained_token_is_told_each_missing_permission(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    stage.github.add_token(FINE, permissions={"contents": "write", "actions": "read"})
    monkeypatch.setenv("GH_TOKEN", FINE)
    ran = stage.wizard("doctor", "--json")
    told = [one["why"] for area in ran.json["data"]["areas"] for one in area["findings"]]
    assert told == [
        "It lacks the permission Secrets: read.",
        "It lacks the permission Variables: read.",
    ]
    assert ran.code == 0


def test_a_token_for_other_repositories_sees_none(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    rights = {"contents": "write", "actions": "write"}
    stage.github.add_token(FINE, permissions=rights, repositories=["athlete/other"])
    monkeypatch.setenv("GH_TOKEN", FINE)
    ran = stage.wizard("doctor", "--json")
    assert ran.code == 1
    assert "edit the token and add the repository" in found(ran)["repository-missing"]["remedy"]


def test_somebody_elses_work_is_not_examined(stage: Stage) -> None:
    stage.github.create_repository(NAME, {"main.py": "print()"})
    ran = stage.wizard("doctor", "--json")
    assert ran.code == 5
    assert "is no data mirror" in ran.json["error"]["message"]
