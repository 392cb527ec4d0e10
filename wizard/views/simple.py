"""The commands that do one thing, as people see them: sync, pause, resume, open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from wizard.views.parts import SyncFacts, numbers_view

if TYPE_CHECKING:
    from rich.console import RenderableType

    from wizard.terminal.screen import Marks


@dataclass(frozen=True, slots=True)
class SyncedFacts:
    """A sync that was started by hand; ``sync`` is None after ``--dry-run``."""

    repository: str
    sync: SyncFacts | None = None


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """A schedule that was paused or resumed.

    Attributes:
        repository: ``owner/name``.
        enabled: whether it was to run.
        changed: whether that changed something.
    """

    repository: str
    enabled: bool
    changed: bool = False


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page, and whether the browser was told to show it."""

    page: str
    opened: bool


def sync_view(facts: SyncedFacts, marks: Marks) -> RenderableType | None:
    """Show what a sync brought."""
    synced = facts.sync
    if not synced:
        return None
    words = "New data" if synced.fresh else "Nothing new at Intervals.icu since the last sync"
    words = words if synced.numbers else "The sync ended well"
    head = Text.assemble((marks.ok, "green"), f" {words}: {synced.page}")
    return Group(head, numbers_view(synced.numbers)) if synced.numbers else head


def no_view(_facts: ScheduleFacts | PageFacts, _marks: Marks) -> None:
    """Show nothing but the messages."""
