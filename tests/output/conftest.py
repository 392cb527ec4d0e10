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


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    mirror = Mirror(tmp_path_factory.mktemp("seeded")).create()
    mirror.checkout()
    return mirror


@pytest.fixture
def mirror(seeded, tmp_path):
    return seeded.copy(tmp_path / "mirror")
