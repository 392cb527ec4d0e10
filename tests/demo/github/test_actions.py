from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from tests.demo.conftest import NOON, WORKFLOW, Api

REPO = "/repos/athlete/mirror"
FLOW = f"{REPO}/actions/workflows/sync.yml"
FILE = ".github/workflows/sync.yml"


@pytest.fixture
def mirror(hub):
    return hub.create_repository("athlete/mirror", {FILE: WORKFLOW})


def dispatch(api, **body):
    return api("POST", f"{FLOW}/dispatches", **{"ref": "main", **body})


def started(api):
    return dispatch(api, return_run_details=True).json()["workflow_run_id"]


def test_a_workflow_is_known_by_number_and_file_name(api, mirror):
    found = api.get(FLOW)
    assert (found["name"], found["state"], found["path"]) == ("Sync", "active", FILE)
    assert api.get(f"{REPO}/actions/workflows/{found['id']}") == found
    assert api.get(f"{REPO}/actions/workflows")["total_count"] == 1
    assert api("GET", f"{REPO}/actions/workflows/other.yml").status_code == 404


def test_a_new_workflow_is_unknown_for_some_polls(start):
    hub = start(registration_polls=2)
    hub.create_repository("athlete/mirror", {FILE: WORKFLOW})
    api = Api(hub)
    assert [api("GET", FLOW).status_code for _ in range(3)] == [404, 404, 200]


def test_a_new_workflow_cannot_be_dispatched_while_it_is_unknown(start):
    hub = start(registration_polls=1)
    hub.create_repository("athlete/mirror", {FILE: WORKFLOW})
    api = Api(hub)
    assert [dispatch(api).status_code for _ in range(2)] == [404, 204]


def test_a_new_workflow_may_be_unknown_for_some_time(start, clock):
    hub = start(registration_delay=timedelta(seconds=10), clock=clock)
    hub.create_repository("athlete/mirror", {FILE: WORKFLOW})
    api = Api(hub)
    assert api("GET", FLOW).status_code == 404
    assert api.get(f"{REPO}/actions/workflows")["workflows"] == []
    clock.forward(seconds=10)
    assert api("GET", FLOW).status_code == 200


def test_a_changed_workflow_keeps_its_number(api, hub, mirror):
    number = api.get(FLOW)["id"]
    hub.commit("mirror", {FILE: WORKFLOW.replace("name: Sync", "name: Other")})
    assert (api.get(FLOW)["id"], api.get(FLOW)["name"]) == (number, "Other")


def test_a_removed_workflow_is_gone_unless_it_has_runs(api, hub, mirror):
    hub.commit("mirror", {FILE: None})
    assert api("GET", FLOW).status_code == 404
    hub.commit("mirror", {FILE: WORKFLOW})
    dispatch(api)
    hub.commit("mirror", {FILE: None})
    assert api.get(FLOW)["state"] == "deleted"
    assert dispatch(api).status_code == 422


def test_only_the_default_branch_makes_workflows_known(api, hub):
    hub.create_repository("athlete/mirror", {"x": "1"})
    hub.commit("mirror", {FILE: WORKFLOW}, branch="side")
    assert api("GET", FLOW).status_code == 404


def test_dispatch_gives_no_body_unless_details_are_asked_for(api, mirror):
    plain = dispatch(api)
    assert (plain.status_code, plain.content) == (204, b"")
    detailed = dispatch(api, return_run_details=True)
    run = api.get(f"{REPO}/actions/runs/{detailed.json()['workflow_run_id']}")
    assert detailed.json()["run_url"] == run["url"]
    assert detailed.json()["html_url"] == run["html_url"]
    assert (run["event"], run["status"], run["head_branch"]) == (
        "workflow_dispatch",
        "queued",
        "main",
    )


def test_the_newer_version_of_the_api_always_gives_details(hub, mirror):
    newer = Api(hub, headers={"X-GitHub-Api-Version": "2026-03-10"})
    assert dispatch(newer).status_code == 200


def test_an_old_server_does_not_know_the_details(api, hub, mirror):
    hub.world.knows_run_details = False
    assert dispatch(api, return_run_details=True).status_code == 400
    assert dispatch(api).status_code == 204


@pytest.mark.parametrize(
    ("text", "body", "part"),
    [
        (WORKFLOW, {"ref": "nowhere"}, "No ref found"),
        (WORKFLOW, {"inputs": {"days": "7"}}, "Unexpected inputs"),
        (WORKFLOW.replace("workflow_dispatch:", "push:"), {}, "'workflow_dispatch' trigger"),
        (WORKFLOW.replace("workflow_dispatch:", "workflow_dispatch: {"), {}, "failed to parse"),
        (WORKFLOW.replace("7,37 * * * *", "7,37 * * *"), {}, "invalid CRON"),
        (WORKFLOW.replace('* *"', '* *"\n      timezone: Europe/Wien'), {}, "invalid timezone"),
        (WORKFLOW.replace('* *"', '* *"\n      zone: UTC'), {}, "unexpected value"),
    ],
)
def test_a_dispatch_that_cannot_work_is_explained(api, hub, text, body, part):
    hub.create_repository("athlete/mirror", {FILE: text})
    answer = dispatch(api, **body)
    assert answer.status_code == 422
    assert part in answer.json()["message"]


def test_inputs_are_checked_and_filled_with_defaults(api, hub):
    declared = """workflow_dispatch:
    inputs:
      days: {type: number, default: 7}
      level: {type: choice, options: [a, b], required: true}
      force: {type: boolean}"""
    text = WORKFLOW.replace("workflow_dispatch:", declared)
    mirror = hub.create_repository("athlete/mirror", {FILE: text})
    assert dispatch(api).status_code == 422
    assert dispatch(api, inputs={"level": "c"}).status_code == 422
    assert dispatch(api, inputs={"level": "a", "force": "true"}).status_code == 204
    assert mirror.runs[-1].inputs == {"days": 7, "level": "a", "force": True}


def test_a_disabled_workflow_does_not_run_until_it_is_enabled(api, hub, mirror):
    assert api("PUT", f"{FLOW}/disable").status_code == 204
    assert api.get(FLOW)["state"] == "disabled_manually"
    assert dispatch(api).status_code == 422
    assert hub.run_schedule("mirror") == []
    assert api("PUT", f"{FLOW}/enable").status_code == 204
    assert dispatch(api).status_code == 204
    assert [run.event for run in hub.run_schedule("mirror")] == ["schedule"]


def test_switching_actions_off_stops_everything(api, hub, mirror):
    api("PUT", f"{REPO}/actions/permissions", enabled=False)
    assert dispatch(api).status_code == 422
    assert hub.run_schedule("mirror") == []


def test_workflows_of_a_fork_start_disabled(api, hub):
    hub.create_repository("coach/mirror", {FILE: WORKFLOW}, private=False)
    api("POST", "/repos/coach/mirror/forks")
    assert api.get(FLOW)["state"] == "disabled_fork"
    assert hub.run_schedule("mirror") == []
    api("PUT", f"{FLOW}/enable")
    assert len(hub.run_schedule("mirror")) == 1


def test_runs_can_be_found_by_event_branch_status_and_time(api, hub, mirror, clock):
    hub.observers.clear()  # the description takes `created` for a moment, not for a range
    first = started(api)
    hub.finish(first)
    clock.forward(hours=1)
    hub.run_schedule("mirror")
    path = f"{REPO}/actions/runs"

    def found(**query):
        return [run["id"] for run in api.get(path, **query)["workflow_runs"]]

    second = mirror.runs[-1].id
    assert found() == [second, first]
    assert found(event="schedule") == [second]
    assert found(event="workflow_dispatch", created=">=2026-11-24T12:00:00Z") == [first]
    assert found(created=">=2026-11-24T12:30:00+00:00") == [second]
    assert found(created="2026-11-24T12:00:00Z..2026-11-24T12:30:00Z") == [first]
    assert found(created="<2026-11-24") == []
    assert found(status="completed") == found(status="success") == [first]
    assert found(status="queued") == [second]
    assert found(branch="other") == []
    assert found(head_sha="0" * 40) == []
    assert len(api.get(f"{FLOW}/runs", per_page=1)["workflow_runs"]) == 1
    assert api.get(f"{FLOW}/runs")["total_count"] == 2


def test_run_numbers_count_up(api, mirror):
    started(api)
    assert api.get(f"{REPO}/actions/runs/{started(api)}")["run_number"] == 2


def test_a_run_can_be_completed_by_hand_with_jobs_and_steps(api, hub, mirror):
    run = started(api)
    hub.finish(run, "failure", ["Check out", "Sync"])
    shape = api.get(f"{REPO}/actions/runs/{run}")
    assert (shape["status"], shape["conclusion"]) == ("completed", "failure")
    (job,) = api.get(f"{REPO}/actions/runs/{run}/jobs")["jobs"]
    assert [(s["number"], s["name"], s["conclusion"]) for s in job["steps"]] == [
        (1, "Check out", "success"),
        (2, "Sync", "failure"),
    ]
    assert api.get(f"{REPO}/actions/jobs/{job['id']}") == job


def test_logs_are_a_link_that_works_without_a_token_for_a_minute(api, hub, mirror, clock):
    run = started(api)
    assert api("GET", f"{REPO}/actions/runs/{run}/logs").status_code == 404
    hub.finish(run, steps=["Sync"])
    job = mirror.runs[0].jobs[0]
    job.steps[0].log.append("hello\n")
    answer = api("GET", f"{REPO}/actions/runs/{run}/logs")
    assert answer.status_code == 302
    link = answer.headers["Location"]
    assert api("GET", link).status_code == 400, "the token must not be sent along"
    del api.http.headers["Authorization"]
    with zipfile.ZipFile(io.BytesIO(api("GET", link).content)) as archive:
        assert archive.read("sync/1_Sync.txt") == b"hello\n"
        assert archive.read("0_sync.txt") == b"hello\n"
    clock.forward(seconds=61)
    assert api("GET", link).status_code == 403


def test_the_log_of_a_job_is_plain_text(api, hub, mirror):
    run = started(api)
    hub.finish(run, steps=["Sync"])
    job = mirror.runs[0].jobs[0]
    job.steps[0].log.append("hello\n")
    link = api("GET", f"{REPO}/actions/jobs/{job.id}/logs").headers["Location"]
    del api.http.headers["Authorization"]
    assert api("GET", link).text == "hello\n"


def test_a_spent_quota_looks_like_githubs(api, hub, mirror):
    mirror.billing_blocked = True
    run = hub.wait(started(api))
    shape = api.get(f"{REPO}/actions/runs/{run.id}")
    assert (shape["status"], shape["conclusion"]) == ("completed", "failure")
    (job,) = api.get(f"{REPO}/actions/runs/{run.id}/jobs")["jobs"]
    assert job["steps"] == []
    assert run.jobs[0].completed_at - NOON == timedelta(seconds=2)
    (note,) = api.get(f"{REPO}/check-runs/{job['id']}/annotations")
    assert "spending limit" in note["message"]


def test_a_queued_run_can_be_cancelled_but_not_a_completed_one(api, hub, mirror):
    run = started(api)
    path = f"{REPO}/actions/runs/{run}/cancel"
    assert api("POST", path).status_code == 202
    hub.finish(run)
    assert api("POST", path).status_code == 409


def test_a_completed_run_can_be_run_again(api, hub, mirror):
    run = started(api)
    path = f"{REPO}/actions/runs/{run}/rerun"
    assert api("POST", path).status_code == 403
    hub.finish(run)
    assert api("POST", path).status_code == 201
    assert api.get(f"{REPO}/actions/runs/{run}")["run_attempt"] == 2


def test_a_push_starts_workflows_that_ask_for_it(api, hub):
    text = WORKFLOW.replace("workflow_dispatch:", "push: {branches: [main], paths: ['src/**']}")
    mirror = hub.create_repository("athlete/mirror", {FILE: text})
    assert mirror.runs == []
    hub.commit("mirror", {"README.md": "x"})
    hub.commit("mirror", {"src/a": "x"}, branch="side")
    assert mirror.runs == []
    hub.commit("mirror", {"src/a": "x"}, "Source")
    assert [(run.event, run.title) for run in mirror.runs] == [("push", "Source")]


def test_billing_counts_whole_minutes_of_private_repositories(hub, mirror, clock):
    hub.add_token("ghp_user", scopes=("user", "repo"))
    api = Api(hub, "ghp_user")
    hub.finish(started(api), steps=["Sync"])
    path = "/users/athlete/settings/billing/usage"
    (item,) = api.get(path, year=2026, month=11)["usageItems"]
    assert (item["quantity"], item["unitType"], item["product"]) == (1, "Minutes", "actions")
    assert api.get(path, year=2026, month=10)["usageItems"] == []
