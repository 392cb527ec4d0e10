"""Instructions for each AI platform: real names and addresses, its refresh rule, a clipboard."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from templates.coaches import COACHES, brief
from templates.settings import MirrorSettings
from tests.wizard.mirrors import MINE, NAME, mirror

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wizard.stage import Stage

PLATFORMS = ("claude", "chatgpt", "gemini", "mistral", "grok", "copilot", "local")


def test_these_are_the_platforms() -> None:
    assert tuple(COACHES) == PLATFORMS


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_names_the_repository_and_its_refresh_rule(
    stage: Stage, platform: str
) -> None:
    mirror(stage)
    ran = stage.wizard("coach", platform, "--json")
    assert ran.code == 0, ran.out + ran.err
    data = ran.json["data"]
    assert any(f"athlete/{NAME}" in step for step in data["connect"])
    assert f"athlete/{NAME}, branch main" in data["instructions"]
    assert data["before"]
    assert data["question"].startswith("Read brief.md")
    assert data["copied"] is False
    assert len(data["cookbook"]) == 10
    assert stage.written() == []
    said = " ".join(stage.wizard("coach", platform).out.split())
    assert f"Before a talk: {data['before']}." in said
    assert f"Paste the text below as {data['place']}." in said
    assert "{" not in said
    assert "brief.md" in " ".join(data["connect"]) or platform == "local"
    assert "1. How ready am I today, and what should I do? A good answer: Begins with" in said


def test_it_knows_what_the_repository_holds(stage: Stage) -> None:
    repo = mirror(stage)
    said = stage.wizard("coach", "claude").out
    assert "raw.githubusercontent.com/CrankAddict/section-11/main/SECTION_11.md" in said
    assert "DOSSIER.md, if it is there, says who I am" in said
    stage.github.commit(repo, {"SECTION_11.md": "# 11\n", "DOSSIER.md": "# Me\n"})
    said = stage.wizard("coach", "claude").out
    assert "SECTION_11.md in the same place" in said
    assert "DOSSIER.md says who I am" in said


def test_a_private_repository_offers_no_addresses_to_paste() -> None:
    text = brief("gemini", MINE, protocol=True, dossier=False).instructions
    assert f"raw.githubusercontent.com/athlete/{NAME}" not in text
    settings = MirrorSettings("ann", "open", default_branch="trunk", private=False)
    text = brief("gemini", settings, protocol=True, dossier=False).instructions
    assert "https://raw.githubusercontent.com/ann/open/trunk/brief.md" in text


def test_as_a_last_step_of_the_set_up(stage: Stage) -> None:
    ran = stage.setup("--coach", "grok", "--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["extras"]["coach"]["name"] == "Grok"
    stage.forget_calls()
    said = stage.setup("--coach", "grok").out
    assert "Nothing to do" in said
    assert "Your coach: Grok" in said
    assert stage.written() == []


def test_quiet_says_nothing_but_the_instructions(stage: Stage) -> None:
    mirror(stage)
    said = stage.wizard("coach", "copilot", "--quiet").out
    assert said.strip().startswith("Your coach: GitHub Copilot")


def test_the_platform_has_to_be_said_where_nobody_can_be_asked(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("coach")
    assert ran.code == 3
    assert "claude" in ran.out


def test_without_a_mirror_there_is_nothing_to_connect(stage: Stage) -> None:
    ran = stage.wizard("coach", "claude")
    assert ran.code == 5
    assert "no repository athlete/training-data" in ran.out


@pytest.fixture
def clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that keeps what it is given, where xclip would be found."""
    folder, kept = tmp_path / "bin", tmp_path / "clipboard"
    folder.mkdir()
    program = folder / "xclip"
    program.write_text(f'#!/bin/sh\n[ "$*" = "-selection clipboard" ] && cat > "{kept}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    return kept


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_they_are_copied_where_there_is_a_clipboard(stage: Stage, clipboard: Path) -> None:
    mirror(stage)
    ran = stage.wizard("coach", "claude", "--copy", "--json")
    assert ran.json["data"]["copied"] is True
    assert clipboard.read_text() == ran.json["data"]["instructions"]
    assert "on the clipboard" in stage.wizard("coach", "claude", "--copy").out
    clipboard.unlink()
    assert stage.wizard("coach", "claude").code == 0
    assert not clipboard.exists()


def test_without_a_clipboard_it_says_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror(stage)
    monkeypatch.setenv("PATH", "/nowhere")
    ran = stage.wizard("coach", "claude", "--copy")
    assert ran.code == 0
    assert "No program for the clipboard" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
@pytest.mark.parametrize("program", ["echo broken display >&2; exit 1", "exec sleep 60"])
def test_a_program_that_fails_or_hangs_is_no_clipboard(
    program: str, stage: Stage, clipboard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    (clipboard.parent / "bin" / "xclip").write_text(f"#!/bin/sh\n{program}\n")
    monkeypatch.setattr("wizard.terminal.clipboard.TIMEOUT_S", 0.5)
    ran = stage.wizard("coach", "claude", "--copy")
    assert ran.code == 0
    assert "No program for the clipboard works here" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are needed")
def test_it_asks_in_a_terminal(stage: Stage, clipboard: Path) -> None:
    from tests.wizard.terminal import DOWN, ENTER, Terminal  # noqa: PLC0415

    mirror(stage)
    with Terminal("coach", env=dict(os.environ)) as screen:
        screen.wait_for("> Claude")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("Your coach: Gemini")
        screen.wait_for("Copy the instructions to the clipboard?")
        screen.send(ENTER)
        assert screen.end() == 0, screen.text
    assert "endurance coach" in clipboard.read_text()


def test_the_readme_of_the_mirror_lists_all_of_them(stage: Stage) -> None:
    repo = mirror(stage)
    readme = (repo.read("README.md") or b"").decode()
    for coach in COACHES.values():
        assert f"| {coach.name} | {coach.short}. Before a talk: {coach.before} |" in readme
