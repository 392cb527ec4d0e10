"""What is pressed, and what of it is shown for how long."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.stage import KEY, TOKEN
from scripts.pictures.frame import Shot
from scripts.pictures.shell import PAGES
from scripts.pictures.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scripts.pictures.frame import Frame

SHELL = "scripts.pictures.shell"
ENTER, UP = "\r", "\x1b[A"
KEY_S, GLANCE_S, READ_S, STUDY_S, STEP_S, END_S = 0.07, 0.9, 2.2, 6.0, 0.35, 9.0
WATCHED = "→ Sync"
"""The step of the run that takes longest; which others are seen depends on the machine."""
PASSING = ("the sync is running", "Set up job")


@dataclass(frozen=True, slots=True)
class Recording:
    """All that the pictures show: screens, and the files of the mirror by their names."""

    set_up: tuple[Shot, ...]
    plan: Frame
    doctor: Frame
    pages: Mapping[str, str]


class Camera:
    """Takes shots of a terminal in which a script presses keys."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.shots: list[Shot] = []

    def shoot(self, seconds: float) -> None:
        """Keep what is on the screen."""
        self.shots.append(Shot(self.terminal.frame, seconds))

    def see(self, words: str, seconds: float) -> None:
        """Keep the screen that has these words."""
        self.terminal.wait(words)
        self.shoot(seconds)

    def type(self, keys: str) -> None:
        """Press one key after the other."""
        for key in keys:
            self.terminal.echo(key)
            self.shoot(KEY_S)

    def paste(self, keys: str) -> None:
        """Put in a text at once."""
        self.terminal.echo(keys)
        self.shoot(GLANCE_S)

    def press(self, key: str) -> None:
        """Press a key."""
        self.terminal.send(key)


def record(home: Path) -> Recording:
    """Run the program once and keep what it shows; ``home`` is a folder for it alone."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    env = {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "TMPDIR": str(home),
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    with Terminal(SHELL, env) as terminal:
        camera = Camera(terminal)
        _sign_in(camera)
        plan = _plan(camera)
        _first_sync(camera)
        terminal.send(ENTER)
        doctor = _doctor(terminal)
    pages = {name: (home / name).read_text(encoding="utf-8") for name in PAGES}
    return Recording(tuple(camera.shots), plan, doctor, pages)


def _sign_in(camera: Camera) -> None:
    camera.see("$", GLANCE_S)
    camera.type("section11-setup")
    camera.press(ENTER)
    camera.see("? Intervals.icu API key", READ_S)
    camera.paste(KEY)
    camera.press(ENTER)
    camera.see("Is that right? (Y/n)", READ_S)
    camera.press(ENTER)
    camera.see("I have one", READ_S)
    camera.press(ENTER)
    camera.see("? GitHub token", READ_S)
    camera.paste(TOKEN)
    camera.press(ENTER)


def _plan(camera: Camera) -> Frame:
    """Answer what is left and return the screen with the plan."""
    camera.see("Name of the repository", READ_S)
    camera.press(ENTER)
    camera.see("> every 30 minutes", READ_S)
    camera.press(ENTER)
    camera.see("No, leave everything as it is", STUDY_S)
    plan = camera.shots[-1].frame.since("The plan ─")
    camera.press(ENTER)
    return plan


def _first_sync(camera: Camera) -> None:
    for frame in camera.terminal.watch("Connect your coach now?"):
        watched = WATCHED in frame.words
        if watched or not any(words in frame.words for words in PASSING):
            camera.shots.append(Shot(frame, READ_S if watched else STEP_S))
    camera.terminal.wait("No, that is all")
    camera.press(UP)
    camera.press(ENTER)
    camera.see("no more", END_S)


def _doctor(terminal: Terminal) -> Frame:
    """Have a spoiled mirror examined and mended, and return all that was said."""
    terminal.forget()
    terminal.wait("$")
    terminal.echo("section11-setup doctor")
    terminal.send(ENTER)
    terminal.wait("? Switch the workflow on? (Y/n)")
    terminal.send(ENTER)
    terminal.wait("is well. $")
    return terminal.page.since("section11-setup doctor")
