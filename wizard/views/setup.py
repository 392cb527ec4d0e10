"""The set-up as people see it: its beginning, and its last screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from wizard import __version__
from wizard.terminal.paragraph import Paragraph
from wizard.views.parts import RepositoryFacts, SyncFacts, numbers_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from templates.settings import MirrorSettings
    from wizard.mirror.files.compare import Replaced
    from wizard.terminal.plan_lines import Item
    from wizard.terminal.screen import Marks
    from wizard.views.coach import CoachFacts


@dataclass(frozen=True, slots=True)
class AthleteFacts:
    """Whose data it is."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """The dossier; ``fields`` are its answers, None when it was left as it is."""

    changed: bool
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """The protocol."""

    changed: bool


@dataclass(frozen=True, slots=True)
class ExtrasFacts:
    """What came of the optional last steps; None: not wanted."""

    dossier: DossierFacts | None = None
    protocol: ProtocolFacts | None = None
    coach: CoachFacts | None = None


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """A set-up.

    Attributes:
        athlete: whose data it is.
        repository: the mirror.
        settings: as they are, or will be.
        plan: what happens to what, and what stays.
        replaced: files made by hand that are replaced.
        readable_by_everybody: by privacy level, what everybody can read; empty when private.
        changed: whether the plan was carried out.
        sync: the first sync; None when there was none.
        urls: addresses of the data.
        extras: the optional last steps; None when there were none.
        demo: whether it all was a demonstration.
        folder: where the demonstration left the repository; None when nowhere.
    """

    athlete: AthleteFacts
    repository: RepositoryFacts
    settings: MirrorSettings
    plan: tuple[Item, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    readable_by_everybody: Mapping[str, Sequence[str]] = field(default_factory=dict)
    changed: bool = False
    sync: SyncFacts | None = None
    urls: tuple[str, ...] = ()
    extras: ExtrasFacts | None = None
    demo: bool = False
    folder: str | None = None


def welcome(*, fork: bool = False) -> RenderableType:
    """Say what is about to happen."""
    kind = "PUBLIC fork of Section 11" if fork else "private GitHub repository"
    return Group(
        Text(f"\nsection11-setup {__version__}", style="bold"),
        Text(
            f"Sets up a {kind} that mirrors your Intervals.icu training data "
            "and refreshes itself. Nothing is written before you have seen the plan and said "
            "yes. Ctrl-C leaves at any time."
        ),
    )


LATER = "Your coach: section11-setup coach. State and menu, any time: section11-setup."
YOUR_TURN = "The same with your own accounts: section11-setup (in a clone: make setup)."


def setup_view(facts: SetupFacts, marks: Marks) -> RenderableType | None:
    """Show the last screen of a set-up: the page, first numbers, and what follows."""
    synced = facts.sync
    if not synced:
        return None
    head = Text.assemble((marks.ok, "green"), (f" {_headline(facts)}", "bold"))
    return Group(
        Text(),
        Paragraph(head, hang=2),
        *([numbers_view(synced.numbers)] if synced.numbers else []),
        *_addresses(facts),
        Paragraph(Text(YOUR_TURN if facts.demo else LATER, style="dim"), indent=2),
        Text(),
    )


def _headline(facts: SetupFacts) -> str:
    page = facts.repository.page
    if facts.demo:
        return f"It worked. With your own accounts the mirror would now be at {page}"
    return f"Your mirror is up: {page}"


def _addresses(facts: SetupFacts) -> list[RenderableType]:
    """List the addresses of the data where they open: those of a private repository do not."""
    if facts.repository.private:
        return []
    lines = [Paragraph(Text(url, style="dim"), indent=2) for url in facts.urls]
    return [Text("Everybody can read your data here:", style="bold"), *lines, Text()]


def advice(strava_stubs: int) -> tuple[str, ...]:
    """Say what to do about activities of the last 28 days that came through Strava."""
    if not strava_stubs:
        return ()
    words = (
        f"{strava_stubs} activities of the last 28 days came through Strava, which lets "
        "nobody read them: connect your device to Intervals.icu itself (Settings, Connections)."
    )
    return (words,)
