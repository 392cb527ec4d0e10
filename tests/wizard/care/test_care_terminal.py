"""Doctor, update, settings and uninstall in a real terminal of 80 by 24."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo terminals are needed", allow_module_level=True)

from tests.wizard.doctor.faults.spoiling import older_engine
from tests.wizard.mirrors import NAME, WORKFLOW, add_secret, edit, mirror
from tests.wizard.terminal import CTRL_C, DOWN, ENTER, Terminal

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

pytestmark = pytest.mark.usefixtures("whole_bundle")
UP = "\x1b[A"


def terminal(*arguments: str) -> Terminal:
    """Open a terminal with the environment of the test."""
    return Terminal(*arguments, env=dict(os.environ))


def fits(screen: Terminal) -> None:
    """No line is longer than the terminal is wide, and none is an error of ours."""
    assert "Traceback" not in screen.text
    assert all(len(line) <= 80 for line in screen.text.splitlines())


def test_the_doctor_asks_once_for_each_repair(stage: Stage) -> None:
    repo = mirror(stage)
    repo.variables["DAYS"].value = "99"
    repo.variables["ARCHIVE"].value = "weekly"
    repo.workflows[0].state = "disabled_manually"
    with terminal("doctor") as screen:
        screen.wait_for("Set the variables to values that can be used?")
        told = screen.text.partition("1 of 2")[2]
        assert told.index("'99' is not a number of days") < told.index("Repair: ")
        assert "Switch the workflow on" not in told
        screen.send(ENTER)
        screen.wait_for("Switch the workflow on?")
        assert "Repair: switch the workflow on" not in screen.text  # the question says it
        screen.send(ENTER)  # somebody may have paused it: the default is no
        assert screen.end() == 0, screen.text
        fits(screen)
    assert "Repaired: variable-unusable." in screen.text
    assert "workflow-paused" in screen.text
    assert (repo.variables["DAYS"].value, repo.variables["ARCHIVE"].value) == ("7", "default")
    assert repo.workflows[0].state == "disabled_manually"


def test_the_doctor_asks_for_a_week_start_that_only_a_secret_knows(stage: Stage) -> None:
    repo = mirror(stage)
    del repo.variables["WEEK_START"]
    add_secret(repo, "WEEK_START", "sun")
    stage.github.commit(repo, {"history.json": None})
    with terminal("doctor") as screen:
        screen.wait_for("Set the variables to values that can be used?")
        screen.send(ENTER)
        screen.wait_for("Start a sync and watch it?")
        screen.send("n")
        screen.wait_for("Choose its value anew?")
        screen.send("y")
        screen.wait_for("Your training week starts on")
        screen.send(UP * 2 + ENTER)  # from Monday up to the way back and to Sunday
        assert screen.end() == 0, screen.text
    assert repo.variables["WEEK_START"].value == "sun"
    assert "WEEK_START" not in repo.secrets


def test_enter_at_every_question_of_the_doctor_keeps_a_hidden_value(stage: Stage) -> None:
    repo = mirror(stage)
    add_secret(repo, "ZONE_PREFERENCE", "run:hr")
    repo.variables["DAYS"].value = "99"
    with terminal("doctor") as screen:
        screen.wait_for("Set the variables to values that can be used?")
        screen.send(ENTER)
        screen.wait_for("Choose its value anew?")
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
        fits(screen)
    assert repo.secrets["ZONE_PREFERENCE"].value == "run:hr"
    assert "ZONE_PREFERENCE" not in repo.variables
    assert repo.variables["DAYS"].value == "7"


def test_nothing_is_written_when_the_doctor_is_left(stage: Stage) -> None:
    mirror(stage).workflows[0].state = "disabled_inactivity"
    with terminal("doctor") as screen:
        screen.wait_for("Switch the workflow on?")
        screen.send(CTRL_C)
        assert screen.end() == 130, screen.text
    assert "To go on: section11-setup doctor" in screen.text
    assert stage.written() == []


def test_update_shows_an_edit_before_it_is_replaced(stage: Stage) -> None:
    older_engine(stage)
    edit(stage, WORKFLOW, "    steps:\n", "    steps:\n      - run: echo mine\n")
    edit(stage, "README.md", "# Training data", "# Mine")
    with terminal("update") as screen:
        screen.wait_for(f"You edited {WORKFLOW}")
        screen.send(DOWN + DOWN + ENTER)
        screen.wait_for("- - run: echo mine")
        screen.send(DOWN + ENTER)
        screen.wait_for("You edited README.md")
        screen.send(ENTER)
        screen.wait_for("Go ahead?")
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
        fits(screen)
    repo = stage.github.repository(NAME)
    assert b"echo mine" not in (repo.read(WORKFLOW) or b"")
    assert (repo.read("README.md") or b"").startswith(b"# Mine")


def test_uninstall_wants_the_name_typed(stage: Stage) -> None:
    repo = mirror(stage)
    with terminal("uninstall") as screen:
        screen.wait_for("Removing the mirror in athlete/training-data")
        screen.wait_for("Delete the sync program and its README, too?")
        screen.send(ENTER)
        screen.wait_for("Delete your data files, too?")
        screen.send(ENTER)
        screen.wait_for(f"Type {NAME} to remove its mirror")
        screen.send("yes" + ENTER)
        screen.wait_for(f"Type {NAME} to go ahead")
        assert stage.written() == []
        screen.send("\x7f\x7f\x7f" + NAME + ENTER)
        assert screen.end() == 0, screen.text
        fits(screen)
    assert "runs no more" in screen.text
    assert repo.secrets == {}
    assert repo.read("latest.json")


def test_settings_are_picked_from_a_list(stage: Stage) -> None:
    repo = mirror(stage)
    with terminal("settings") as screen:
        screen.wait_for("Which setting shall be changed?")
        screen.send(DOWN + DOWN + ENTER)
        screen.wait_for("Your training week starts on")
        screen.send(UP * 2 + ENTER)  # past the way back
        screen.wait_for("Week starts on Sunday")
        screen.send(UP + ENTER)
        screen.wait_for("Set a new API key, or that of another athlete?")
        screen.send(ENTER)
        screen.wait_for("set anew")
        screen.send(ENTER)
        screen.wait_for("Is that right?")
        screen.send(ENTER)
        screen.wait_for("Go ahead?")
        assert stage.written() == []
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
        fits(screen)
    assert repo.variables["WEEK_START"].value == "sun"
    sealed = [call for call in stage.written() if "/secrets/" in call]
    assert len(sealed) == 2
