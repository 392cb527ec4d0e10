"""What a release publishes, what it refuses, and that its rehearsal notices what is wrong."""

from __future__ import annotations

import hashlib
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from demo.command import FOLDER
from engine import __version__
from scripts.release import notes, trial
from scripts.release.__main__ import main
from scripts.release.assets import CHECKSUMS, ROOT, assets
from scripts.release.rehearsal import built_again, table
from templates.render import render
from templates.settings import BUNDLE, WORKFLOW_PATH, MirrorSettings

pytestmark = pytest.mark.usefixtures("whole_bundle")
DATED = "# Changelog\n\n## [Unreleased]\n\n## [4.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n"


def built(test):
    """Mark a test that needs a built release."""
    return pytest.mark.slow(pytest.mark.process(test))


@built
def test_a_mirror_gets_the_very_files_of_the_release(release):
    placed = render(MirrorSettings("you", "training-data"))
    assert (release / BUNDLE).read_bytes() == placed[BUNDLE]
    assert (release / "auto-sync.yml").read_bytes() == placed[WORKFLOW_PATH]


@built
def test_checksums_stand_as_sha256sum_reads_them(release):
    lines = (release / CHECKSUMS).read_text("ascii").splitlines()
    names = {path.name for path in release.iterdir()} - {CHECKSUMS}
    assert lines == [
        f"{hashlib.sha256((release / name).read_bytes()).hexdigest()}  {name}"
        for name in sorted(names)
    ]
    assert len(names) == 4


@built
@pytest.mark.secrets_belong("the sources that it unpacks name invented keys")
def test_the_sdist_makes_the_same_release_again(release):
    assert built_again(release) == assets(release)


@built
def test_the_table_says_what_goes_where(release):
    rows = [line.split() for line in table(assets(release))]
    assert {row[0]: row[2] for row in rows} == {
        "auto-sync.yml": "GitHub",
        "engine.pyz": "GitHub",
        f"section11_setup-{__version__}-py3-none-any.whl": "PyPI,",
        f"section11_setup-{__version__}.tar.gz": "PyPI,",
    }


def borrow(place, package):
    """Install a package without an index: what it needs is taken from where the tests run."""
    python = place.program("python")
    place.run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps",
              "--python", python, str(package))  # fmt: skip
    packages = place.run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(packages) / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n")


@built
def test_a_trial_runs_what_was_packed(release):
    said = trial.try_release(release, "wheel", borrow)
    assert said == tuple(
        f"section11-{name} {__version__} (engine {__version__}, format 4.1)"
        for name in ("sync", "setup")
    )


@built
def test_a_trial_fails_with_what_the_program_said(release, tmp_path):
    for path in release.iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / BUNDLE).write_bytes(b"no program")
    said = r"(?s)engine\.pyz --version ended with 1:.*SyntaxError"
    with pytest.raises(trial.TrialError, match=said):
        trial.try_release(tmp_path, "wheel", borrow)


def test_a_trial_knows_the_names_without_a_clone():
    jobs = YAML(typ="safe").load(ROOT / ".github/workflows/test.yml")["jobs"]
    assert list(trial.KINDS) == jobs["installed"]["strategy"]["matrix"]["kind"]
    assert (trial.BUNDLE, trial.MIRROR) == (BUNDLE, FOLDER)


def test_a_release_says_what_is_new_in_it():
    assert notes.of_tag("v4.2.0", DATED, "4.2.0") == "### Added\n\n- A thing.\n"


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
        notes.of_tag(tag, changelog, "4.2.0")


def test_a_wrong_tag_ends_in_words_before_anything_is_built(tmp_path, capsys):
    assert main(["build", str(tmp_path / "new"), "--tag", "v0.0.1"]) == 1
    assert capsys.readouterr().err.startswith("The tag v0.0.1 is not v")
    assert not (tmp_path / "new").exists()


def test_nothing_is_built_over_what_is_there(tmp_path, capsys):
    (tmp_path / "mine").write_text("mine")
    assert main(["build", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err


def test_the_changelog_begins_with_what_is_not_released():
    text = notes.CHANGELOG.read_text("utf-8")
    assert text.index("## [Unreleased]") < text.index("## [0.1.0] - ")
    assert notes.unreleased(text) or notes.of_version(text)
