"""The environment of a run, pointed at a stand-in with a tiny account."""

from __future__ import annotations

import pytest

from demo.intervals_icu.server import IntervalsServer
from tests.engine.accounts import KEY, MORNING
from tests.engine.cli.runs import SETTINGS, TINY

OTHERS = (
    "WEEK_START",
    "ZONE_PREFERENCE",
    "PRIVACY",
    "DAYS",
    "ARCHIVE",
    "ARCHIVE_BRANCH",
    "GITHUB_ACTIONS",
)


@pytest.fixture
def served(monkeypatch):
    """Point the environment at a tiny account; give a function that changes it."""
    for name in OTHERS:
        monkeypatch.delenv(name, raising=False)

    def serve(account=TINY, *faults):
        server = IntervalsServer(account, key=KEY, now=MORNING, faults=faults)
        for name, value in zip(SETTINGS, ("0", KEY, server.url, MORNING.isoformat()), strict=True):
            monkeypatch.setenv(name, value)
        return server

    return serve
