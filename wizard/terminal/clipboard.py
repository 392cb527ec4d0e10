"""The clipboard, where the machine has a program for it.

pyperclip starts the same programs, but neither reads their exit status nor sets them a deadline,
and lets them write on the screen: it reports as copied what a broken display refused, and one that
hangs would stop the set-up. So the few lines are our own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT_S = 5
PROGRAMS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("pbcopy", (), ""),
    ("wl-copy", (), "WAYLAND_DISPLAY"),
    ("xclip", ("-selection", "clipboard"), "DISPLAY"),
    ("xsel", ("--clipboard", "--input"), "DISPLAY"),
    ("clip.exe", (), ""),
)
"""Program, its arguments, and the variable without which it cannot work."""


def clipboard_program(env: Mapping[str, str]) -> list[str] | None:
    """Find the program that fills the clipboard; None when there is none."""
    for name, arguments, needs in PROGRAMS:
        found = shutil.which(name, path=env.get("PATH"))
        if found is not None and (not needs or env.get(needs)):
            return [found, *arguments]
    return None


def copy(text: str, env: Mapping[str, str]) -> bool:
    """Put a text on the clipboard and tell whether that worked."""
    program = clipboard_program(env)
    if program is None:
        return False
    # clip.exe reads the code page of Windows unless it sees a byte order mark
    encoding = "utf-16" if program[0].lower().endswith("clip.exe") else "utf-8"
    try:
        done = subprocess.run(  # noqa: S603 - one of the programs above
            program,
            input=text.encode(encoding),
            stdout=subprocess.DEVNULL,  # some stay in the background and keep the pipe
            stderr=subprocess.DEVNULL,
            env=dict(env) if sys.platform != "win32" else None,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
