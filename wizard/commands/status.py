"""How the mirror is: age of the data, runs, next runs, minutes, versions and settings."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import engine
from templates import schedule
from templates.settings import WORKFLOW_PATH
from wizard.commands.repository import existing_mirror
from wizard.github.administration import MOST_PAGES, PER_PAGE
from wizard.github.errors import MissingRightError
from wizard.github.records import ACTIVE
from wizard.intervals_account import read_budget
from wizard.mirror.desired import Desired
from wizard.mirror.files.edited import edited_groups, group_of
from wizard.mirror.files.wanted import file_changes
from wizard.mirror.first_numbers import first_numbers
from wizard.mirror.found.other_syncs import schedules_of
from wizard.mirror.found.state import WORKFLOW_FILE
from wizard.mirror.minutes import month_use, start_of_month
from wizard.mirror.settings import hidden_settings, read_settings
from wizard.mirror.workflow_run import last_updated, read_latest
from wizard.versions import is_newer
from wizard.views.parts import RepositoryFacts
from wizard.views.result import Result
from wizard.views.status import EngineFacts, MinutesFacts, RunFacts, StatusFacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.intervals_icu.budget import Budget
    from templates.schedule import ScheduleEntry
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.status import StatusOptions
    from wizard.dialogs.connection import Connection
    from wizard.github.records import Repository, Run
    from wizard.mirror.found.state import MirrorState

NEXT_RUNS = 3


def run(invocation: Invocation, options: StatusOptions) -> Result[StatusFacts]:
    """Read everything that tells how the mirror is."""
    connection, state, repository = existing_mirror(invocation, options)
    now = invocation.environment.now()
    settings = read_settings(state, None)
    with invocation.screen.busy("Reading the data"):
        latest = read_latest(connection.github, repository)
    updated = last_updated(latest) if latest else None
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    beside = schedules_of(state.others)
    active = state.workflow is not None and state.workflow.state == ACTIVE
    upcoming = schedule.next_runs(entries, now.astimezone(), NEXT_RUNS) if active else ()
    due = (*(entries if active else ()), *beside)
    minutes = _minutes(connection, repository, _files(state), due, now)
    if options.billing:
        minutes = _with_account(invocation, connection, minutes, now)
    there = state.placed.version
    changes = file_changes(Desired(settings, manage_secrets=False, sync=False), state)
    differing = (*changes.write, *changes.remove)
    return Result(
        StatusFacts(
            repository=RepositoryFacts(
                state.full_name, repository.private, state.branch, repository.page
            ),
            workflow=state.workflow.state if state.workflow else "not registered",
            settings=settings,
            runs=tuple(_run_facts(item) for item in state.runs),
            last_updated=updated,
            age_minutes=round((now - updated).total_seconds() / 60) if updated else None,
            numbers=first_numbers(latest) if latest else None,
            next_runs=tuple(upcoming),
            cost=schedule.cost((*entries, *beside)),
            minutes=minutes,
            engine=EngineFacts(
                there or None, engine.__version__, newer=is_newer(there, engine.__version__)
            ),
            files_behind=len(differing),
            outdated=tuple(sorted({group_of(path) for path in differing})),
            edited=tuple(sorted(edited_groups(state))),
            by_hand=not state.placed.files,
            workflow_file=WORKFLOW_PATH,
            hidden=hidden_settings(state),
            also_syncing=tuple(other.path for other in state.others if other.active),
            requests_left=_requests_left(invocation),
        )
    )


def _requests_left(invocation: Invocation) -> Budget | None:
    """Ask what the key at hand has left; without a key nobody is asked."""
    found = invocation.environment.find_key(None)
    if found is None:
        return None
    with invocation.screen.busy("Asking Intervals.icu how much may be asked"):
        return read_budget(invocation.environment.intervals_url, found.secret)


def _run_facts(item: Run) -> RunFacts:
    return RunFacts(
        item.id,
        item.event,
        item.conclusion or item.status,
        item.created_at,
        item.seconds,
        item.page,
    )


def _files(state: MirrorState) -> tuple[str, ...]:
    return (WORKFLOW_FILE, *(other.file for other in state.others))


def _minutes(
    connection: Connection,
    repository: Repository,
    files: Sequence[str],
    entries: Sequence[ScheduleEntry],
    now: datetime,
) -> MinutesFacts:
    """Return what the month has cost, all workflows that sync together."""
    since, github = start_of_month(now), connection.github
    found = [run for file in files for run in github.runs_since(repository, file, since)]
    runs = sorted(found, key=lambda run: run.created_at or since, reverse=True)
    use = month_use(runs, PER_PAGE * MOST_PAGES, entries, now)
    return MinutesFacts(**asdict(use), fits=use.fits or not repository.private)


def _with_account(
    invocation: Invocation, connection: Connection, minutes: MinutesFacts, now: datetime
) -> MinutesFacts:
    """Add the account's own count, where the token may read it."""
    login, start = connection.account.login, start_of_month(now)
    try:
        return replace(minutes, account=connection.github.billed_minutes(login, start))
    except MissingRightError as error:
        invocation.screen.explain(error)
        return minutes
