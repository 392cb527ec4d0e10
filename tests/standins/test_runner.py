from __future__ import annotations

import io
import re
import sys
import time
import zipfile

import pytest

from tests.standins.conftest import Api
from wizard.standins.runner import Runner

FILE = ".github/workflows/sync.yml"
HEAD = "name: Sync\non: {workflow_dispatch: , schedule: [{cron: '7 * * * *'}]}\n"


def workflow(steps, head="", job=""):
    """Text of a workflow with one job; steps are indented here."""
    inner = "".join(f"      {line}\n" for line in steps.strip("\n").splitlines())
    return f"{HEAD}{head}jobs:\n  sync:\n    runs-on: ubuntu-latest\n{job}    steps:\n{inner}"


class Bench:
    """A server with a runner, and one repository whose workflow is run again and again."""

    def __init__(self, start, **options):
        self.hub = start(runner=Runner(**options))
        self.repo = None

    def commit(self, text, **files):
        content = {FILE: text, "README.md": "# Hi\n", **files}
        if self.repo is None:
            self.repo = self.hub.create_repository("athlete/mirror", content)
        else:
            self.hub.commit(self.repo, content)

    def run(self, text=None, files=None, **inputs):
        if text is not None:
            self.commit(text, **(files or {}))
        return self.hub.wait(self.hub.dispatch(self.repo, "sync.yml", **inputs))

    def go(self):
        """Let jobs end that wait for a file beside their folders."""
        folder = self.hub.world.root / ".runner" / "athlete" / "mirror"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "go").touch()


@pytest.fixture
def bench(start):
    return Bench(start)


def lines(run):
    """What the steps wrote, without time stamps and without the commands themselves."""
    text = "\n".join(line.partition(" ")[2] for line in run.text().splitlines())
    return re.sub(r"##\[group\].*?##\[endgroup\]\n", "", text, flags=re.DOTALL).splitlines()


def outcomes(run):
    return {step.name: step.conclusion for job in run.jobs for step in job.steps}


def notes(run):
    return [note.message for job in run.jobs for note in job.annotations]


def test_steps_run_and_their_output_is_the_log(bench):
    run = bench.run(workflow("- run: echo hello\n- name: Second\n  run: |\n    echo a\n    echo b"))
    assert run.conclusion == "success"
    assert outcomes(run) == {
        "Set up job": "success",
        "Run echo hello": "success",
        "Second": "success",
        "Complete job": "success",
    }
    assert [line for line in lines(run) if line in {"hello", "a", "b"}] == ["hello", "a", "b"]


def test_a_failing_command_ends_the_job_and_skips_the_rest(bench):
    run = bench.run(workflow("- run: |\n    false\n    echo not here\n- run: echo nor here"))
    assert run.conclusion == "failure"
    assert outcomes(run)["Run echo nor here"] == "skipped"
    assert notes(run) == ["Process completed with exit code 1."]
    assert not [line for line in lines(run) if line == "not here"]


def test_a_pipe_fails_only_in_the_named_bash(bench):
    assert bench.run(workflow("- run: false | cat")).conclusion == "success"
    assert bench.run(workflow("- run: false | cat\n  shell: bash")).conclusion == "failure"


def test_a_step_may_be_python(bench):
    run = bench.run(workflow("- run: print(6 * 7)\n  shell: python"))
    assert "42" in lines(run)


def test_the_environment_holds_only_what_github_gives(bench, monkeypatch):
    monkeypatch.setenv("LEAK", "from outside")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    run = bench.run(workflow("- run: env"))
    names = {line.partition("=")[0] for line in lines(run) if "=" in line}
    assert "LEAK" not in names
    assert "GIT_AUTHOR_NAME" not in names
    allowed = ("GITHUB_", "RUNNER_")
    rest = {name for name in names if not name.startswith(allowed)}
    assert rest <= {
        *("CI", "HOME", "ImageOS", "LANG", "PATH", "SHELL", "USER", "GIT_CONFIG_NOSYSTEM"),
        *("PWD", "SHLVL", "_"),
    }
    assert "GITHUB_TOKEN" not in names
    assert "GITHUB_REPOSITORY=athlete/mirror" in lines(run)


def test_the_operator_may_add_variables(start):
    run = Bench(start, environment={"INTERVALS_API_URL": "http://x"}).run(
        workflow("- run: echo $INTERVALS_API_URL")
    )
    assert "http://x" in lines(run)


def test_variables_of_workflow_job_and_step_overlay_each_other(bench):
    text = workflow(
        "- run: echo $A $B $C ${{ env.A }}\n  env: {C: step, A: '${{ env.B }}2'}",
        head="env: {A: top, B: top, C: top}\n",
        job="    env: {B: job, C: job}\n",
    )
    assert "job2 job step job2" in lines(bench.run(text))


def test_variables_come_before_secrets_and_secrets_are_hidden(bench):
    bench.commit(workflow("- run: |\n    echo [$W] [${{ secrets.KEY }}] $MULTI\n  env:\n"
                          "    W: ${{ vars.WEEK_START || secrets.WEEK_START }}\n"
                          "    MULTI: ${{ secrets.MULTI }}"))  # fmt: skip
    for name, value in {"WEEK_START": "sun", "KEY": "sesame", "MULTI": "one\ntwo"}.items():
        bench.hub.set_secret(bench.repo, name, value)
    assert "[***] [***] *** ***" in lines(bench.run())
    bench.hub.set_variable(bench.repo, "WEEK_START", "mon")
    run = bench.run()
    assert "[mon] [***] *** ***" in lines(run)
    assert "sesame" not in run.text()


def test_values_can_be_hidden_at_run_time(bench):
    run = bench.run(workflow("- run: |\n    echo '::add-mask::magic'\n    echo it is magic"))
    assert "it is ***" in lines(run)


def test_outputs_variables_and_path_reach_later_steps(bench):
    run = bench.run(
        workflow("""
- id: first
  run: |
    echo "n=5" >> "$GITHUB_OUTPUT"
    printf 'text<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_OUTPUT"
    echo "LATER=yes" >> "$GITHUB_ENV"
    mkdir bin; printf '#!/bin/sh\\necho tool ran\\n' > bin/tool; chmod +x bin/tool
    echo "$PWD/bin" >> "$GITHUB_PATH"
- run: |
    echo "${{ steps.first.outputs.n }} $LATER ${{ env.LATER }} ${{ steps.first.outcome }}"
    echo "${{ steps.first.outputs.text }}"
    tool
""")
    )
    found = lines(run)
    assert "5 yes yes success" in found
    assert found[found.index("two") - 1].endswith("one")
    assert "tool ran" in found


@pytest.mark.parametrize(
    ("name", "line", "part"),
    [
        ("GITHUB_OUTPUT", "nonsense", "Invalid format"),
        ("GITHUB_OUTPUT", "a<<END", "Matching delimiter"),
        ("GITHUB_ENV", "GITHUB_SHA=1", "Can't store GITHUB_SHA"),
    ],
)
def test_a_bad_line_in_a_command_file_fails_the_step(bench, name, line, part):
    run = bench.run(workflow(f"- run: echo '{line}' >> $" + name))
    assert run.conclusion == "failure"
    assert part in notes(run)[0]


def test_conditions_follow_the_state_of_the_job(bench):
    run = bench.run(
        workflow("""
- id: bad
  run: exit 3
- {name: never, run: echo, if: success()}
- {name: plain, run: echo, if: "github.event_name == 'workflow_dispatch'"}
- {name: failed, run: echo, if: failure() && steps.bad.outcome == 'failure'}
- {name: always, run: echo, if: always()}
- {name: wrapped, run: echo, if: "${{ !cancelled() }}"}
- {name: cancelled, run: echo, if: cancelled()}
""")
    )
    found = outcomes(run)
    assert [found[name] for name in ("never", "plain", "cancelled")] == ["skipped"] * 3
    assert [found[name] for name in ("failed", "always", "wrapped")] == ["success"] * 3


def test_a_step_that_may_fail_does_not_fail_the_job(bench):
    run = bench.run(
        workflow("""
- id: bad
  run: exit 3
  continue-on-error: true
- run: echo ${{ steps.bad.outcome }} ${{ steps.bad.conclusion }}
""")
    )
    assert run.conclusion == "success"
    assert "failure success" in lines(run)


def test_secrets_may_not_be_used_in_a_condition(bench):
    run = bench.run(workflow("- run: echo\n  if: secrets.KEY != ''"))
    assert run.conclusion == "failure"
    assert "Unrecognized named-value: 'secrets'" in notes(run)[0]


def test_messages_become_annotations_and_the_summary_is_kept(bench):
    run = bench.run(
        workflow("""
- run: |
    echo "::error title=Sync failed,file=a.py,line=3::Key refused%0ARotate it"
    echo "::warning::careful"
    echo "::stop-commands::pause"
    echo "::warning::not this one"
    echo "::pause::"
    echo "# Readiness" >> "$GITHUB_STEP_SUMMARY"
- run: echo "more" >> "$GITHUB_STEP_SUMMARY"
""")
    )
    (job,) = run.jobs
    error, warning = job.annotations
    assert (error.level, error.title, error.message, error.path, error.line) == (
        "failure", "Sync failed", "Key refused\nRotate it", "a.py", 3,
    )  # fmt: skip
    assert warning.message == "careful"
    assert job.summary == "# Readiness\nmore\n"


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


# checkout and the token of the job

PUSH = """
- uses: actions/checkout@v6
- run: |
    git config user.name bot && git config user.email bot@example.com
    echo x > new && git add new && git commit -qm "From the job" && git push -q origin HEAD:main
"""


def test_a_checkout_has_the_files_one_commit_deep(bench):
    bench.commit("nothing yet: true\n")
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
- run: |
    git rev-list --count HEAD; git branch --show-current; git status --short; ls
    git config user.name || echo no identity
""")
    )
    assert lines(run).count("1") == 1
    assert {"main", "README.md", "no identity"} <= set(lines(run))


def test_a_checkout_can_be_deep_elsewhere_and_of_another_branch(bench):
    bench.commit("nothing yet: true\n")
    bench.hub.commit(bench.repo, {"aside": "1"}, branch="side")
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
  with: {fetch-depth: 0, path: here}
- run: git -C here rev-list --count HEAD
- uses: actions/checkout@v6
  with: {ref: side, path: there}
- run: ls there
""")
    )
    assert {"2", "aside"} <= set(lines(run))


def test_a_sparse_checkout_leaves_the_archive_out(bench):
    bench.commit(
        workflow("""
- uses: actions/checkout@v6
  with:
    sparse-checkout-cone-mode: false
    sparse-checkout: |
      /*
      !/archive/
- run: ls
- run: git add -A; git status --short
"""),
        **{"archive/2026-11/a.json": "{}", "engine/a.py": "x = 1\n"},
    )
    run = bench.run()
    assert {"engine", "README.md"} <= set(lines(run))
    assert "archive" not in lines(run)
    assert not [line for line in lines(run) if line.endswith("a.json")]


def test_a_sparse_checkout_in_cone_mode_takes_named_folders(bench):
    bench.commit(
        workflow("- uses: actions/checkout@v6\n  with: {sparse-checkout: engine}\n- run: ls"),
        **{"archive/a.json": "{}", "engine/a.py": "x = 1\n"},
    )
    run = bench.run()
    assert {"engine", "README.md"} <= set(lines(run))
    assert "archive" not in lines(run)


@pytest.mark.parametrize(
    ("head", "default", "works"),
    [
        ("permissions: {contents: write}\n", "read", True),
        ("permissions: {contents: read}\n", "write", False),
        ("", "read", False),
        ("", "write", True),
    ],
)
def test_a_push_needs_the_declared_permission(bench, head, default, works):
    bench.commit(workflow(PUSH, head=head))
    bench.repo.workflow_permissions = default
    run = bench.run()
    assert (run.conclusion == "success") is works
    assert ("From the job\n" in bench.repo.messages()) is works
    if not works:
        assert "The requested URL returned error: 403" in run.text()


def test_without_any_permission_a_private_repository_cannot_be_checked_out(bench):
    run = bench.run(workflow("- uses: actions/checkout@v6", head="permissions: {}\n"))
    assert run.conclusion == "failure"
    assert "not found" in run.text()


def test_a_job_may_not_change_workflows(bench):
    text = workflow(PUSH.replace("new", FILE), head="permissions: {contents: write}\n")
    run = bench.run(text)
    assert "refusing to allow a GitHub App" in run.text()


def test_credentials_can_be_left_out_of_the_clone(bench):
    text = workflow(
        PUSH.replace("@v6\n", "@v6\n  with: {persist-credentials: false}\n"),
        head="permissions: {contents: write}\n",
    )
    run = bench.run(text)
    assert run.conclusion == "failure"
    assert "could not read Username" in run.text()


def test_the_token_reaches_one_repository_and_ends_with_the_job(bench):
    bench.hub.create_repository("athlete/other", {"a": "b"})
    run = bench.run(workflow("""
- run: |
    echo "${{ secrets.GITHUB_TOKEN == github.token }}"
    echo "$TOKEN" > "$RUNNER_TEMP/../../token"
    cat > call.py <<'END'
    import os, urllib.request, urllib.error
    for path in ("mirror", "other", "mirror/actions/runs", "mirror/actions/secrets"):
        call = urllib.request.Request(os.environ["GITHUB_API_URL"] + "/repos/athlete/" + path)
        call.add_header("Authorization", "Bearer " + os.environ["TOKEN"])
        try:
            print(path, urllib.request.urlopen(call).status)
        except urllib.error.HTTPError as error:
            print(path, error.code, error.headers.get("X-Accepted-GitHub-Permissions"))
    END
    python call.py
  env: {TOKEN: "${{ github.token }}"}
""", head="permissions: {actions: read}\n"))  # fmt: skip
    found = lines(run)
    assert "true" in found
    assert "mirror 200" in found
    assert "other 404 None" in found
    assert "mirror/actions/runs 200" in found
    assert "mirror/actions/secrets 403 secrets=read" in found
    token = (bench.hub.world.root / ".runner/athlete/mirror/token").read_text().strip()
    assert token.startswith("ghs_")
    assert token not in run.text()
    assert Api(bench.hub, token)("GET", "/repos/athlete/mirror").status_code == 401


# the other actions


def test_python_is_on_the_path_without_packages(bench):
    run = bench.run(
        workflow("""
- uses: actions/setup-python@v6
  id: py
  with: {python-version: "3.x"}
- run: |
    python -c 'import sys; print("version", sys.version_info[0])'
    python3 -c 'import httpx' 2>/dev/null || echo no httpx
    echo "at ${{ steps.py.outputs.python-version }}"
""")
    )
    assert {"version 3", "no httpx", f"at {sys.version.split()[0]}"} <= set(lines(run))


def test_packages_that_are_here_are_installed_without_a_network(bench):
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
- run: python3 -m pip install -q --require-hashes --no-deps --target .packages -r needs.txt
- run: python3 -c 'import h11, os; print(os.path.relpath(h11.__file__))'
  env: {PYTHONPATH: .packages}
- run: pip install httpx==0.0.1
- run: python3 -c 'import httpx, anyio, ssl; print("all there")'
"""),
        {"needs.txt": "# comment\nh11==0.16.0 \\\n    --hash=sha256:00\n"},
    )
    assert run.conclusion == "success", run.text()
    assert {".packages/h11/__init__.py", "all there"} <= set(lines(run))


def test_a_requirement_file_may_list_what_this_python_does_not_need(bench):
    run = bench.run(
        workflow("- uses: actions/checkout@v6\n- run: pip install -r needs.txt\n"
                 "- run: python3 -c 'import h11; print(h11.__name__)'"),
        {"needs.txt": "h11==0.16.0\nbackport-for-old-pythons==1.0\n"},
    )  # fmt: skip
    assert "h11" in lines(run)


def test_a_python_that_is_not_here_is_replaced_by_the_one_that_is(bench):
    run = bench.run(
        workflow("""
- uses: actions/setup-python@v6
  with: {python-version: "3.99"}
- run: python --version
""")
    )
    assert run.conclusion == "success"
    assert "Python 3.99 is not on this computer" in notes(run)[0]


def test_missing_packages_are_asked_from_the_index(start):
    bench = Bench(start, environment={"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    run = bench.run(workflow("- run: python3 -m pip install this-package-is-not-here"))
    assert run.conclusion == "failure"
    assert "No matching distribution found" in run.text()


def test_a_cache_is_saved_once_and_restored_by_key_or_prefix(bench):
    text = workflow("""
- id: cache
  uses: actions/cache@v5
  with: {path: "made\\n~/more", key: "k-KEY", restore-keys: "k-"}
- run: |
    cat made/a ~/more/b 2>/dev/null || echo nothing
    echo "hit=[${{ steps.cache.outputs.cache-hit }}]"
    mkdir -p made ~/more; echo KEY > made/a; echo KEY > ~/more/b
""")
    first = lines(bench.run(text.replace("KEY", "1")))
    assert {"nothing", "hit=[]"} <= set(first)
    again = lines(bench.run())
    assert again.count("1") == 2
    assert "hit=[true]" in again
    other = lines(bench.run(text.replace("KEY", "2")))
    assert other.count("1") == 2
    assert "hit=[false]" in other


def test_an_artifact_is_kept_for_download(bench, start):
    run = bench.run(
        workflow("""
- run: mkdir -p out/deep; echo a > out/a.json; echo b > out/deep/b.txt; echo c > out/.hidden
- uses: actions/upload-artifact@v6
  id: up
  with:
    name: training-data
    retention-days: 7
    path: |
      out
      !out/deep/*.txt
- run: echo id ${{ steps.up.outputs.artifact-id }}
""")
    )
    api = Api(bench.hub)
    (found,) = api.get(f"/repos/athlete/mirror/actions/runs/{run.id}/artifacts")["artifacts"]
    assert found["name"] == "training-data"
    assert f"id {found['id']}" in lines(run)
    path = f"/repos/athlete/mirror/actions/artifacts/{found['id']}"
    assert api.get(path) == found
    assert api.get("/repos/athlete/mirror/actions/artifacts", name="other")["artifacts"] == []
    link = api("GET", f"{path}/zip").headers["Location"]
    del api.http.headers["Authorization"]
    with zipfile.ZipFile(io.BytesIO(api("GET", link).content)) as archive:
        assert archive.namelist() == ["a.json"]


def test_an_artifact_without_files_warns_or_fails(bench):
    text = "- uses: actions/upload-artifact@v6\n  with: {path: nothing, if-no-files-found: RULE}"
    warned = bench.run(workflow(text.replace("RULE", "warn")))
    assert warned.conclusion == "success"
    assert "No files were found" in notes(warned)[0]
    assert bench.run(workflow(text.replace("RULE", "error"))).conclusion == "failure"


def test_unknown_inputs_of_an_action_are_warned_about(bench):
    run = bench.run(workflow("- uses: actions/checkout@v6\n  with: {fetch_depth: 0}"))
    assert "Unexpected input(s) 'fetch_depth'" in notes(run)[0]


def test_files_can_be_hashed_into_a_key(bench):
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
- run: |
    echo "h=[${{ hashFiles('**/*.md') }}] n=[${{ hashFiles('*.none') }}]"
""")
    )
    (line,) = [line for line in lines(run) if line.startswith("h=[")]
    assert len(line) == len("h=[] n=[]") + 64


# events


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
