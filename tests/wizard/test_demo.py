"""The demonstration: the real wizard, the real engine, real git, stand-ins for the rest.

It runs in this process; as a program of its own it does in ``tests/project/test_release.py``.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.wizard import json_document
from wizard.cli import main

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("compiled_bundle")]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the program an empty home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def git(folder: Path, *arguments: str) -> str:
    """Ask git about the result."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_demonstration_leaves_a_repository_with_data_of_the_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "result"
    code = main(["demo", "--yes", "--folder", str(folder), "--json"])
    said = capsys.readouterr()
    assert code == 0, said.out + said.err
    document = json.loads(said.out)
    json_document.check(document)
    data = document["data"]
    assert data["demo"] is True
    assert data["folder"] == str(folder)
    assert "invented" in said.err
    committed = json.loads(git(folder, "show", "HEAD:latest.json"))
    fitness = committed["current_status"]["fitness"]
    assert (fitness["ctl"], fitness["atl"]) == (
        data["sync"]["numbers"]["ctl"],
        data["sync"]["numbers"]["atl"],
    )
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "remote") == ""
    assert not (tmp_path / "config").exists()


def test_a_folder_with_other_files_is_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["demo", "--yes", "--folder", str(tmp_path)]) == 5
    assert "holds other files" in " ".join(capsys.readouterr().out.split())
    assert (tmp_path / "mine.txt").read_text() == "mine"
