"""The second visit, in a real terminal of 80 by 24: one line of state, one menu."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo terminals are needed", allow_module_level=True)

from tests.wizard.mirrors import MINE, NAME, mirror
from tests.wizard.terminal import DOWN, ENTER, Terminal

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.usefixtures("whole_bundle")]
UP = "\x1b[A"
CALM = f"✓ athlete/{NAME}: private, data"
MENU = ("Sync now", "Change a setting", "Look for problems", "Connect a coach",
        "Another athlete or mirror", "Update engine, workflow and README", "> Quit")  # fmt: skip


def terminal(*arguments: str) -> Terminal:
    """Open a terminal with the environment of the test."""
    return Terminal(*arguments, env=dict(os.environ))


def test_a_visit_that_changes_nothing_takes_one_screen_and_no_question(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    monkeypatch.delenv("INTERVALS_KEY")  # it is not needed to look
    with terminal() as screen:
        screen.wait_for("> Quit")
        shown = screen.text
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
    lines = shown.splitlines()
    assert len("\n".join(lines).rstrip().splitlines()) < 24
    [state] = [line for line in lines if line.startswith(CALM)]
    assert "next run" in state
    assert state.endswith("no problems")
    assert sum(line.startswith("? ") for line in lines) == 1
    assert all(line in shown for line in MENU)
    assert stage.written() == []


def test_a_problem_is_named_and_looking_for_it_is_preselected(stage: Stage) -> None:
    mirror(stage).workflows[0].state = "disabled_inactivity"
    with terminal("--repo", NAME) as screen:
        screen.wait_for("> Look for problems")
        assert "! athlete/training-data: private" in screen.text
        assert "paused, 1 problem" in screen.text
        screen.send(ENTER)
        screen.wait_for("Switch the workflow on?")
        screen.send(ENTER)
        screen.wait_for("> Quit")
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
    assert "next run" in screen.text


def test_the_menu_leads_to_the_settings_and_to_another_mirror(stage: Stage) -> None:
    mirror(stage)
    second = mirror(stage, replace(MINE, repo="anna-data"))
    with terminal("--repo", NAME) as screen:
        screen.wait_for("> Quit")
        assert "You can also see athlete/anna-data." in screen.text
        screen.send(UP * 2 + ENTER)
        screen.wait_for("Which mirror?")
        screen.send(ENTER)
        screen.wait_for("✓ athlete/anna-data: private")
        screen.wait_for("> Quit")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("Which setting shall be changed?")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("Your training week starts on")
        screen.send(UP * 2 + ENTER)  # past the way back
        screen.wait_for("Week starts on Sunday")
        screen.send(ENTER)
        screen.wait_for("Go ahead?")
        screen.send(ENTER)
        screen.wait_for("history.json is out of date.")
        screen.wait_for("> Look for problems")
        screen.send(DOWN * 4 + ENTER)
        assert screen.end() == 0, screen.text
    assert second.variables["WEEK_START"].value == "sun"


def test_a_set_up_that_broke_off_is_finished_and_not_visited(stage: Stage) -> None:
    mirror(stage).secrets.clear()
    with terminal("--repo", NAME) as screen:
        screen.wait_for("Is that right?")
        screen.send("\x03")
        assert screen.end() == 130
    assert "What next?" not in screen.text
