"""What is in wheel and sdist, and the one version in everything."""

from __future__ import annotations

import subprocess
import tarfile
import tomllib
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.version import Version

import engine
import wizard
from engine.cli import main as sync_main
from scripts.release.assets import ROOT
from wizard.cli import main as setup_main

PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]["packages"]
DESCRIBED = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
pytestmark = [pytest.mark.slow, pytest.mark.process]


def tracked(*folders):
    done = subprocess.run(
        ["git", "ls-files", "--", *folders], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("this is no clone")
    return set(done.stdout.splitlines())


def test_the_wheel_holds_the_packages_and_nothing_else(release):
    [path] = release.glob("*.whl")
    info = f"section11_setup-{engine.__version__}.dist-info/"
    with ZipFile(path) as wheel:
        inside = set(wheel.namelist())
        metadata = message_from_bytes(wheel.read(f"{info}METADATA"))
    schemas = {f"wizard/schemas/{Path(name).name}" for name in tracked("docs/schemas")}
    described = {f"{info}{name}" for name in DESCRIBED}
    assert inside == tracked(*PACKAGES) | schemas | described
    assert len(schemas) == 6
    assert {f"{package}/py.typed" for package in PACKAGES} <= inside
    assert (metadata["Name"], metadata["Version"]) == ("section11-setup", engine.__version__)


def test_the_sdist_is_the_clone_with_its_tests(release):
    [path] = release.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    # .ci is about one machine; everything else is what a distribution builds and tests with
    assert inside == tracked(".", ":!.ci") | {"PKG-INFO"}


def test_wizard_and_engine_have_one_version():
    assert wizard.__version__ == engine.__version__


@pytest.mark.parametrize(
    ("main", "name"), [(setup_main, "section11-setup"), (sync_main, "section11-sync")]
)
def test_every_program_says_its_version_the_engines_and_the_formats(main, name, capsys):
    try:
        code = main(["--version"])
    except SystemExit as stop:
        code = stop.code
    assert code == 0
    version = engine.__version__
    assert capsys.readouterr().out == f"{name} {version} (engine {version}, format 4.1)\n"


def test_the_version_is_newer_than_that_of_every_mirror_before():
    assert Version(engine.__version__) > Version("4.0.0")
