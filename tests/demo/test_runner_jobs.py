from __future__ import annotations

import time

import pytest

from tests.demo.conftest import Api
from tests.demo.workflows import HEAD, Bench, lines, notes, outcomes, workflow


def test_a_step_that_takes_too_long_fails(bench):
    begin = time.monotonic()
    run = bench.run(workflow("- run: sleep 30\n  timeout-minutes: 0.002"))
    assert run.conclusion == "failure"
    assert "has timed out after" in notes(run)[0]
    assert time.monotonic() - begin < 10


def test_a_job_that_takes_too_long_is_cancelled_and_still_cleans_up(bench):
    text = workflow(
        "- run: sleep 30 & wait\n- run: echo\n- {name: last, run: echo, if: always()}",
        job="    timeout-minutes: 0.005\n",
    )
    run = bench.run(text)
    assert run.conclusion == "cancelled"
    assert outcomes(run)["last"] == "success"
    assert outcomes(run)["Run echo"] == "skipped"


def test_a_running_job_can_be_cancelled(bench):
    bench.commit(workflow("- run: sleep 30"))
    run = bench.hub.dispatch(bench.repo, "sync.yml")
    while not any(s.status == "in_progress" for job in run.jobs for s in job.steps):
        time.sleep(0.01)
    path = f"/repos/athlete/mirror/actions/runs/{run.id}/cancel"
    assert Api(bench.hub)("POST", path).status_code == 202
    assert bench.hub.wait(run).conclusion == "cancelled"


def test_runs_of_one_group_wait_for_each_other_and_the_newest_waits_alone(bench):
    bench.commit(workflow(
        "- run: while [ ! -e ${{ github.workspace }}/../../../../go ]; do sleep 0.02; done",
        head="concurrency: {group: 'sync-${{ github.ref }}', cancel-in-progress: false}\n",
    ))  # fmt: skip
    first, second, third = (bench.hub.dispatch(bench.repo, "sync.yml") for _ in range(3))
    assert bench.hub.wait(second).conclusion == "cancelled"
    assert third.status == "pending"
    bench.go()
    assert bench.hub.wait(first).conclusion == "success"
    assert bench.hub.wait(third).conclusion == "success"
    assert first.updated_at <= third.started_at


def test_a_group_may_replace_the_running_job(bench):
    rule = "    concurrency: {group: sync, cancel-in-progress: true}\n"
    bench.commit(workflow("- run: sleep 30", job=rule))
    first, second = (bench.hub.dispatch(bench.repo, "sync.yml") for _ in range(2))
    assert bench.hub.wait(first).conclusion == "cancelled"
    second.cancel.set()
    assert bench.hub.wait(second).conclusion == "cancelled"


def test_jobs_follow_their_needs_and_pass_outputs_on(bench):
    run = bench.run(
        HEAD
        + """
jobs:
  last:
    needs: [first]
    runs-on: ubuntu-latest
    steps: [{run: "echo got ${{ needs.first.outputs.n }} ${{ needs.first.result }}"}]
  first:
    runs-on: ubuntu-latest
    outputs: {n: "${{ steps.a.outputs.n }}"}
    steps: [{id: a, run: "echo n=5 >> $GITHUB_OUTPUT"}]
  never:
    if: github.event_name == 'schedule'
    runs-on: ubuntu-latest
    steps: [{run: echo}]
"""
    )
    assert "got 5 success" in lines(run)
    assert {job.name: job.conclusion for job in run.jobs} == {
        "first": "success",
        "last": "success",
        "never": "skipped",
    }


def test_a_job_after_a_failed_one_is_skipped_unless_it_says_always(bench):
    run = bench.run(
        HEAD
        + """
jobs:
  bad: {runs-on: ubuntu-latest, steps: [{run: exit 1}]}
  after: {needs: bad, runs-on: ubuntu-latest, steps: [{run: echo}]}
  anyway: {needs: bad, if: always(), runs-on: ubuntu-latest, steps: [{run: echo}]}
"""
    )
    found = {job.name: job.conclusion for job in run.jobs}
    assert found == {"bad": "failure", "after": "skipped", "anyway": "success"}
    assert run.conclusion == "failure"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (workflow("- uses: some/action@v1"), "Unable to resolve action `some/action@v1`"),
        (workflow("- uses: actions/checkout"), "Unable to resolve action"),
        (workflow("- uses: docker://alpine"), "Unable to resolve action"),
        (workflow("- run: echo\n  colour: red"), "Unexpected value in step 1: colour"),
        (workflow("- name: nothing"), "either `uses` or `run`"),
        (workflow("- run: echo", job="    strategy: {matrix: {a: [1]}}\n"), "does not run job"),
        (workflow("- run: echo", head="permissions: {contents: all}\n"), "contents: all"),
        (workflow("- run: echo", head="permissions: {content: read}\n"), "content: read"),
        (workflow("- run: echo", job="    needs: other\n"), "`needs` names a job"),
        (workflow("- run: echo\n  shell: fish"), "Shell fish is not known"),
        (workflow("- run: echo\n  working-directory: nowhere"), "No such file or directory"),
        (workflow("- run: echo ${{ secretz.A }}"), "Unrecognized named-value"),
    ],
)
def test_what_github_would_refuse_fails_loudly(bench, text, part):
    run = bench.run(text)
    assert run.conclusion == "failure"
    assert part in " ".join(notes(run))


def test_actions_must_be_pinned_where_the_repository_says_so(bench):
    bench.commit(workflow("- uses: actions/checkout@v6"))
    bench.repo.sha_pinning_required = True
    assert "full-length commit SHA" in notes(bench.run())[0]
    assert bench.run(workflow(f"- uses: actions/checkout@{'a' * 40} # v6")).conclusion == "success"


def test_inputs_and_event_reach_the_job(bench):
    text = workflow(
        '- run: echo "${{ inputs.days }} ${{ github.event.inputs.days }}"; cat $GITHUB_EVENT_PATH'
    ).replace("workflow_dispatch: ,", "workflow_dispatch: {inputs: {days: {default: 7}}},")
    bench.commit(text)
    path = "/repos/athlete/mirror/actions/workflows/sync.yml/dispatches"
    answer = Api(bench.hub)(
        "POST", path, ref="main", inputs={"days": "30"}, return_run_details=True
    )
    run = bench.hub.wait(answer.json()["workflow_run_id"])
    assert "30 30" in lines(run)
    assert '"full_name": "athlete/mirror"' in run.text()


def test_a_schedule_is_fired_once_when_asked(bench):
    bench.commit(workflow("- run: echo ${{ github.event_name }} ${{ github.event.schedule }}"))
    (run,) = bench.hub.run_schedule("mirror")
    bench.hub.wait(run)
    assert "schedule 7 * * * *" in lines(run)
    assert run.actor.login == "athlete"


def test_progress_of_a_run_can_be_watched(bench):
    bench.commit(workflow(
        "- run: while [ ! -e ${{ runner.temp }}/../../go ]; do sleep 0.02; done\n- run: echo"
    ))  # fmt: skip
    run = bench.hub.dispatch(bench.repo, "sync.yml")
    api, path = Api(bench.hub), f"/repos/athlete/mirror/actions/runs/{run.id}/jobs"
    while True:
        jobs = api.get(path)["jobs"]
        if jobs and jobs[0]["steps"][1]["status"] == "in_progress":
            break
        time.sleep(0.01)
    assert jobs[0]["status"] == "in_progress"
    assert jobs[0]["steps"][2]["status"] == "queued"
    bench.go()
    bench.hub.wait(run)
    assert api.get(path)["jobs"][0]["conclusion"] == "success"


def test_nothing_of_a_job_stays_behind_unless_it_is_kept(start):
    bench = Bench(start)
    bench.run(workflow("- run: echo"))
    left = bench.hub.world.root / ".runner" / "athlete" / "mirror"
    assert list(left.iterdir()) == []
    kept = Bench(start, keep=True)
    kept.run(workflow("- run: echo > here"))
    root = kept.hub.world.root / ".runner" / "athlete" / "mirror"
    assert len(list(root.rglob("here"))) == 1


def test_a_run_waits_for_nobody_when_the_server_is_closed(start):
    bench = Bench(start)
    bench.commit(workflow("- run: sleep 60"))
    run = bench.hub.dispatch(bench.repo, "sync.yml")
    begin = time.monotonic()
    bench.hub.close()
    assert time.monotonic() - begin < 8
    assert run.status == "completed"
