"""Every test gets its own mirror, and a git that knows nothing about this machine."""

from __future__ import annotations

import os

import pytest

from tests.output.mirror import Mirror


@pytest.fixture(autouse=True)
def bare_git(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def mirror(tmp_path):
    return Mirror(tmp_path / "mirror").create()
