"""The engine's folder alone, with its pinned requirements and nothing else, runs."""

from __future__ import annotations

import subprocess
import sys
import venv

import pytest
from ruamel.yaml import YAML

from templates import MirrorSettings, render
from templates.render import workflow

pytestmark = pytest.mark.process

SETTINGS = MirrorSettings("ann", "training-data")
MODULES = """
import engine, pkgutil
for module in pkgutil.walk_packages(engine.__path__, "engine."):
    __import__(module.name)
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A folder with the placed engine and its requirements, installed as the workflow does."""
    folder = tmp_path_factory.mktemp("alone")
    for path, content in render(SETTINGS).items():
        if path.startswith("engine/"):
            where = folder / path
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(content)
    steps = YAML(typ="safe").load(workflow(SETTINGS))["jobs"]["sync"]["steps"]
    (install,) = (step["run"] for step in steps if "pip install" in step.get("run", ""))
    pip = install.split()[1:]
    done = subprocess.run(
        [sys.executable, *pip], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode and ("Connection" in done.stderr or "No matching" in done.stderr):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr
    venv.create(folder / "bare", with_pip=False)
    return folder


def python(folder, *arguments):
    bare = folder / "bare" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    return subprocess.run(
        [str(bare), *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": ".packages"},
    )  # fmt: skip


def test_the_command_line_answers(alone):
    done = python(alone, "-m", "engine", "--help")
    assert done.returncode == 0, done.stderr
    assert "--publish" in done.stdout


def test_every_module_can_be_imported(alone):
    done = python(alone, "-c", MODULES)
    assert done.returncode == 0, done.stderr


def test_without_credentials_it_says_so(alone):
    done = python(alone, "-m", "engine")
    assert done.returncode == 3
    assert "ATHLETE_ID and INTERVALS_KEY not set" in done.stderr
    assert "Traceback" not in done.stderr
