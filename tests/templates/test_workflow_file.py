"""The workflow is held against everything that judges workflows and runs offline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner
from ruamel.yaml import YAML

from templates.render import workflow
from templates.schedule import PRESETS
from templates.settings import SECRETS, VARIABLES, WORKFLOW_PATH, MirrorSettings
from tests.workflow_parser import bundled

TEXT = workflow(MirrorSettings("ann", "training-data", timezone="Europe/Vienna"))
PARSED = YAML(typ="safe").load(TEXT)
ROOT = Path(__file__).parents[2]
JOB = PARSED["jobs"]["sync"]


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(params=PRESETS)
def committed(request, tmp_path):
    path = tmp_path / WORKFLOW_PATH
    path.parent.mkdir(parents=True)
    settings = MirrorSettings("ann", "data", schedule=request.param, timezone="Asia/Tokyo")
    path.write_text(workflow(settings))
    return path


def run(*command: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )


def test_it_is_a_workflow_by_githubs_schema(committed):
    options = ["--builtin-schema", "vendor.github-workflows"]
    done = CliRunner().invoke(check_jsonschema, [*options, str(committed)])
    assert done.exit_code == 0, done.output
    broken = committed.with_name("broken.yml")
    broken.write_text(committed.read_text().replace("runs-on", "runs-of"))
    assert CliRunner().invoke(check_jsonschema, [*options, str(broken)]).exit_code == 1


@pytest.fixture(scope="module")
def parser(tmp_path_factory):
    return bundled(tmp_path_factory.mktemp("parser"))


@pytest.fixture(scope="module")
def parsed(parser, tmp_path_factory):
    """What the parser says about each workflow, as it is and broken, in one run for each."""
    folder = tmp_path_factory.mktemp("parsed")
    good, broken = [folder / name for name in PRESETS], [folder / f"bad-{p}" for p in PRESETS]
    for schedule, path, bad in zip(PRESETS, good, broken, strict=True):
        text = workflow(MirrorSettings("ann", "data", schedule=schedule, timezone="Asia/Tokyo"))
        path.write_text(text)
        bad.write_text(text.replace("contents: write", "contents: wirte"))
    first, second = (run(*parser, *map(str, paths), cwd=folder) for paths in (good, broken))
    assert (first.returncode, second.returncode) == (0, 1), first.stdout + first.stderr
    lines = (first.stdout + second.stdout).splitlines()
    return {Path(said["name"]).name: said["errors"] for said in map(json.loads, lines)}


@pytest.mark.parametrize("schedule", PRESETS)
@pytest.mark.process
def test_githubs_own_parser_has_nothing_to_say(schedule, parsed):
    assert parsed[schedule] == []
    assert parsed[f"bad-{schedule}"] != []


@pytest.mark.process
def test_a_security_auditor_finds_nothing(tmp_path):
    path = tmp_path / WORKFLOW_PATH
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    zizmor = tool("zizmor")
    done = run(
        zizmor, "--offline", "--no-progress", "--persona=auditor", str(tmp_path), cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.process
def test_every_shell_text_is_sound(tmp_path):
    shellcheck = tool("shellcheck")
    for number, step in enumerate(step for step in JOB["steps"] if "run" in step):
        script = tmp_path / f"{number}.sh"
        script.write_text(f"#!/bin/bash\n{step['run']}\n")
        done = run(shellcheck, "--enable=all", str(script), cwd=tmp_path)
        assert done.returncode == 0, done.stdout


def test_no_expression_stands_in_shell_text():
    assert not [step for step in JOB["steps"] if "${{" in step.get("run", "")]


def test_it_may_do_only_what_it_needs():
    assert PARSED["permissions"] == {}
    assert JOB["permissions"] == {"contents": "write", "issues": "write", "actions": "read"}


def test_it_cannot_run_away_or_overtake_itself():
    assert JOB["timeout-minutes"] == 10
    assert PARSED["concurrency"] == {"group": "auto-sync", "cancel-in-progress": False}


def test_the_checkout_is_small_and_keeps_no_credentials():
    (checkout,) = [step for step in JOB["steps"] if "checkout" in step.get("uses", "")]
    assert checkout["with"]["persist-credentials"] is False
    assert checkout["with"]["sparse-checkout"] == "/*\n!/archive/\n"
    assert checkout["with"]["fetch-depth"] == 1


def test_secrets_and_settings_reach_the_engine_through_the_environment_only():
    (sync,) = [step for step in JOB["steps"] if "engine.pyz --publish" in step.get("run", "")]
    for name in SECRETS:
        assert sync["env"][name] == f"${{{{ secrets.{name} }}}}"
    for name in ("WEEK_START", "ZONE_PREFERENCE"):
        assert sync["env"][name] == f"${{{{ vars.{name} || secrets.{name} }}}}"
    assert set(VARIABLES.values()) <= set(sync["env"])
    others = [step for step in JOB["steps"] if step is not sync]
    assert "secrets." not in str(others)


def test_a_run_by_hand_leaves_its_files_for_a_week():
    assert "workflow_dispatch" in PARSED["on"]
    (upload,) = [step for step in JOB["steps"] if "upload-artifact" in step.get("uses", "")]
    assert upload["if"] == "github.event_name == 'workflow_dispatch'"
    assert (upload["with"]["name"], upload["with"]["retention-days"]) == ("training-data", 7)


def test_the_schedule_is_in_the_athletes_time():
    (entry,) = PARSED["on"]["schedule"]
    assert entry["timezone"] == "Europe/Vienna"
    manual = workflow(MirrorSettings("ann", "data", schedule="manual"))
    assert set(YAML(typ="safe").load(manual)["on"]) == {"workflow_dispatch"}
