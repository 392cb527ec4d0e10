"""The demonstration: the real wizard, the real engine, real git, stand-ins for the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.wizard import json_document

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process


def demo(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the demonstration as a user does."""
    env = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    return subprocess.run(
        [sys.executable, "-m", "wizard", "demo", "--yes", *arguments],
        env={**env, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        capture_output=True,
        text=True,
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    """Ask git about the result."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_demonstration_leaves_a_repository_with_data_of_the_engine(tmp_path: Path) -> None:
    folder = tmp_path / "result"
    ran = demo(tmp_path, "--folder", str(folder), "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    document = json.loads(ran.stdout)
    json_document.check(document)
    data = document["data"]
    assert data["demo"] is True
    assert data["folder"] == str(folder)
    assert "invented" in ran.stderr
    committed = json.loads(git(folder, "show", "HEAD:latest.json"))
    fitness = committed["current_status"]["fitness"]
    assert (fitness["ctl"], fitness["atl"]) == (
        data["sync"]["numbers"]["ctl"],
        data["sync"]["numbers"]["atl"],
    )
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "remote") == ""
    assert not (tmp_path / "config").exists()


def test_a_folder_with_other_files_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = demo(tmp_path, "--folder", str(tmp_path))
    assert ran.returncode == 5
    assert "holds other files" in " ".join(ran.stdout.split())
    assert (tmp_path / "mine.txt").read_text() == "mine"
