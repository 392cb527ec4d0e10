"""How the mirror is: runs, age of the data, next runs, minutes, drift."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from templates import schedule
from wizard.commands.target import existing_mirror
from wizard.current import read_settings
from wizard.digest import digest
from wizard.github_records import ACTIVE
from wizard.plan import Desired, decide
from wizard.result import Result
from wizard.sync import last_updated, read_latest

if TYPE_CHECKING:
    from wizard.app import App
    from wizard.github_records import Run

NEXT_RUNS = 3


def run(app: App) -> Result:
    """Read everything that tells how the mirror is."""
    connection, state, repository = existing_mirror(app)
    now = app.surroundings.now()
    with app.screen.busy("Reading the data"):
        settings = read_settings(state, None)
        latest = read_latest(connection.github, repository)
    updated = last_updated(latest) if latest else None
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    active = state.workflow is not None and state.workflow.state == ACTIVE
    plan = decide(Desired(settings, manage_secrets=False, sync=False), state)
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
        "numbers": asdict(digest(latest)) if latest else None,
        "next_runs": [moment.isoformat() for moment in upcoming],
        "cost": asdict(schedule.cost(entries)),
        "files_behind": len(plan.write) + len(plan.remove),
    }
    return Result(data)


def _run_facts(item: Run) -> dict[str, Any]:
    return {
        "id": item.id,
        "event": item.event,
        "outcome": item.conclusion or item.status,
        "created_at": item.created_at and item.created_at.isoformat(),
        "page": item.page,
    }
