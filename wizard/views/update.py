"""What an update changes, as people see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wizard.mirror.plan import moving_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from wizard.terminal.screen import Marks

MOST_NAMES = 6
LINES_SHOWN = 20
"""Of one diff, where somebody is asked: what it comes to has to stay on the screen."""
LINE_STYLES = {"+": "green", "-": "red", "@": "dim"}


@dataclass(frozen=True, slots=True)
class UpdatedEngine:
    """Versions of the engine: ``there`` in the mirror (None: made by hand), ``here`` in this."""

    there: str | None
    here: str


@dataclass(frozen=True, slots=True)
class UpdatedFiles:
    """Paths by what happens to them; ``kept`` is what the athlete edited."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpdateFacts:
    """An update.

    Attributes:
        repository: ``owner/name``.
        engine: versions.
        files: what happens to them.
        diffs: unified diffs by path, of the files that people read.
        snapshots: how many the next sync moves to the branch of the archive.
        changed: whether it was carried out.
    """

    repository: str
    engine: UpdatedEngine
    files: UpdatedFiles
    diffs: Mapping[str, str]
    snapshots: int = 0
    changed: bool = False


def update_view(
    facts: UpdateFacts, _marks: Marks | None = None, most: int | None = None
) -> RenderableType:
    """Show each diff, in ``most`` lines at most, and below them what happens to which files."""
    versions = facts.engine
    line = f"{facts.repository}: engine {versions.there or 'not ours'}"
    if versions.there != versions.here:
        line += f" -> {versions.here}"
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    files = facts.files
    for kind, paths, style in (
        ("added", files.added, "green"),
        ("changed", files.changed, "bold"),
        ("removed", files.removed, "red"),
        ("kept", files.kept, "dim"),
    ):
        if paths:
            table.add_row(Text(kind, style=style), Text(_names(paths)))
    if facts.snapshots:
        table.add_row(Text("archive", style="bold"), Text(moving_words(facts.snapshots)))
    parts: list[RenderableType] = []
    for diff in facts.diffs.values():
        parts += [Text(), diff_view(diff, most)]
    summary = Padding(table, (0, 0, 0, 2), expand=False)
    return Group(*parts, Text(), Text(line, style="bold"), summary, Text())


def diff_view(diff: str, most: int | None = None) -> RenderableType:
    """Show a diff or a list of files, in ``most`` lines at most; long lines are folded."""
    text = Text()
    lines = diff.splitlines()
    for line in lines[:most]:
        head = line.startswith(("+++", "---"))
        text.append(f"{line}\n", style="bold" if head else LINE_STYLES.get(line[:1], "dim"))
    left = len(lines[most:]) if most else 0
    if left:
        text.append(f"and {left} more lines; --dry-run shows all", style="dim")
    text.rstrip()
    return Padding(text, (0, 0, 0, 2), expand=False)


def _names(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:MOST_NAMES])
    more = len(paths) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
