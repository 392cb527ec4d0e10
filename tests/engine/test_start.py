"""What a run does not need yet, or not at all, is not loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.__main__ import main
from tests.interrupts import interrupt_import_of


@pytest.mark.process
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


@pytest.mark.parametrize("module", ["engine.cli", "engine.program"])
def test_ctrl_c_while_it_loads_is_no_traceback(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    interrupt_import_of(module, monkeypatch)
    assert main([]) == 130
    assert capsys.readouterr().err == "section11-sync: interrupted; every file is complete.\n"
