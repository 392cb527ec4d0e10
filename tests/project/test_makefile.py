"""Somebody's first command, ``make demo``, tells what is missing instead of how pip sees it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD = "import sys; sys.version_info = (3, 9, 6); exec(sys.argv[2])"

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(
        sys.platform == "win32" or not shutil.which("make"), reason="there is no make"
    ),
]


def test_an_old_python_is_told_before_anything_is_made(tmp_path):
    for name in ("Makefile", "pyproject.toml", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    old = tmp_path / "python3"
    old.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{OLD}' \"$@\"\n")
    old.chmod(0o755)
    made = subprocess.run(
        ["make", "demo", f"PYTHON={old}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert made.returncode != 0
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["requires-python"].removeprefix(">=")
    assert made.stderr.startswith(f"Python {wanted} or newer is needed.")
    assert "make demo PYTHON=" in made.stderr
    assert not (tmp_path / ".venv").exists()
