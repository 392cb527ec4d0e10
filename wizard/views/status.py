"""The state of a mirror as people see it: in 80 columns, and in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from templates.record import MANAGED_PATH
from templates.words import schedule_words
from wizard import __version__, setting_values
from wizard.github.records import ACTIVE, SUCCESS
from wizard.mirror.found.state import ENGINE
from wizard.terminal.paragraph import Paragraph
from wizard.views.parts import RepositoryFacts, lines_view, numbers_view

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from engine.intervals_icu.budget import Budget
    from templates.schedule import Cost
    from templates.settings import MirrorSettings
    from wizard.mirror.first_numbers import FirstNumbers
    from wizard.terminal.screen import Marks

EVENTS = {"workflow_dispatch": "by hand", "schedule": "by schedule", "push": "by a push"}
MINUTE_S, HOUR_MIN, DAY_H = 60, 60, 24


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run of the workflow.

    Attributes:
        id: its number.
        event: what started it, in GitHub's word.
        outcome: how it ended, or how far it is, in GitHub's word.
        created_at: when it was started.
        seconds: how long it took; None while it runs.
        page: its address.
    """

    id: int
    event: str
    outcome: str
    created_at: datetime | None
    seconds: float | None
    page: str


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Actions minutes of this month.

    Attributes:
        runs: runs so far.
        used: billed minutes so far.
        per_run: average of a run.
        projected: at most until the end of the month.
        included: in GitHub Free, for private repositories.
        exact: whether every run was read; else the newest stand for all.
        fits: whether the included minutes last.
        account: of the whole account; None unless that was asked for and may be read.
    """

    runs: int
    used: int
    per_run: float
    projected: int
    included: int
    exact: bool
    fits: bool
    account: int | None = None


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """Versions of the engine.

    Attributes:
        there: of the mirror; None when it was made by hand.
        here: of this program.
        newer: whether that of the mirror is newer.
    """

    there: str | None
    here: str
    newer: bool


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """How a mirror is.

    Attributes:
        repository: the mirror.
        workflow: its state in GitHub's word, or "not registered".
        settings: of the mirror.
        runs: the newest first.
        last_updated: time of the data; None when there is none yet.
        age_minutes: age of the data.
        numbers: the first numbers of the data.
        next_runs: when the schedule starts the next runs; none when it is stopped.
        cost: what the schedule costs in a month of 31 days.
        minutes: of this month.
        engine: versions.
        files_behind: number of files that an update would write or remove.
        outdated: what these belong to: ``engine``, paths of files.
        edited: what the athlete edited: ``engine``, paths of files.
        by_hand: whether the mirror was made by hand.
        workflow_file: path of the workflow.
        requests_left: what the API key at hand may still ask of Intervals.icu; None when there is
            none, or nobody says.
        also_syncing: paths of other workflows that sync, too, and are switched on.
        hidden: settings whose value stands in an Actions secret, so that nobody can read it.
    """

    repository: RepositoryFacts
    workflow: str
    settings: MirrorSettings
    runs: tuple[RunFacts, ...]
    last_updated: datetime | None
    age_minutes: int | None
    numbers: FirstNumbers | None
    next_runs: tuple[datetime, ...]
    cost: Cost
    minutes: MinutesFacts
    engine: EngineFacts
    files_behind: int
    outdated: tuple[str, ...]
    edited: tuple[str, ...]
    by_hand: bool
    workflow_file: str
    also_syncing: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    requests_left: Budget | None = None


def status_view(facts: StatusFacts, marks: Marks) -> RenderableType:
    """Show the data first, then what makes it, then versions and settings."""
    repository, settings = facts.repository, facts.settings
    visibility = "private" if repository.private else "PUBLIC"
    head = Text.assemble(
        (repository.full_name, "bold"), f"  {visibility}  ", (repository.page or "", "dim")
    )
    parts: list[RenderableType] = [Text(), Paragraph(head)]
    if facts.numbers:
        parts.append(numbers_view(facts.numbers))
    runs = [_run_line(item, marks) for item in facts.runs]
    lines = [
        ("Data", _age(facts)),
        ("Last runs", "\n".join(runs) or "none yet"),
        ("Next runs", _next_runs(facts)),
        ("Minutes", _minutes(facts.minutes, private=repository.private)),
        ("Engine", _engine(facts)),
        ("Workflow", _workflow(facts)),
        *([("Requests", f"{facts.requests_left}")] if facts.requests_left else []),
        ("Settings", _settings(settings, facts.hidden)),
    ]
    return Group(*parts, lines_view(lines), Text())


def _age(facts: StatusFacts) -> str:
    if facts.age_minutes is None:
        return "none yet: section11-setup sync starts the first run"
    return f"{age_words(facts.age_minutes)} ({_local(facts.last_updated)})"


def age_words(minutes: int) -> str:
    """Say how old something is."""
    hours, rest = divmod(max(0, minutes), HOUR_MIN)
    if hours >= 2 * DAY_H:
        return f"{hours // DAY_H} days old"
    return f"{hours} h {rest} min old" if hours else f"{rest} min old"


def _run_line(item: RunFacts, marks: Marks) -> str:
    outcome = item.outcome.replace("_", " ")
    mark = marks.ok if outcome == SUCCESS else marks.bad if item.seconds is not None else " "
    seconds = "" if item.seconds is None else f"{item.seconds:.0f} s"
    event = EVENTS.get(item.event, item.event)
    return f"{mark} {_local(item.created_at):<16}  {outcome:<11}  {seconds:>5}  {event}"


def _local(moment: datetime | None) -> str:
    """Return a moment on the clock of this computer."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def _next_runs(facts: StatusFacts) -> str:
    words = schedule_words(facts.settings)
    if facts.workflow != ACTIVE:
        return f"none: the workflow is {facts.workflow.replace('_', ' ')}"
    if not facts.next_runs:
        return words
    return f"{', '.join(f'{moment:%H:%M}' for moment in facts.next_runs)}; {words}"


def _minutes(use: MinutesFacts, *, private: bool) -> str:
    about = "" if use.exact else "about "
    runs = f"{use.runs:,} run{'' if use.runs == 1 else 's'}"
    words = f"{about}{use.used:,} used this month by {runs}"
    if private:
        words += f", at most {use.projected:,} of {use.included:,} by its end"
        words += "" if use.fits else ": that is too much for GitHub Free"
    else:
        words += "; public repositories pay nothing"
    return words if use.account is None else f"{words}; {use.account:,} of the whole account"


def _engine(facts: StatusFacts) -> str:
    versions = facts.engine
    if facts.by_hand:
        return "made by hand; section11-setup doctor tells more"
    if versions.newer:
        return f"{versions.there}, newer than this program ({__version__}): update the program"
    outdated = [unit for unit in facts.outdated if unit != MANAGED_PATH]
    if ENGINE in facts.edited:
        return f"{versions.there}, edited by you"
    if not outdated:
        return f"{versions.there}, up to date with section11-setup {__version__}"
    return f"{versions.there}; {', '.join(outdated)} differ: section11-setup update"


def _workflow(facts: StatusFacts) -> str:
    state = "switched on" if facts.workflow == ACTIVE else facts.workflow.replace("_", " ")
    edited = facts.edited
    words = f"{state}; edited by you: {', '.join(edited)}" if edited else state
    others = ", ".join(facts.also_syncing)
    return f"{words}\n{others} syncs, too: section11-setup doctor --fix" if others else words


def _settings(settings: MirrorSettings, hidden: Collection[str]) -> str:
    """Say the settings in two short lines; what stands in a secret is not known."""
    days = f"{settings.days} day{'' if settings.days == 1 else 's'} in detail"
    zones = settings.zone_preference or "zones by power first"
    week = f"week starts on {setting_values.WEEK_DAYS[settings.week_start]}"
    known = {"week_start": week, "days": days, "zone_preference": zones}
    first = [f"{_label(key)} as a secret says" if key in hidden else known[key] for key in known]
    second = (f"privacy {settings.privacy}", f"archive {settings.archive}", settings.timezone)
    return ", ".join(first) + "\n" + ", ".join(second)


def _label(setting: str) -> str:
    return setting.replace("_", " ")


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """How a mirror is, as far as one line tells it.

    Attributes:
        repository: the mirror.
        age_minutes: age of the data; None when there is none yet.
        next_run: when the schedule starts the next run; None when it starts none.
        paused: whether the workflow is switched off.
        problems: what the doctor finds wrong, the worst first.
        others: full names of the other mirrors that the token sees.
    """

    repository: RepositoryFacts
    age_minutes: int | None
    next_run: datetime | None
    paused: bool
    problems: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def visit_view(facts: VisitFacts, marks: Marks) -> RenderableType:
    """Show the mirror in one line, its worst problem, and what else is there."""
    sign = (marks.note, "yellow") if facts.problems else (marks.ok, "green")
    name = facts.repository.full_name
    state = Text.assemble(sign, " ", (name, "bold"), f": {state_words(facts)}")
    lines: list[RenderableType] = [Text(), Paragraph(state, hang=2)]
    if facts.problems:
        lines.append(Paragraph(Text(facts.problems[0]), indent=2))
    if facts.others:
        words = f"You can also see {_listed(facts.others)}."
        lines.append(Paragraph(Text(words, style="dim"), indent=2))
    return Group(*lines, Text())


def state_words(facts: VisitFacts) -> str:
    """Say how the mirror is, such as ``private, data 3 min old, next run 10:28, no problems``."""
    age = facts.age_minutes
    found = len(facts.problems)
    parts = (
        "private" if facts.repository.private else "PUBLIC",
        "no data yet" if age is None else f"data {age_words(age)}",
        _next(facts),
        f"{found or 'no'} problem{'' if found == 1 else 's'}",
    )
    return ", ".join(parts)


def _next(facts: VisitFacts) -> str:
    if facts.paused:
        return "paused"
    if facts.next_run is None:
        return "no schedule"
    return f"next run {facts.next_run.astimezone():%H:%M}"


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
