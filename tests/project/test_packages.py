"""What is released: wheel and sdist, and the one version in all of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.version import Version

import engine
import wizard
from scripts import release_notes

ROOT = Path(__file__).parents[2]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]["packages"]
DATED = "# Changelog\n\n## [Unreleased]\n\n## [4.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n"


def build(source, target):
    # a fixed time: else the two wheels differ in nothing but when they were made
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(target)],
        cwd=source, capture_output=True, text=True, check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = target.glob("*.whl")
    [sdist] = target.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def tracked(*folders):
    done = subprocess.run(
        ["git", "ls-files", "--", *folders], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("this is no clone")
    return set(done.stdout.splitlines())


@pytest.mark.slow
@pytest.mark.process
def test_the_wheel_holds_the_packages_and_nothing_else(built):
    with ZipFile(built[0]) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
        meta = next(name for name in wheel.namelist() if name.endswith("/METADATA"))
        metadata = message_from_bytes(wheel.read(meta))
    schemas = {f"wizard/schemas/{Path(name).name}" for name in tracked("docs/schemas")}
    assert inside == tracked(*PACKAGES) | schemas
    assert len(schemas) == 6
    assert {f"{package}/py.typed" for package in PACKAGES} <= inside
    assert (metadata["Name"], metadata["Version"]) == ("section11-setup", engine.__version__)


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.secrets_belong("the sources that it unpacks name invented keys")
def test_the_sdist_makes_the_same_wheel(built, tmp_path):
    wheel, sdist = built
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [source] = tmp_path.iterdir()
    again, _ = build(source, tmp_path / "dist")
    assert again.read_bytes() == wheel.read_bytes()
    # whoever packs it for a distribution tests it, too
    inside = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert tracked("tests", ".github", "scripts", "Makefile", "*.md", "*.lock") <= inside


def test_wizard_and_engine_have_one_version():
    assert wizard.__version__ == engine.__version__


def test_the_version_is_newer_than_that_of_every_mirror_before():
    assert Version(engine.__version__) > Version("4.0.0")


def test_a_release_says_what_is_new_in_it():
    assert release_notes.notes("v4.2.0", DATED, "4.2.0") == "### Added\n\n- A thing.\n"


@pytest.mark.parametrize(
    ("tag", "changelog"),
    [
        ("v4.1.0", DATED),  # another version
        ("4.2.0", DATED),  # no tag of ours
        ("v4.2.0", DATED.replace("[4.2.0] - 2026-12-01", "[4.2.0]")),  # not dated
        ("v4.2.0", DATED.partition("### Added")[0]),  # nothing said
    ],
)
def test_nothing_is_released_under_another_name_or_without_a_word(tag, changelog):
    with pytest.raises(ValueError, match=r"4\.2\.0"):
        release_notes.notes(tag, changelog, "4.2.0")


def test_the_changelog_begins_with_what_is_not_released():
    text = release_notes.CHANGELOG.read_text("utf-8")
    assert text.index("## [Unreleased]") < text.index("## [0.1.0] - ")
