"""A mirror as a set-up and a good sync leave it, made at once, and ways to spoil it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import engine
from demo.github.records import Setting
from demo.github.runs import Job, Run, Step
from engine.history.token import token
from engine.output.readme import with_last_sync
from templates.settings import MirrorSettings
from tests.wizard.stage import KEY, latest
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

NAME = "training-data"
WORKFLOW = ".github/workflows/auto-sync.yml"
TIMEZONE = "Europe/Lisbon"
MINE = MirrorSettings("athlete", NAME, timezone=TIMEZONE)
STEPS = ("Set up job", "Check out all but the archive", "Sync")


def now() -> datetime:
    """The present moment, as the wizard sees it."""
    return datetime.now(UTC).replace(microsecond=0)


def data_files(moment: datetime | None = None, week_start: str = "mon") -> dict[str, str]:
    """Whole and fresh data files."""
    moment = moment or now()
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    day = monday + timedelta(days=engine.config.WEEKDAYS.index(week_start))
    history = {
        "generated_at": moment.isoformat(),
        "script_hash": token(engine.config.WEEKDAYS.index(week_start)),
        "weekly_180d": [{"week_start": f"{day + timedelta(weeks=n):%Y-%m-%d}"} for n in range(3)],
    }
    return {
        "latest.json": latest(moment.astimezone(ZoneInfo(TIMEZONE))),
        "history.json": json.dumps(history),
        "ftp_history.json": json.dumps({"indoor": {"2026-01-01": 255}, "outdoor": {}}),
    }


def mirror(
    stage: Stage, settings: MirrorSettings = MINE, *, days_old: int = 0, **changes: Any
) -> Repository:
    """Make a mirror of these settings with data and a good run, and let syncs renew the data."""
    clock = stage.github.world.clock
    stage.github.world.clock = lambda: clock() - timedelta(days=days_old)
    files: dict[str, Any] = dict(rendered(settings))
    readme = with_last_sync(files["README.md"].decode(), now())
    files |= {"README.md": readme, **data_files(week_start=settings.week_start)}
    stage.runner.files = data_files(week_start=settings.week_start)
    repo = stage.github.create_repository(settings.full_name, files, **changes)
    stage.github.world.clock = clock
    for name, value in (("ATHLETE_ID", "i900000"), ("INTERVALS_KEY", KEY)):
        add_secret(repo, name, value)
    for name, value in settings.variables().items():
        if value:
            add_variable(repo, name, value)
    repo.workflows[0].hidden_polls = 0
    add_run(stage, repo)
    return repo


def add_secret(repo: Repository, name: str, value: str) -> None:
    """Set a secret as if it had been there."""
    repo.secrets[name] = Setting(name, value, now(), now())


def add_variable(repo: Repository, name: str, value: str) -> None:
    """Set a variable as if it had been there."""
    repo.variables[name] = Setting(name, value, now(), now())


def add_run(
    stage: Stage,
    repo: Repository,
    conclusion: Any = "success",
    *,
    event: str = "schedule",
    at: datetime | None = None,
    failed_step: str = "Sync",
    log: str = "",
    steps: tuple[str, ...] = STEPS,
    seconds: float = 42,
) -> Run:
    """Add a run that has ended; a run without steps is one that GitHub refused to begin."""
    world, moment = stage.github.world, at or now() - timedelta(minutes=1)
    end = moment + timedelta(seconds=seconds)
    run = Run(
        world.next_id(), len(repo.runs) + 1, repo.workflows[0], event, repo.default_branch,
        repo.head or "", repo.owner, moment, end, "Sync", status="completed",
        conclusion=conclusion, started_at=moment,
    )  # fmt: skip
    job = Job(world.next_id(), "sync", "Sync", moment, ["ubuntu-latest"], "completed", conclusion)
    job.started_at, job.completed_at = moment, end
    for number, name in enumerate(steps, 1):
        bad = conclusion != "success" and name == failed_step
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")
        lines = [f"{stamp} {line}\n" for line in log.splitlines()] if bad else []
        outcome = conclusion if bad else "success"
        job.steps.append(Step(number, name, "completed", outcome, moment, end, lines))
    run.jobs.append(job)
    repo.runs.append(run)
    return run


def failed_run(stage: Stage, repo: Repository, code: int, said: str = "", **fields: Any) -> Run:
    """Add a run in which the engine ended with an exit status."""
    log = f"section11-sync: {said}\n##[error]Process completed with exit code {code}."
    return add_run(stage, repo, "failure", log=log, **fields)


def edit(stage: Stage, path: str, old: str, new: str) -> None:
    """Edit a file as the athlete would."""
    repo = stage.github.repository(NAME)
    text = (repo.read(path) or b"").decode()
    assert old in text, f"{old!r} is not in {path}"
    stage.github.commit(repo, {path: text.replace(old, new)}, "My edit")


def workflow_without(*lines: str) -> str:
    """The workflow without some of its lines."""
    text = rendered(MINE)[WORKFLOW].decode()
    kept = [line for line in text.splitlines() if not any(word in line for word in lines)]
    return "\n".join(kept) + "\n"


BY_HAND = """\
name: Auto-Sync Intervals.icu Data
on:
  schedule:
    - cron: '*/15 * * * *'
  workflow_dispatch:
permissions:
  contents: write
jobs:
  sync:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python sync.py --output latest.json
        env:
          ATHLETE_ID: ${{ secrets.ATHLETE_ID }}
          INTERVALS_KEY: ${{ secrets.INTERVALS_KEY }}
      - run: |
          git add latest.json history.json
          git commit -m sync
          git pull --rebase --autostash origin main
          git push
"""
GUIDE_ENGINE = 'API = "https://intervals.icu/api/v1"\n'
