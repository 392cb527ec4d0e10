"""What the doctor does with what it finds: report, choice, repair, exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from demo.intervals_icu.account import Account
from demo.intervals_icu.server import IntervalsServer
from tests.wizard.mirrors import (
    BY_HAND,
    GUIDE_ENGINE,
    NAME,
    WORKFLOW,
    add_run,
    add_secret,
    edit,
    failed_run,
    mirror,
)
from tests.wizard.stage import KEY, TOKEN

if TYPE_CHECKING:
    from tests.wizard.stage import Ran, Stage

FINE = "github_pat_11AAAAAAA0testtesttesttest"


def found(ran: Ran) -> dict[str, dict[str, Any]]:
    """Findings by id."""
    return {one["id"]: one for area in ran.json["data"]["areas"] for one in area["findings"]}


def test_a_mirror_that_is_well_has_no_findings_and_is_not_touched(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("doctor", "--json", "--fix")
    assert found(ran) == {}
    assert ran.code == 0
    assert stage.written() == []
    assert "athlete/training-data is well." in stage.wizard("doctor").out


def test_an_examination_takes_few_calls(stage: Stage) -> None:
    mirror(stage)
    stage.forget_calls()
    stage.wizard("doctor")
    assert len(stage.github.log) <= 25, [str(one) for one in stage.github.log]


def test_errors_that_remain_give_exit_code_1_warnings_do_not(stage: Stage) -> None:
    repo = mirror(stage)
    repo.workflows[0].state = "disabled_manually"
    assert stage.wizard("doctor").code == 0
    del repo.secrets["INTERVALS_KEY"]
    assert stage.wizard("doctor").code == 1


def test_the_report_says_how_to_repair(stage: Stage) -> None:
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    repo.workflows[0].state = "disabled_manually"
    said = " ".join(stage.wizard("doctor").out.split())
    assert "`section11-setup doctor --fix` repairs: secret-missing." in said
    assert "Only when named, as in `--fix workflow-paused`" in said


def test_yes_repairs_all_that_nobody_can_have_wanted(stage: Stage) -> None:
    repo = mirror(stage)
    repo.variables["DAYS"].value = "0"
    repo.workflows[0].state = "disabled_inactivity"
    del repo.secrets["ATHLETE_ID"]
    failed_run(stage, repo, 3, "ATHLETE_ID not set")
    ran = stage.wizard("doctor", "--yes", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert set(ran.json["data"]["repaired"]) == {
        "run-failed", "secret-missing", "variable-unusable", "workflow-disabled",
    }  # fmt: skip
    assert repo.secrets["ATHLETE_ID"].value == "i900000"
    assert repo.runs[-1].conclusion == "success"


def test_dry_run_names_the_repairs_and_makes_none(stage: Stage) -> None:
    del mirror(stage).secrets["INTERVALS_KEY"]
    ran = stage.wizard("doctor", "--fix", "--dry-run", "--json")
    assert ran.json["messages"] == [
        "Would be done: Set ATHLETE_ID and INTERVALS_KEY from your API key."
    ]
    assert ran.code == 1
    assert stage.written() == []


def test_only_what_is_named_is_repaired(stage: Stage) -> None:
    repo = mirror(stage)
    repo.variables["DAYS"].value = "99"
    repo.workflows[0].state = "disabled_manually"
    ran = stage.wizard("doctor", "--fix", "workflow-paused", "--json")
    assert ran.json["data"]["repaired"] == ["workflow-paused"]
    assert repo.variables["DAYS"].value == "99"


def test_a_repair_that_cannot_be_made_does_not_stop_the_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    repo.workflows[0].state = "disabled_inactivity"
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 1
    assert "it needs INTERVALS_KEY" in ran.json["messages"][0]
    assert repo.workflows[0].state == "active"


def test_nothing_is_repaired_in_an_archived_repository(stage: Stage) -> None:
    repo = mirror(stage)
    repo.archived = True
    del repo.secrets["INTERVALS_KEY"]
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 1
    assert "while the repository is archived" in ran.err
    assert stage.written() == []


def test_a_failed_sync_is_told_with_what_it_said(stage: Stage) -> None:
    repo = mirror(stage)
    stage.runner.outcome, stage.runner.log = "failure", "section11-sync: no luck today"
    failed_run(stage, repo, 5, "Intervals.icu answers 503")
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 1
    assert found(ran)["run-failed"]["why"] == "no luck today"
    assert "The sync failed" in ran.json["messages"][0]


@pytest.mark.parametrize("mode", ["lost_answer", "drop", "status"])
@pytest.mark.parametrize(
    ("spoil", "call"),
    [
        ("secrets", ("PUT", ".*/secrets/INTERVALS_KEY")),
        ("enable", ("PUT", ".*/enable")),
        ("variables", ("PATCH", ".*/variables/DAYS")),
        ("files", ("PATCH", ".*/git/refs/.*")),
        ("data", ("PATCH", ".*/git/refs/.*")),
    ],
)
def test_a_lost_answer_during_a_repair_is_looked_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, spoil: str, call: tuple[str, str], mode: Any
) -> None:
    monkeypatch.setattr("wizard.mirror.workflow_run.APPEARANCE_S", 0.4)
    repo = mirror(stage)
    if spoil == "secrets":
        del repo.secrets["INTERVALS_KEY"]
    elif spoil == "enable":
        repo.workflows[0].state = "disabled_inactivity"
    elif spoil == "variables":
        repo.variables["DAYS"].value = "99"
    elif spoil == "files":
        stage.github.commit(repo, {"engine.pyz": None})
    else:
        stage.github.commit(repo, {"history.json": "{"})
    stage.github.faults.append(Fault(*call, mode=mode))
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 0, ran.out
    assert found(ran) == {}


# the API key and the athlete


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
    from tests.wizard.doctor.faults import github_starts_one_run_in_four  # noqa: PLC0415

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


# details of single repairs


def test_removing_a_wrong_name_waits_for_the_right_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    add_secret(repo, "INTERVALS_API_KEY", "the only one")
    ran = stage.wizard("doctor", "--json", "--fix", "secret-misnamed")
    assert "INTERVALS_API_KEY" in repo.secrets
    assert "stays until" in ran.json["messages"][0]


def test_a_conflict_in_the_ftp_history_loses_no_value(stage: Stage) -> None:
    repo = mirror(stage)
    text = (
        '{\n  "indoor": {\n<<<<<<< HEAD\n    "2026-01-01": 250\n=======\n'
        '    "2026-02-01": 255\n>>>>>>> origin/main\n  },\n  "outdoor": {}\n}\n'
    )
    stage.runner.files.pop("ftp_history.json")
    stage.github.commit(repo, {"ftp_history.json": text})
    assert stage.wizard("doctor", "--fix").code == 0
    kept = json.loads(repo.read("ftp_history.json") or b"")
    assert kept["indoor"] == {"2026-01-01": 250, "2026-02-01": 255}


def test_a_damaged_ftp_history_is_kept_aside(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {"ftp_history.json": '{"indoor": {"2026-01-01": 250'})
    assert stage.wizard("doctor", "--fix").code == 0
    assert b"2026-01-01" in (repo.read("ftp_history.damaged.json") or b"")


def test_repairs_keep_what_the_athlete_edited(stage: Stage) -> None:
    repo = mirror(stage)
    edit(stage, WORKFLOW, "    steps:\n", "    steps:\n      - run: echo mine\n")
    stage.github.commit(repo, {"engine.pyz": None})
    assert stage.wizard("doctor", "--fix").code == 0
    assert b"echo mine" in (repo.read(WORKFLOW) or b"")
    assert repo.read("engine.pyz")


def test_a_mirror_made_by_hand_is_explained_and_keeps_its_schedule(stage: Stage) -> None:
    repo = mirror(stage)
    ours: dict[str, Any] = {
        p: None for p in repo.files() if p.startswith(("engine.pyz", ".section11/"))
    }
    stage.github.commit(repo, {**ours, WORKFLOW: BY_HAND, "sync.py": GUIDE_ENGINE})
    one = found(stage.wizard("doctor", "--json"))["made-by-hand"]
    assert "no time limit" in one["why"]
    assert "ftp_history.json is not committed" in one["why"]
    assert stage.wizard("doctor", "--fix", "made-by-hand").code == 0
    assert b"python3 -I engine.pyz --publish" in (repo.read(WORKFLOW) or b"")
    settings = stage.wizard("status", "--json").json["data"]["settings"]
    assert settings["schedule"] == "15min"


def test_a_sleeping_schedule_is_woken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.wizard.doctor.faults import github_starts_none  # noqa: PLC0415

    github_starts_none(stage)
    stage.forget_calls()
    stage.wizard("doctor", "--fix", "schedule-silent")
    assert [name.rpartition("/")[2] for name in stage.written()] == ["disable", "enable"]


def test_the_failing_step_is_named_with_its_log(stage: Stage) -> None:
    repo = mirror(stage)
    log = (
        "one\ntwo\nthree\nfour\nERROR: hash mismatch\n##[error]Process completed with exit code 1."
    )
    add_run(stage, repo, "failure", failed_step="Check out all but the archive", log=log)
    one = found(stage.wizard("doctor", "--json"))["run-failed"]
    assert "'Check out all but the archive'" in one["what"]
    assert one["why"].splitlines()[-2:] == [
        "ERROR: hash mismatch", "Process completed with exit code 1.",
    ]  # fmt: skip


def test_the_token_and_the_key_appear_nowhere(stage: Stage) -> None:
    repo = mirror(stage)
    failed_run(stage, repo, 4, f"refused {KEY} and {TOKEN}")
    for arguments in (("doctor",), ("doctor", "--json"), ("doctor", "--fix", "-v")):
        ran = stage.wizard(*arguments)
        assert KEY not in ran.out + ran.err
        assert TOKEN not in ran.out + ran.err


def test_a_workflow_made_by_hand_is_replaced_together_with_its_engine(stage: Stage) -> None:
    repo = mirror(stage)
    ours: dict[str, Any] = dict.fromkeys(
        path for path in repo.files() if path.startswith(("engine.pyz", ".section11/"))
    )
    text = BY_HAND.replace("  workflow_dispatch:\n", "")
    stage.github.commit(repo, {**ours, WORKFLOW: text, "sync.py": GUIDE_ENGINE})
    assert stage.wizard("doctor", "--fix", "workflow-no-dispatch").code == 0
    assert repo.read("engine.pyz")
    assert b"workflow_dispatch" in (repo.read(WORKFLOW) or b"")


@pytest.mark.parametrize("command", ["doctor", "update", "uninstall"])
def test_the_missing_token_is_named(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("GH_TOKEN")
    ran = stage.wizard(command, "--no-input", "--json")
    assert ran.code == 3
    assert "GH_TOKEN" in ran.json["error"]["remedy"]


def test_a_repository_that_is_not_there_is_a_finding(stage: Stage) -> None:
    ran = stage.wizard("doctor", "--json")
    assert ran.code == 1
    assert "It does not exist, or the token may not see it." in ran.out
    assert stage.wizard("update", "--json").code == 5
