"""A day of 96 syncs with 3 activities and 2 wellness updates: ``python -m tests.bench.bench_day``.

The real engine reads the invented athlete and publishes from a fresh shallow clone each time, as
the workflow does. The same files then go through what guides in the field recommend: a commit of
data and snapshot in every run, and another one for the time in the README.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from demo.athlete import demo_account
from demo.intervals_icu.server import IntervalsServer
from engine.base.format import DATA_FILES
from engine.cli import main as engine
from templates.render import render
from templates.settings import MirrorSettings
from tests.output.mirror import Mirror, git

if TYPE_CHECKING:
    from demo.athlete import Account

DAY = date(2026, 11, 24)
EVERY = timedelta(minutes=15)
RUNS = 96
UPLOADS = ("07:50", "13:05", "19:20")
KEY = "invented-key"
AWAY = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Figures:
    """What a day did to a repository; sizes in bytes."""

    commits: int
    growth: int
    largest_pause: timedelta
    subjects: tuple[str, ...]
    seconds_per_run: float


def busy_day() -> Account:
    """The invented athlete with three sessions and two wellness entries on `DAY`."""
    account = demo_account(DAY)
    models = [row for row in account.activities if row["icu_training_load"]][-3:]
    aliases = {}
    changes = []
    for number, (model, clock) in enumerate(zip(models, UPLOADS, strict=True)):
        ident = f"i9990000{number}"
        aliases[ident] = model["id"]
        began = f"{DAY}T{clock}:00"
        row = {**model, "id": ident, "start_date_local": began, "paired_event_id": None}
        row["icu_sync_date"] = row["analyzed"] = began
        changes.append({"at": began, "kind": "activity", "add": row})
    wellness = (
        ("06:40", {"restingHR": 47, "hrv": 61.0, "sleepSecs": 27000, "sleepQuality": 2}),
        ("21:30", {"soreness": 2, "fatigue": 2, "weight": 71.2}),
    )
    changes += [
        {"at": f"{DAY}T{clock}:00", "kind": "wellness", "id": str(DAY), "set": values}
        for clock, values in wellness
    ]

    def of(make):
        return lambda ident: make(aliases.get(ident, ident))

    return replace(
        account,
        changes=sorted(changes, key=lambda change: change["at"]),
        intervals=of(account.intervals),
        streams=of(account.streams),
        curves=of(account.curves),
        messages=of(account.messages),
    )


def sync(account: Account, folder: Path, now: datetime) -> None:
    """One run of the engine, with what Actions tells it."""
    with IntervalsServer(account, key=KEY, now=now) as server:
        os.environ |= {
            "ATHLETE_ID": account.athlete_id, "INTERVALS_KEY": KEY,
            "INTERVALS_API_URL": server.url, "SECTION11_NOW": now.isoformat(),
            "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "schedule",
            "GITHUB_API_URL": AWAY, "SECTION11_MANIFEST_URL": f"{AWAY}/manifest.json",
        }  # fmt: skip
        with contextlib.redirect_stdout(io.StringIO()) as said:
            code = engine(["--data-dir", str(folder), "--publish"])
        if code:
            raise SystemExit(said.getvalue())


def packed(remote: Path) -> int:
    git(remote, "repack", "-a", "-d", "-q")
    return sum(path.stat().st_size for path in (remote / "objects/pack").glob("*.pack"))


def simulate(root: Path, runs: int = RUNS) -> tuple[Figures, Figures]:
    """Return the figures of this engine and of a guide's workflow for the same day."""
    account = busy_day()
    zone = ZoneInfo(account.timezone)
    start = datetime(DAY.year, DAY.month, DAY.day, 0, 7, tzinfo=zone)
    files = render(MirrorSettings("a", "b"))
    ours, guides = (Mirror(root / name).create(seed=False) for name in ("ours", "guides"))
    for mirror in (ours, guides):
        mirror.edit("seed", files)
    guide = guides.clone()
    for number in range(-1, runs):
        now = start + number * EVERY
        folder = ours.checkout("runner")
        sync(account, folder, now)
        as_a_guide_does(guide, folder, now)
        shutil.rmtree(folder)
        if number == -1:
            before = (ours.head(), packed(ours.remote), guides.head(), packed(guides.remote))
            began = time.perf_counter()
    took = (time.perf_counter() - began) / runs
    return (
        figures(ours, before[0], before[1], took),
        figures(guides, before[2], before[3], took),
    )


def as_a_guide_does(clone: Path, synced: Path, now: datetime) -> None:
    """Commit data and snapshot, push, then commit the time in the README and push."""
    for name in DATA_FILES:
        if (synced / name).exists():
            shutil.copyfile(synced / name, clone / name)
    snapshot = clone / f"archive/{now:%Y-%m}/{now:%Y%m%d_%H%M%S}.json"
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(synced / "latest.json", snapshot)
    dates = {"dates": now.isoformat()}
    for message in ("Auto-sync", "Update README timestamp"):
        git(clone, "add", "-A")
        git(clone, "commit", "-q", "-m", f"{message}: {dates['dates']}")
        git(clone, "push", "-q", "origin", "HEAD")
        (clone / "README.md").write_text(f"# Data\n\nLast sync: {now.isoformat()}\n")


def figures(mirror: Mirror, since: str, size: int, seconds: float) -> Figures:
    log = git(mirror.remote, "log", "--format=%ct %s", f"{since}..{mirror.branch}").splitlines()
    moments = sorted(int(line.split()[0]) for line in log)
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    return Figures(
        commits=len(log),
        growth=packed(mirror.remote) - size,
        largest_pause=timedelta(seconds=max(pauses, default=0)),
        subjects=tuple(line.partition(" ")[2] for line in reversed(log)),
        seconds_per_run=seconds,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, guide = simulate(Path(folder))
    out = sys.stdout
    out.write(f"{'':28}{'this engine':>14}{'guide':>14}\n")
    out.write(f"{'commits':28}{ours.commits:>14}{guide.commits:>14}\n")
    out.write(f"{'packed growth (KB)':28}{ours.growth / 1000:>14.0f}{guide.growth / 1000:>14.0f}\n")
    out.write(f"{'longest pause':28}{ours.largest_pause!s:>14}\n\n")
    out.writelines(f"{subject}\n" for subject in ours.subjects)
    if ours.commits > 12 or ours.growth >= 400_000:
        raise SystemExit("more than 12 commits or 400 KB")


if __name__ == "__main__":
    main()
