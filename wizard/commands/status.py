"""How the mirror is: age of the data, runs, next runs, minutes, versions and settings."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import engine
from templates import schedule
from templates.settings import WORKFLOW_PATH
from wizard.commands.target import existing_mirror
from wizard.github.administration import MOST_PAGES, PER_PAGE
from wizard.github.errors import MissingRightError
from wizard.github.records import ACTIVE
from wizard.mirror.desired import Desired
from wizard.mirror.files.edited import edited_groups, group_of
from wizard.mirror.files.wanted import file_changes
from wizard.mirror.first_numbers import first_numbers
from wizard.mirror.minutes import month_use, start_of_month
from wizard.mirror.settings import read_settings
from wizard.mirror.state import WORKFLOW_FILE
from wizard.mirror.workflow_run import last_updated, read_latest
from wizard.result import Result
from wizard.versions import is_newer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from templates.schedule import Entry
    from templates.settings import MirrorSettings
    from wizard.app import App, Connection
    from wizard.github.records import Repository, Run
    from wizard.mirror.state import MirrorState

NEXT_RUNS = 3


def run(app: App) -> Result:
    """Read everything that tells how the mirror is."""
    connection, state, repository = existing_mirror(app)
    now = app.surroundings.now()
    settings = read_settings(state, None)
    with app.screen.busy("Reading the data"):
        latest = read_latest(connection.github, repository)
    updated = last_updated(latest) if latest else None
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    active = state.workflow is not None and state.workflow.state == ACTIVE
    upcoming = schedule.next_runs(entries, now.astimezone(), NEXT_RUNS) if active else ()
    data = {
        "repository": {
            "full_name": state.full_name,
            "private": repository.private,
            "page": repository.page,
        },
        "workflow": state.workflow.state if state.workflow else "not registered",
        "settings": asdict(settings),
        "runs": [_run_facts(item) for item in state.runs],
        "last_updated": updated and updated.isoformat(),
        "age_minutes": updated and round((now - updated).total_seconds() / 60),
        "numbers": asdict(first_numbers(latest)) if latest else None,
        "next_runs": [moment.isoformat() for moment in upcoming],
        "cost": asdict(schedule.cost(entries)),
        "minutes": _minutes(app, connection, repository, entries if active else ()),
        **_versions(settings, state),
    }
    return Result(data)


def _run_facts(item: Run) -> dict[str, Any]:
    return {
        "id": item.id,
        "event": item.event,
        "outcome": item.conclusion or item.status,
        "created_at": item.created_at and item.created_at.isoformat(),
        "seconds": item.seconds,
        "page": item.page,
    }


def _minutes(
    app: App, connection: Connection, repository: Repository, entries: Sequence[Entry]
) -> dict[str, Any]:
    """What the month has cost; the account's own count only when it is asked for."""
    now = app.surroundings.now()
    start = start_of_month(now)
    runs = connection.github.runs_since(repository, WORKFLOW_FILE, start)
    use = month_use(runs, PER_PAGE * MOST_PAGES, entries, now)
    facts: dict[str, Any] = {**asdict(use), "fits": use.fits or not repository.private}
    if app.options.billing:
        try:
            facts["account"] = connection.github.billed_minutes(connection.account.login, start)
        except MissingRightError as error:
            facts["account"] = None
            app.screen.explain(error)
    return facts


def _versions(settings: MirrorSettings, state: MirrorState) -> dict[str, Any]:
    """Which versions are there and what differs from this one's."""
    there = state.placed.version
    changes = file_changes(Desired(settings, manage_secrets=False, sync=False), state)
    behind = len(changes.write) + len(changes.remove)
    units = {group_of(path) for path in (*changes.write, *changes.remove)}
    return {
        "engine": {
            "there": there or None,
            "here": engine.__version__,
            "newer": is_newer(there, engine.__version__),
        },
        "files_behind": behind,
        "outdated": sorted(units),
        "edited": sorted(edited_groups(state)),
        "by_hand": not state.placed.files,
        "workflow_file": WORKFLOW_PATH,
    }
