"""The set-up as people see it: its beginning, and its last screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from wizard import __version__
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


def setup_view(facts: SetupFacts, marks: Marks) -> RenderableType | None:
    """Show the last screen of a set-up: first numbers, addresses, next step."""
    synced = facts.sync
    if not synced:
        return None
    return Group(
        Text(),
        Text.assemble((marks.ok, "green"), (f" {_headline(facts)}", "bold")),
        *([numbers_view(synced.numbers)] if synced.numbers else []),
        addresses_view(facts),
        next_step_view(facts),
    )


def _headline(facts: SetupFacts) -> str:
    page = facts.repository.page
    if facts.demo:
        return f"It worked. With your own accounts the mirror would now be at {page}"
    return f"Your mirror is up: {page}"


def addresses_view(facts: SetupFacts) -> RenderableType:
    """Show where the data is."""
    lines: list[RenderableType] = [Text("Data", style="bold")]
    lines += [Text(url, style="dim", overflow="fold") for url in facts.urls]
    if facts.repository.private:
        lines.append(
            Text(
                "The repository is private: these addresses answer only to connectors and "
                "programs that you let in, not in a browser."
            )
        )
    return Padding(Group(*lines), (0, 0, 1, 2), expand=False)


def next_step_view(facts: SetupFacts) -> RenderableType:
    """Show the next step."""
    name = facts.repository.full_name
    return Padding(
        Group(
            Text("Next: connect your AI coach", style="bold"),
            Text(f"1. In its GitHub connector, allow the repository {name} only."),
            Text("2. Ask: Read latest.json and follow READ_THIS_FIRST. How ready am I today?"),
            Text("The steps for your platform: section11-setup coach.", style="dim"),
            Text("Later: section11-setup status, sync, settings, pause.", style="dim"),
        ),
        (0, 0, 1, 2),
        expand=False,
    )
