"""The wizard in a real terminal: a person presses keys and reads the screen."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo terminals are needed", allow_module_level=True)

from tests.wizard.stage import KEY, TOKEN
from tests.wizard.terminal import COLOR, CTRL_C, CTRL_D, DOWN, ENTER, Terminal
from wizard.commands.table import build_parser

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

QUESTIONS = (
    "Is that right?",
    "Name of the repository",
    "How often shall it refresh?",
    "Go ahead?",
    "Connect your coach now?",
)
BEFORE_THE_YES = 4
UP = "\x1b[A"
GO_ON = "To go on: section11-setup"


def terminal(*arguments: str, columns: int = 80, **more: str) -> Terminal:
    """Open a terminal with the environment of the test."""
    return Terminal(*arguments, env={**os.environ, **more}, columns=columns)


def answer_all(screen: Terminal) -> None:
    """Press Enter at each question, and leave the coach for later."""
    for question in QUESTIONS:
        screen.wait_for(question)
        screen.send(UP + ENTER if question == QUESTIONS[-1] else ENTER)


def test_enter_at_each_question_sets_everything_up(stage: Stage) -> None:
    with terminal() as screen:
        answer_all(screen)
        assert screen.end() == 0, screen.text
    assert "Your mirror is up" in screen.text
    assert "CTL 61.2" in screen.text
    assert "Training [Session]" in screen.text
    assert stage.state()["has_data"]
    assert COLOR.search(screen.raw)


def test_keys_that_are_pressed_too_early_neither_spoil_the_list_nor_answer(stage: Stage) -> None:
    with terminal() as screen:
        for question in QUESTIONS[:-1]:
            screen.wait_for(question)
            screen.send(ENTER if question != "Go ahead?" else ENTER * 4)
        screen.wait_for(QUESTIONS[-1])
        screen.send(UP + ENTER)
        assert screen.end() == 0, screen.text
    assert screen.text.count("Create the private repository") == 1


def test_no_more_than_six_questions_when_a_token_is_found(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    with terminal() as screen:
        screen.wait_for("Intervals.icu API key")
        screen.send(KEY + ENTER)
        answer_all(screen)
        assert screen.end() == 0, screen.text
    assert 1 + len(QUESTIONS) <= 6
    assert KEY not in screen.text
    assert KEY.encode() not in screen.raw


@pytest.mark.parametrize("asked", range(BEFORE_THE_YES), ids=QUESTIONS[:BEFORE_THE_YES])
def test_ctrl_c_at_each_question(stage: Stage, asked: int) -> None:
    with terminal("--repo", "mine") if asked != 1 else terminal() as screen:
        for question in QUESTIONS[:asked]:
            if question == "Name of the repository" and asked != 1:
                continue
            screen.wait_for(question)
            screen.send(ENTER)
        screen.wait_for(QUESTIONS[asked])
        screen.send(CTRL_C)
        assert screen.end() == 130, screen.text
    assert GO_ON in screen.text
    assert "Traceback" not in screen.text
    assert stage.written() == []


@pytest.mark.parametrize(
    ("variable", "question", "key"),
    [
        ("INTERVALS_KEY", "Intervals.icu API key", CTRL_C),
        ("INTERVALS_KEY", "Intervals.icu API key", CTRL_D),
        ("GH_TOKEN", "How do you get the token?", CTRL_C),
    ],
)
def test_leaving_at_the_secrets(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, variable: str, question: str, key: str
) -> None:
    monkeypatch.delenv(variable)
    with terminal() as screen:
        if variable == "GH_TOKEN":
            screen.wait_for("Is that right?")
            screen.send(ENTER)
        screen.wait_for(question)
        screen.send(key)
        assert screen.end() == 130, screen.text
    assert GO_ON in screen.text
    assert stage.written() == []


def test_wrong_key_and_token_are_asked_for_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    monkeypatch.delenv("GH_TOKEN")
    stage.github.add_token("ghp_withoutworkflowwithoutworkflow", scopes=("repo",))
    with terminal() as screen:
        screen.wait_for("Intervals.icu API key")
        screen.send("nonsense" + ENTER)
        screen.wait_for("does not accept this API key")
        screen.send(KEY + ENTER)
        screen.wait_for("Is that right?")
        assert screen.text.count("It stays hidden") == 1  # the error tells the rest again
        screen.send(ENTER)
        screen.wait_for("How do you get the token?")
        screen.send(DOWN + DOWN + ENTER)
        screen.wait_for("GitHub token")
        screen.send("ghp_withoutworkflowwithoutworkflow" + ENTER)
        screen.wait_for("lacks the scope workflow")
        screen.wait_for("How do you get the token?")
        screen.send(ENTER)
        screen.wait_for("settings/tokens/new?scopes=repo%2Cworkflow")
        screen.wait_for("? GitHub token", times=2)
        screen.send(TOKEN + ENTER)
        screen.wait_for("GitHub token of @athlete")
        screen.wait_for("Name of the repository")
        screen.send(CTRL_C)
        assert screen.end() == 130
    for secret in (KEY, TOKEN, "nonsense"):
        assert secret not in screen.text


def test_a_no_to_the_person_asks_for_another_key(stage: Stage) -> None:
    with terminal("--quiet") as screen:
        screen.wait_for("You are Demo Athlete")  # even when it is quiet: it is asked about
        screen.wait_for("Is that right?")
        screen.send("n")
        screen.wait_for("as the right athlete")
        screen.wait_for("? Intervals.icu API key")
        screen.send(KEY + ENTER)
        screen.wait_for("Is that right?", times=2)
        screen.send(CTRL_C)
        assert screen.end() == 130
    assert stage.written() == []


def test_a_taken_name_is_explained_and_another_is_asked_for(stage: Stage) -> None:
    stage.github.create_repository("training-data", {"main.py": "print()"})
    with terminal() as screen:
        for question in QUESTIONS[:2]:
            screen.wait_for(question)
            screen.send(ENTER)
        screen.wait_for("holds 1 other files")
        screen.wait_for("Use it anyway?")
        screen.send(ENTER)
        screen.wait_for("Another name, then.")
        screen.wait_for("? Name of the repository", times=2)
        screen.send("\x15my-data" + ENTER)
        screen.wait_for("How often")
        screen.send(ENTER)
        screen.wait_for("athlete/my-data")
        screen.wait_for("Go ahead?")
        screen.send(UP + ENTER)
        assert screen.end() == 0
    assert "Nothing was changed." in screen.text
    assert stage.written() == []


def test_settings_can_be_changed_before_the_plan_is_carried_out(stage: Stage) -> None:
    with terminal("--repo", "mine") as screen:
        screen.wait_for("Is that right?")
        screen.send(ENTER)
        screen.wait_for("How often")
        screen.send(DOWN * 7 + ENTER)
        screen.wait_for("Cron")
        screen.send("\x15every day" + ENTER)
        screen.wait_for("five fields")
        screen.send("\x157 6 * * *" + ENTER)
        screen.wait_for("Go ahead?")
        screen.send(DOWN + ENTER)
        screen.wait_for("Which setting?")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("training week starts on")
        screen.send(UP * 2 + ENTER)  # past the way back
        screen.wait_for("Week starts on Sunday")
        screen.send(DOWN * 3 + ENTER)
        screen.wait_for("For which sport?")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("Zones of run")
        screen.send(DOWN + ENTER)
        screen.wait_for("run heart rate")
        screen.send(ENTER)
        screen.wait_for("Zones run:hr")
        screen.send(ENTER)
        screen.wait_for("you chose: week starts on Sunday, zones run:hr; default: 7 days")
        screen.wait_for("at 7 6 * * *")
        screen.wait_for("> Yes, carry out the plan")
        screen.send(CTRL_C)
        assert screen.end() == 130
    assert stage.written() == []


@pytest.mark.parametrize("how", ["NO_COLOR", "--no-color"])
def test_without_color(stage: Stage, how: str) -> None:
    screen = terminal("--no-color") if how.startswith("-") else terminal(NO_COLOR="1")
    with screen:
        answer_all(screen)
        assert screen.end() == 0, screen.text
    assert not COLOR.search(screen.raw), COLOR.findall(screen.raw)
    assert stage.state()["has_data"]


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_nothing_of_the_plan_is_cut_off(stage: Stage, columns: int) -> None:
    with terminal("--repo", "mine", "--dry-run", columns=columns) as screen:
        for question in ("Is that right?", "How often"):
            screen.wait_for(question)
            screen.send(ENTER)
        assert screen.end() == 0
    said = " ".join(screen.text.split())
    told = "athlete/mine", "started and watched", "GitHub Free includes a month.", "To undo it:"
    for words in told:
        assert words in said
    assert stage.written() == []


def test_a_wrong_command_is_refused_without_a_broken_word(stage: Stage) -> None:
    with terminal("frob", columns=60) as screen:
        assert screen.end() == 2
    assert all(name in screen.text for name in build_parser().commands()), screen.text
    assert stage.written() == []


def test_ctrl_c_while_the_run_is_watched(stage: Stage) -> None:
    stage.github.world.runner = None
    with terminal("--yes") as screen:
        screen.wait_for("the sync is running")
        screen.send(CTRL_C)
        assert screen.end() == 130, screen.text
    assert "To go on: section11-setup --yes" in screen.text
    assert "✗" not in screen.text  # nothing has failed


def test_settings_are_changed_from_a_list(stage: Stage) -> None:
    assert stage.setup().code == 0
    with terminal("settings") as screen:
        screen.wait_for("Which setting shall be changed?")
        screen.send(DOWN + ENTER)
        screen.wait_for("How often")
        screen.send(DOWN + ENTER)
        screen.wait_for("Schedule every 15 minutes from 7 to 21 h")
        screen.send(ENTER)
        screen.wait_for("Go ahead?")
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
    assert "The sync that was started uses the new settings." in " ".join(screen.text.split())
