"""Run the engine on the recorded athletes, each once per test process."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from demo.athlete import Account, recorded_account
from demo.intervals_icu.server import Fault, IntervalsServer, Request
from engine.base.format import BRIEF
from engine.cli import parser
from engine.config import resolve
from engine.intervals_icu.client import IntervalsClient, TokenBucket
from engine.run import sync
from tests.contract.compare import read

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parents[1] / "golden"
RUNS = [
    (path.parent.name, run["name"])
    for path in sorted(GOLDEN.glob("*/scenario.json"))
    for run in json.loads(path.read_text(encoding="utf-8"))["runs"]
]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the engine: the files it left, the brief about them, and what it asked for."""

    files: dict[str, Any]
    brief: str
    requests: list[Request]


def scenario(athlete: str) -> dict[str, Any]:
    """Id, key, options and runs of an athlete."""
    text = (GOLDEN / athlete / "scenario.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def account(athlete: str) -> Account:
    return recorded_account(GOLDEN / athlete)


@cache
def runs(athlete: str) -> dict[str, Run]:
    """All runs of an athlete, one after the other on the same data folder."""
    with tempfile.TemporaryDirectory(prefix="section11-") as folder:
        return dict(_runs(athlete, Path(folder)))


def _runs(athlete: str, folder: Path) -> Iterator[tuple[str, Run]]:
    seed = GOLDEN / athlete / "seed"
    if seed.exists():
        shutil.copytree(seed, folder, dirs_exist_ok=True)
    for run in scenario(athlete)["runs"]:
        with serving(athlete, run) as (server, now):
            arguments, environment = command(athlete, server.url, now, folder)
            config = resolve(parser().parse_args(arguments), environment)
            asyncio.run(sync(config, connect=impatient))
        yield run["name"], Run(read(folder), (folder / BRIEF).read_text(), server.requests)


@contextmanager
def serving(
    athlete: str, run: dict[str, Any], latency_ms: float = 0
) -> Iterator[tuple[IntervalsServer, datetime]]:
    """The account as it stands in a run, and the athlete's clock with its offset."""
    now = datetime.fromisoformat(run["now"]).replace(tzinfo=ZoneInfo(account(athlete).timezone))
    key = scenario(athlete)["api_key"]
    faults = [Fault(**rule) for rule in run.get("faults", [])]
    with IntervalsServer(
        account(athlete), key=key, now=now, faults=faults, latency_ms=latency_ms
    ) as server:
        yield server, now


def first_run(athlete: str) -> AbstractContextManager[tuple[IntervalsServer, datetime]]:
    return serving(athlete, scenario(athlete)["runs"][0])


def command(
    athlete: str, url: str, now: datetime, folder: Path
) -> tuple[list[str], dict[str, str]]:
    """Arguments and environment of the engine."""
    meta = scenario(athlete)
    options = meta["options"]
    arguments = ["--data-dir", str(folder), "--no-anonymize", "--days", str(options["days"])]
    return arguments, {
        "ATHLETE_ID": meta["athlete_id"],
        "INTERVALS_KEY": meta["api_key"],
        "INTERVALS_API_URL": url,
        "GITHUB_API_URL": f"{url}/nowhere",
        "SECTION11_NOW": now.isoformat(),
        "WEEK_START": options.get("week_start") or "",
        "ZONE_PREFERENCE": options.get("zone_preference") or "",
    }


async def _no_wait(_seconds: float) -> None:
    await asyncio.sleep(0)


impatient = partial(
    IntervalsClient, sleep=_no_wait, bucket=TokenBucket(rate=1e9, burst=10**6, sleep=_no_wait)
)
"""The engine's client without pauses, for a server that does not mind."""
