"""What a run leaves beside the data stays out of git, and no file of the repository says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.output.lock import LOCK_FILE

if TYPE_CHECKING:
    from pathlib import Path

PATTERNS = (".sync_config.json", ".env", LOCK_FILE, "*.tmp", "*.damaged-*", "*.replaced-*")
"""Credentials and leftovers of local runs."""


def keep_out_of_git(folder: Path) -> None:
    """Have the clone in ``folder`` ignore what belongs to this machine; elsewhere do nothing.

    When that cannot be written, ``git status`` lists more than it should and nothing else changes.
    """
    if not (folder / ".git").is_dir():
        return
    where = folder / ".git" / "info" / "exclude"
    try:
        text = where.read_text("utf-8") if where.exists() else ""
        missing = [pattern for pattern in PATTERNS if pattern not in text.splitlines()]
        if missing:
            where.parent.mkdir(exist_ok=True)
            where.write_text(text.rstrip("\n") + "\n" + "\n".join(missing) + "\n", "utf-8")
    except (OSError, ValueError):
        return
