"""The project's own workflows and issue forms, held against what judges them and runs offline."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema.validators import validator_for
from ruamel.yaml import YAML

from tests.workflow_parser import bundled

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PARSED = {path.stem: YAML(typ="safe").load(path) for path in WORKFLOWS}
JOBS = [
    pytest.param(job, id=f"{name}-{key}")
    for name, workflow in PARSED.items()
    for key, job in workflow["jobs"].items()
]
STEPS = [
    step
    for workflow in PARSED.values()
    for job in workflow["jobs"].values()
    for step in job.get("steps", ())
]
BIN = Path(sys.executable).parent


def names(path):
    return path.name


def run(*command, cwd=ROOT):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def complaints(name, document):
    schema = get_builtin_schema(name)
    validator = validator_for(schema)(schema)
    return [error.message for error in validator.iter_errors(document)]


def schema_of(path):
    if path in WORKFLOWS:
        return "vendor.github-workflows"
    config = path.name == "config.yml"
    return "vendor.github-issue-config" if config else "vendor.github-issue-forms"


@pytest.mark.parametrize("path", [*WORKFLOWS, *FORMS], ids=names)
def test_it_is_what_githubs_schema_describes(path):
    assert complaints(schema_of(path), YAML(typ="safe").load(path)) == []


def test_the_schema_notices_a_mistake():
    document = YAML(typ="safe").load(WORKFLOWS[0])
    document["jobs"]["build"]["permissions"] = {"contents": "wirte"}
    assert complaints("vendor.github-workflows", document)


@pytest.fixture(scope="module")
def parser(tmp_path_factory):
    return bundled(tmp_path_factory.mktemp("parser"))


@pytest.mark.process
def test_githubs_own_parser_has_nothing_to_say(parser, tmp_path):
    done = run(*parser, *map(str, WORKFLOWS))
    assert done.returncode == 0, done.stdout + done.stderr
    broken = tmp_path / "broken.yml"
    broken.write_text(WORKFLOWS[0].read_text("utf-8").replace("contents: write", "contents: wirte"))
    assert run(*parser, str(broken)).returncode == 1


@pytest.mark.process
def test_a_security_auditor_finds_nothing():
    auditor = shutil.which("zizmor", path=str(BIN))
    assert auditor
    done = run(auditor, "--offline", "--no-progress", "--persona=auditor", ".github")
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_reasons_that_are_known_keep_the_auditor_quiet():
    found = {
        reason
        for path in WORKFLOWS
        for reason in re.findall(r"zizmor: ignore\[(.+?)\]", path.read_text("utf-8"))
    }
    assert found == {"unpinned-uses", "self-repository"}


@pytest.mark.process
def test_every_shell_text_is_sound(tmp_path):
    shellcheck = shutil.which("shellcheck", path=str(BIN))
    assert shellcheck
    scripts = []
    for number, step in enumerate(step for step in STEPS if "run" in step):
        # every workflow shell ends at the first failure
        scripts.append(tmp_path / f"{number}.sh")
        scripts[-1].write_text(f"#!/bin/bash\nset -e\n{step['run']}\n")
    done = run(shellcheck, *map(str, scripts))
    assert done.returncode == 0, done.stdout


def test_no_expression_stands_in_shell_text():
    assert not [step for step in STEPS if "${{" in step.get("run", "")]


@pytest.mark.parametrize("name", PARSED)
def test_nothing_is_allowed_that_no_job_asks_for(name):
    assert PARSED[name]["permissions"] == {}


@pytest.mark.parametrize("job", JOBS)
def test_a_job_says_what_it_may_and_cannot_run_away(job):
    assert "permissions" in job
    assert "uses" in job or job["timeout-minutes"] <= 60


def test_no_checkout_keeps_credentials():
    checkouts = [step for step in STEPS if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_tests_run_on_every_system_with_every_python():
    matrix = PARSED["test"]["jobs"]["tests"]["strategy"]["matrix"]
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert matrix["python"] == re.findall(r"Programming Language :: Python :: (3\.\d+)", text)
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]


RELEASE = PARSED["release"]["jobs"]


def test_a_release_is_tested_and_built_once_before_anything_is_published():
    assert RELEASE["test"]["uses"] == "./.github/workflows/test.yml"
    assert set(RELEASE["attest"]["needs"]) == {"test", "build"}
    assert (RELEASE["pypi"]["needs"], RELEASE["github"]["needs"]) == ("attest", "pypi")
    later = chain.from_iterable(RELEASE[job]["steps"] for job in ("attest", "pypi", "github"))
    assert not [step for step in later if "checkout" in step.get("uses", "")]


def test_only_who_publishes_may():
    rights = {job: RELEASE[job]["permissions"] for job in RELEASE}
    assert rights == {
        "test": {"contents": "read"},
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "pypi": {"id-token": "write"},
        "github": {"contents": "write"},
    }
    assert RELEASE["pypi"]["environment"]["name"] == "pypi"
    assert not [path for path in WORKFLOWS if "secrets." in path.read_text("utf-8")]


@pytest.mark.parametrize("path", [path for path in FORMS if path.name != "config.yml"], ids=names)
def test_a_form_warns_of_keys(path):
    assert re.search(r"[Nn]ever paste an API key|No keys", path.read_text("utf-8"))


def test_the_form_for_mirrors_asks_for_the_doctor():
    assert (
        "section11-setup doctor --json" in (ROOT / ".github/ISSUE_TEMPLATE/mirror.yml").read_text()
    )
