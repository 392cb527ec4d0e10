"""Fixtures of the wizard's tests: both stand-ins over real HTTP."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from demo.athlete import Account, demo_account
from demo.github import GitHubServer
from demo.github.git import GitRepository, Signature
from demo.intervals_icu.server import IntervalsServer
from tests.demo import openapi
from tests.secret_net import Net
from tests.wizard.mirrors import MINE
from tests.wizard.stage import KEY, TOKEN, QuickRunner, Stage, end_state, environment
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def account() -> Account:
    """The invented athlete with the last activities, which most commands read; made once."""
    whole = demo_account()
    return replace(whole, activities=whole.activities[-14:])


@pytest.fixture(scope="session")
def intervals(account: Account) -> Iterator[IntervalsServer]:
    """Intervals.icu for tests that only read it."""
    with IntervalsServer(account, key=KEY) as server:
        yield server


@pytest.fixture(scope="session")
def placed_objects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the objects that every set-up places, written once for all tests."""
    folder = tmp_path_factory.mktemp("placed") / "objects.git"
    repository = GitRepository.create(folder, "main")
    author = Signature("athlete", "athlete@localhost", datetime.now(UTC))
    repository.commit_files("main", rendered(MINE), "Every file", author)
    net = Net()
    net.look_below(folder)
    assert net.take() == []
    return folder


@pytest.fixture
def stage(
    intervals: IntervalsServer,
    placed_objects: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Stage]:
    """A fresh GitHub with a quick runner, and an environment that knows nothing else."""
    runner = QuickRunner()
    with GitHubServer(
        tmp_path / "github", token=TOKEN, registration_polls=1, runner=runner
    ) as github:
        runner.server = github
        github.world.borrowed_objects = placed_objects
        github.observers.append(openapi.check)
        wanted = environment(github.url, intervals.url, tmp_path)
        for name in set(os.environ) - set(wanted) - {"PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}:
            monkeypatch.delenv(name)
        for name, value in wanted.items():
            monkeypatch.setenv(name, value)
        yield Stage(github, intervals, runner, tmp_path, capsys)
    assert github.observer_errors == []


@pytest.fixture(scope="session")
def undisturbed() -> dict[str, Any]:
    """Filled by the first test that sets up without trouble."""
    return {}


@pytest.fixture
def wanted(stage: Stage, undisturbed: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The state after a set-up without trouble, made once."""
    monkeypatch.setattr("wizard.mirror.workflow_run.APPEARANCE_S", 0.4)
    if not undisturbed:
        assert stage.setup().code == 0
        undisturbed.update(end_state(stage))
        stage.github.world.repositories.clear()
        stage.home.joinpath("config", "section11-setup", "mirror.json").unlink()
        for path in (stage.home / "github").iterdir():
            path.rename(path.with_name(f"{path.name}-first"))
        stage.forget_calls()
    return undisturbed
