"""The folder of the data files: checked before anything is written."""

from __future__ import annotations

import os
from pathlib import Path

from engine.base.format import LATEST
from engine.config import CONFIG_FILE
from wizard.errors import RefusedError

DEFAULT_FOLDER = "~/training-data"
CLOUDS = ("dropbox", "onedrive", "icloud", "mobile documents", "google drive", "googledrive")


def full_path(text: str) -> Path:
    """Return the absolute path of a folder as typed, with ``~`` for the home folder."""
    return Path(os.path.abspath(Path(text.strip()).expanduser()))  # noqa: PTH100 - keeps links


def check_folder(text: str) -> str | None:
    """Say what is wrong with a folder."""
    if not text.strip():
        return "Name a folder, such as ~/training-data."
    if not text.isprintable():
        return "The name of the folder holds characters that cannot be shown."
    try:
        path = full_path(text)
        if path.exists() and not path.is_dir():
            return f"{path} is a file, not a folder."
        if (path / CONFIG_FILE).exists():
            return (
                f"{path / CONFIG_FILE} belongs to an earlier local sync and would win over what "
                "is chosen here: move it away, or use another folder."
            )
        there = next(parent for parent in (path, *path.parents) if parent.exists())
        writable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    except (OSError, RuntimeError, ValueError) as error:
        return f"{text.strip()} cannot be used: {getattr(error, 'strerror', None) or error}."
    return None if writable else f"You may not write to {there}."


def remarks(path: Path) -> tuple[str, ...]:
    """Say what the athlete should know about a folder that can be used."""
    words = []
    cloud = next((p for p in path.parts if any(c in p.lower() for c in CLOUDS)), None)
    if cloud is not None:
        words.append(f"{cloud} copies this folder to a cloud; another one stays on this machine.")
    if (path / ".git").exists():
        words.append(f"{path} is a git clone; another folder keeps pulls and syncs apart.")
    if _holds_others(path):
        words.append(f"{path} holds other files; they stay.")
    return tuple(words)


def _holds_others(path: Path) -> bool:
    """Whether a folder holds files, and none of a sync."""
    try:
        return path.is_dir() and any(path.iterdir()) and not (path / LATEST).exists()
    except OSError:
        return False


def make(path: Path) -> None:
    """Create the folder, readable by its owner alone, and try to write to it.

    One that was there with files of other kinds keeps its rights.

    Raises:
        RefusedError: nothing can be written there.
    """
    trial = path / ".section11-trial"
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _holds_others(path):
            path.chmod(0o700)
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise RefusedError(
            f"{path} cannot be written to: {error.strerror}.", "choose another --folder"
        ) from None
