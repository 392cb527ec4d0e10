from __future__ import annotations

import pytest

from tests.demo.workflows import Bench, lines, notes, outcomes, workflow


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
