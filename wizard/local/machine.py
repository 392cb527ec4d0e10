"""The athlete's machine, as far as a timer depends on it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from wizard import PROGRAM
from wizard.errors import RefusedError

if TYPE_CHECKING:
    from wizard.environment import Environment

PASSING = frozenset({".cache", "archive-v0", "environments-v2", "builds-v0"})
"""Folders in which ``uvx`` and ``pipx run`` keep what they delete again."""
KEPT = (
    *("HOME", "USER", "LOGNAME", "PATH", "TMPDIR", "XDG_RUNTIME_DIR"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "USERNAME", "APPDATA", "LOCALAPPDATA"),
    *("PROGRAMDATA", "TEMP", "TMP", "COMSPEC"),
)
"""Environment variables that every timer gives."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where things are.

    Attributes:
        platform: as `sys.platform`.
        home: the user's home folder.
        config: folder of this program's settings.
        units: folder of the user's systemd units.
        log: log file of the timer's runs.
        python: the interpreter that has this program installed.
        uid: number of the user; 0 where there is none.
    """

    platform: str
    home: Path
    config: Path
    units: Path
    log: Path
    python: Path
    uid: int

    @classmethod
    def real(cls, environment: Environment) -> Machine:
        """Describe the machine that the program runs on."""
        home = Path.home()
        base = environment.env.get("XDG_CONFIG_HOME") or str(home / ".config")
        logs = Path(platformdirs.user_log_dir(PROGRAM, appauthor=False))
        return cls(
            platform=sys.platform,
            home=home,
            config=environment.folder,
            units=Path(base) / "systemd" / "user",
            log=logs / "local.log",
            python=_windowless(Path(sys.executable)),
            uid=0 if sys.platform == "win32" else os.getuid(),
        )

    @property
    def settings_file(self) -> Path:
        """Path of the settings of the sync on this machine."""
        return self.config / "local.json"

    @property
    def argv(self) -> tuple[str, ...]:
        """Return the command that a timer starts; ``-P`` keeps the working folder out of it."""
        launcher = (str(self.python), "-P", "-m", "wizard.local.run")
        return (*launcher, "--settings", str(self.settings_file), "--log", str(self.log))

    @property
    def agents(self) -> Path:
        """Folder of the user's launch agents."""
        return self.home / "Library" / "LaunchAgents"


def require_lasting(machine: Machine) -> None:
    """Refuse to build a timer on an installation that will be gone, or that no timer can name.

    Raises:
        RefusedError: the program runs from a cache, or a path would break the timer's file.
    """
    for what, path in (
        ("settings", machine.config),
        ("log", machine.log),
        ("units", machine.units),
    ):
        if not str(path).isprintable():
            raise RefusedError(
                f"The folder of this program's {what} has a line break or another character that "
                f"cannot be shown in its name: {str(path)!r}.",
                "correct XDG_CONFIG_HOME, XDG_STATE_HOME and HOME",
            )
    if PASSING.isdisjoint(machine.python.parts):
        return
    raise RefusedError(
        "section11-setup runs from a cache that is emptied now and then, so a timer would lose it.",
        "install it (`uv tool install section11-setup` or `pipx install section11-setup`) and run "
        "the same command again",
    )


def bare_environment(environment: Environment) -> dict[str, str]:
    """Return what a timer's job may count on, so that a trial run proves that it suffices."""
    return {name: environment.env[name] for name in KEPT if name in environment.env}


def _windowless(python: Path) -> Path:
    """Prefer the interpreter that opens no console window every few minutes."""
    silent = python.with_name("pythonw.exe")
    return silent if sys.platform == "win32" and silent.exists() else python
