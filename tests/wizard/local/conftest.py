"""A machine of its own for each test, and Intervals.icu for all."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from demo.intervals_icu.server import IntervalsServer
from tests.wizard.local.machine import LocalMachine, only_tools
from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demo.athlete import Account

SMALL = 2  # activities; enough for numbers, few enough to be quick


@pytest.fixture(scope="module")
def quick(account: Account) -> Iterator[IntervalsServer]:
    """Intervals.icu with a short history, so that a first sync is quick."""
    small = replace(account, activities=list(account.activities)[-SMALL:], events=())
    with IntervalsServer(small, key=KEY) as server:
        yield server


@pytest.fixture
def machine(
    quick: IntervalsServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> LocalMachine:
    """A machine that has neither systemd nor cron until they are installed."""
    pytest.importorskip("fcntl", reason="the recording programs are POSIX scripts")
    home, fakes = tmp_path / "Zoë's home 100%", tmp_path / "bin"
    home.mkdir()
    fakes.mkdir()
    kept = {"PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}
    for name in set(os.environ) - kept:
        monkeypatch.delenv(name)
    wanted = {
        "PATH": f"{fakes}:{only_tools(tmp_path)}",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "INTERVALS_API_URL": quick.url,
        "INTERVALS_KEY": KEY,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    return LocalMachine(home, fakes, capsys)
