"""The second visit in a real terminal."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo terminals are needed", allow_module_level=True)

from tests.wizard.mirrors import mirror
from tests.wizard.terminal import ENTER, Terminal
from tests.wizard.visit.whose.test_key import THEIRS

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.usefixtures("whole_bundle")]
UP = "\x1b[A"


def test_a_partner_gets_a_second_mirror(stage: Stage) -> None:
    first = mirror(stage)
    stage.github.commit(first, {"latest.json": json.dumps(THEIRS)})
    with Terminal(env=dict(os.environ)) as screen:
        screen.wait_for("What shall become of it?")
        screen.send(UP + UP + ENTER)
        questions = (
            "Name of the repository",
            "Is that right?",
            "How often shall it refresh?",
            "Go ahead?",
        )
        for question in questions:
            screen.wait_for(question)
            screen.send(ENTER)
        screen.wait_for("Connect your coach now?")
        screen.send(UP + ENTER)
        screen.wait_for("✓ athlete/training-data-demo: private")
        screen.wait_for("> Quit")
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
        assert all(len(line) <= 80 for line in screen.text.splitlines())
    assert first.read("latest.json") == json.dumps(THEIRS).encode()
    names = {repo.name for repo in stage.github.world.repositories.values()}
    assert len(names) == 2
    assert all(name.startswith("training-data") for name in names)
