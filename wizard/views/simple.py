"""The commands that do one thing, as people see them: sync, pause, resume, open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from wizard.terminal.paragraph import Paragraph
from wizard.views.parts import SyncFacts, numbers_view

if TYPE_CHECKING:
    from rich.console import RenderableType

    from wizard.terminal.screen import Marks


@dataclass(frozen=True, slots=True)
class SyncStart:
    """How a sync is started from elsewhere.

    Attributes:
        page: where a button does it, in a browser or GitHub's app.
        request: address that a POST request starts it at.
        branch: what the request names.
    """

    page: str
    request: str
    branch: str


@dataclass(frozen=True, slots=True)
class SyncedFacts:
    """A sync that was started by hand.

    Attributes:
        repository: ``owner/name``.
        start: how one is started from elsewhere.
        sync: what it brought; None when none was started.
        asked: whether only the ways to start one were asked for.
    """

    repository: str
    start: SyncStart
    sync: SyncFacts | None = None
    asked: bool = False


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
    if facts.asked:
        return start_view(facts.start)
    if not synced:
        return None
    words = "New data" if synced.fresh else "Nothing new at Intervals.icu since the last sync"
    words = words if synced.numbers else "The sync ended well"
    head = Paragraph(Text.assemble((marks.ok, "green"), f" {words}: {synced.page}"), hang=2)
    return Group(head, numbers_view(synced.numbers)) if synced.numbers else head


def start_view(start: SyncStart) -> RenderableType:
    """Show how a sync is started from a phone or a browser."""
    steps = (
        "Make a fine-grained token: this one repository, permission Actions: Read and write.",
        "iPhone: Shortcuts, new, Get Contents of URL. Android: HTTP Shortcuts, new.",
        f"Address: {start.request}",
        "Method: POST. Header: Authorization, its value the word Bearer, a blank, the token.",
        f'Body (JSON): {{"ref": "{start.branch}"}}. The answer is empty when it worked.',
    )
    return Group(
        Text("In a browser, or in GitHub's app: Run workflow on this page", style="bold"),
        Paragraph(Text(start.page)),
        Text(),
        Text("With one tap on a phone", style="bold"),
        *(Paragraph(Text(f"{n}. {step}"), indent=2, hang=3) for n, step in enumerate(steps, 1)),
        Text(),
        Paragraph(Text("On this computer: section11-setup sync --if-older 2h", style="dim")),
    )


@dataclass(frozen=True, slots=True)
class CompletionFacts:
    """A script for a shell."""

    shell: str
    script: str


def completion_view(facts: CompletionFacts, _marks: Marks) -> RenderableType:
    """Show the script as it is, never folded."""
    return Group(Text(facts.script.rstrip("\n"), no_wrap=True, overflow="ignore"))


def no_view(_facts: ScheduleFacts | PageFacts, _marks: Marks) -> None:
    """Show nothing but the messages."""
