"""What a run in Actions says: summary, annotation, and one issue after three failures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.actions.api import from_environment
from engine.actions.report import (
    Failure,
    Success,
    annotation,
    failures_in_a_row,
    job_summary,
    report_failure,
    report_success,
)
from engine.exit_codes import REMEDIES, SyncExit
from engine.output.publisher import PublishResult
from tests.output.actions.hub import NAME, hub, step
from tests.output.mirror import NOON, latest

GOOD = Success(
    latest=latest(
        NOON,
        current_status={"fitness": {"ctl": 66.97, "atl": 81.65, "tsb": -14.68}},
        readiness_decision={"recommendation": "modify"},
        recent_activities=[
            {"id": 1},
            {"id": 2, "date": "2026-11-22T08:00:00", "type": "Ride", "name": "A | *b* @c",
             "duration_formatted": "1h2m"},
        ],
    ),
    previous=latest(NOON, recent_activities=[{"id": 1}]),
    files=("latest.json", "intervals.json"),
    requests=27,
    seconds=0.84,
    published=PublishResult("changed", "main", "abcdef0123", "sync: 1 new activity"),
    problems=("history <kept>",),
)  # fmt: skip
REFUSED = Failure(SyncExit.KEY_REFUSED, "The key was refused\nfor athlete.", NOON)


@pytest.fixture
def server(tmp_path):
    with hub(tmp_path / "hub") as server:
        yield server


def scheduled(server, conclusion: str | None) -> int:
    (run,) = server.run_schedule(NAME)
    if conclusion:
        server.finish(run, conclusion)
    return run.id


def fail(server) -> str:
    """One scheduled run that fails: what the engine does in it, then its end."""
    run = scheduled(server, None)
    line = report_failure(step(server, run=run), REFUSED)
    server.finish(run, "failure")
    return line


def open_issues(server):
    return [issue for issue in server.repository(NAME).issues if issue.state == "open"]


def test_the_summary_of_a_good_run_tells_what_matters():
    assert job_summary(GOOD) == (
        "## Sync\n\n"
        "| readiness | CTL | ATL | TSB |\n| --- | --- | --- | --- |\n"
        "| modify | 66.97 | 81.65 | -14.68 |\n\n"
        "**New activities:** 1\n- 2026-11-22, Ride, A \\| \\*b\\* \\@c (1h2m)\n\n"
        "**Published:** sync: 1 new activity (abcdef0 on main)\n\n"
        "**Files written:** latest.json, intervals.json\n\n"
        "27 requests to Intervals.icu, 0.8 s\n\n"
        "**Not everything went well:**\n- history \\<kept\\>\n"
    )


def test_the_summary_of_an_empty_run_has_no_gaps():
    told = job_summary(Success(None, None, (), 0, 0.0))
    assert "| – | – | – | – |" in told
    assert "**New activities:** none" in told
    assert "no, written only" in told
    unchanged = Success(None, None, (), 0, 0.0, PublishResult("unchanged", "main"))
    assert "nothing new, no commit" in job_summary(unchanged)


def test_a_crowd_of_new_activities_is_cut():
    many = latest(NOON, recent_activities=[{"id": n} for n in range(30)])
    assert "and 20 more" in job_summary(Success(many, None, (), 0, 0.0))


@pytest.mark.parametrize("version", ["3.128", "4.0.0"])
def test_the_first_run_over_files_of_older_values_says_once_that_they_were_corrected(version):
    older = latest(NOON, metadata={"last_updated": NOON.isoformat(), "version": version})
    first = replace(GOOD, previous=older)
    assert job_summary(first).count("The values were corrected") == 1
    assert "`docs/format/changes.md`" in job_summary(first)
    second = replace(GOOD, previous=first.latest)
    assert "corrected" not in job_summary(second)


def test_nothing_was_corrected_where_nothing_lay():
    assert "corrected" not in job_summary(replace(GOOD, previous=None))


@pytest.mark.process
def test_the_summary_is_appended_to_the_file_that_actions_names(tmp_path, server):
    where = tmp_path / "summary.md"
    where.write_text("before\n")
    report_success(step(server, GITHUB_STEP_SUMMARY=str(where)), GOOD)
    assert where.read_text() == "before\n" + job_summary(GOOD)
    report_failure(step(server, event="push", GITHUB_STEP_SUMMARY=str(where)), REFUSED)
    assert "## Intervals.icu refused the API key" in where.read_text()


@pytest.mark.parametrize("code", [code for code in SyncExit if code is not SyncExit.OK])
def test_every_failure_has_an_annotation_that_says_what_to_do(code):
    title, remedy = REMEDIES[code]
    line = annotation(Failure(code, "50% of it\nfailed."))
    title = title.replace(",", "%2C")  # a comma would end the property
    assert line == f"::error title={title}::50%25 of it%0Afailed. {remedy}"


@pytest.mark.process
def test_the_third_scheduled_failure_in_a_row_opens_one_issue(server):
    for expected in (0, 0, 1, 1):
        assert fail(server).startswith("::error title=Intervals.icu refused")
        assert len(open_issues(server)) == expected
    (issue,) = open_issues(server)
    assert "The last 3 scheduled syncs failed." in issue.body
    assert "2026-11-22 12:00" in issue.body
    assert "INTERVALS\\_KEY" not in issue.body
    assert "/actions/runs/" in issue.body


@pytest.mark.process
def test_a_success_between_starts_the_count_anew(server):
    fail(server)
    fail(server)
    scheduled(server, "success")
    fail(server)
    assert open_issues(server) == []


@pytest.mark.process
def test_the_next_success_closes_the_issue(server):
    for _ in range(3):
        fail(server)
    report_success(step(server, run=99), GOOD)
    assert open_issues(server) == []
    writes = len(server.writes())
    report_success(step(server, run=99), GOOD)
    assert len(server.writes()) == writes


@pytest.mark.parametrize(
    ("event", "code"),
    [("workflow_dispatch", SyncExit.BUG), ("schedule", SyncExit.LOCKED)],
)
@pytest.mark.process
def test_runs_by_hand_and_busy_ones_open_no_issue(server, event, code):
    for _ in range(3):
        scheduled(server, "failure")
    report_failure(step(server, event=event), Failure(code, "no"))
    assert open_issues(server) == []


@pytest.mark.process
def test_a_github_that_does_not_answer_changes_nothing_about_the_report(server):
    away = step(server, GITHUB_API_URL="http://127.0.0.1:9")
    report_success(away, GOOD)
    assert report_failure(away, REFUSED).startswith("::error")
    weak = step(server, GITHUB_TOKEN="ghs_unknown")
    assert report_failure(weak, REFUSED).startswith("::error")


def test_cancelled_runs_and_runs_by_hand_do_not_count():
    runs = [
        {"id": 9, "conclusion": "failure", "event": "schedule"},
        {"id": 8, "conclusion": "timed_out", "event": "schedule"},
        {"id": 7, "conclusion": "cancelled", "event": "schedule"},
        {"id": 6, "conclusion": "failure", "event": "workflow_dispatch"},
        {"id": 5, "conclusion": "startup_failure", "event": "schedule"},
        {"id": 4, "conclusion": "success", "event": "workflow_dispatch"},
        {"id": 3, "conclusion": "failure", "event": "schedule"},
    ]
    assert failures_in_a_row(runs, 9) == 2


def test_outside_of_actions_there_is_no_run():
    assert from_environment({}) is None
    bare = from_environment({"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "x"})
    assert (bare.api_url, bare.run_id, bare.workflow, bare.summary) == (
        "https://api.github.com", 0, "auto-sync.yml", None,
    )  # fmt: skip


@pytest.mark.process
def test_the_athlete_id_in_a_path_is_not_told(server):
    failure = Failure(SyncExit.REMOTE_FAILED, "No answer for athlete/i123456/wellness: 503.")
    for _ in range(3):
        scheduled(server, "failure")
    assert "123456" not in report_failure(step(server), failure)
    assert "athlete/…/wellness" in open_issues(server)[0].body


@pytest.mark.process
def test_the_token_is_not_shown(server):
    assert "ghs_" not in repr(step(server))
