"""Files of a mirror made by hand that this product's take the place of, with the difference. Pure.

What was placed by this product is no matter here: an update shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.settings import WORKFLOW_PATH
from wizard.mirror.files.unified_diff import unified
from wizard.mirror.state import SYNC_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.mirror.state import MirrorState


@dataclass(frozen=True, slots=True)
class Replaced:
    """One file before and after.

    Attributes:
        path: where it is.
        before: number of lines that it has.
        after: number of lines that it will have.
        diff: unified diff.
    """

    path: str
    before: int
    after: int
    diff: str

    @property
    def words(self) -> str:
        """Say how long it was and becomes."""
        return f"{self.before:,} lines become {self.after:,}"


def replaced_files(write: Mapping[str, bytes], state: MirrorState) -> tuple[Replaced, ...]:
    """Return the unrecorded files that are written over, as far as their text is known."""
    texts = {WORKFLOW_PATH: state.workflow_text, SYNC_PROGRAM: state.sync_text}
    return tuple(
        _replaced(path, text, write[path].decode())
        for path, text in texts.items()
        if text and path in write and path in state.files and path not in state.placed.files
    )


def _replaced(path: str, before: str, after: str) -> Replaced:
    lines = len(before.splitlines())
    return Replaced(path, lines, len(after.splitlines()), unified(path, before, after))
