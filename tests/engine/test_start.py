"""What a run does not need yet, or not at all, is not loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.process


@pytest.mark.parametrize(
    ("loaded", "absent"),
    [
        ("engine.cli", {"httpx", "asyncio", "engine.program"}),
        ("engine.program", {"engine.compute", "engine.latest.document"}),
        ("engine.compute", {"engine.history.document", "engine.routes.parse", "defusedxml"}),
    ],
    ids=["help", "the first questions", "nothing new"],
)
def test_what_can_wait_is_not_loaded(loaded: str, absent: set[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, {loaded}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert absent.intersection(told.stdout.split()) == set()
