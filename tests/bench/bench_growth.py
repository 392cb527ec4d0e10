"""Long accounts and many athletes: ``python -m tests.bench.bench_growth``.

Years and sessions: the invented athlete's rows, repeated back in time or on the same days.
Athletes: all in one process, each with a folder of its own, paced by one limiter.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from demo.athlete import demo_account
from demo.intervals_icu.server import IntervalsServer
from engine.cli import parser
from engine.config import resolve
from engine.intervals_icu.budget import TokenBucket
from engine.intervals_icu.client import IntervalsClient
from engine.run import sync
from tests.bench.measure import measured
from tests.engine.accounts import KEY, MORNING, TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo.athlete import Account

YEARS = (1, 3, 10, 30)
SESSIONS = (3_500, 15_000)
"""In the three years that the engine reads."""
ATHLETES = (1, 10, 100)
AT_ONCE = 10
DAYS_PER_YEAR = 365
LATER = timedelta(minutes=20)


def lasting(account: Account, years: int) -> Account:
    """The account as if it had been kept so long."""
    oldest = TODAY - timedelta(days=years * DAYS_PER_YEAR)
    return replace(
        account,
        activities=_repeated(account.activities, "start_date_local", oldest),
        wellness=_repeated(account.wellness, "id", oldest),
    )


def _repeated(rows: Sequence[dict[str, Any]], key: str, oldest: date) -> list[dict[str, Any]]:
    first = date.fromisoformat(min(row[key] for row in rows)[:10])
    span = (TODAY - first).days + 1
    shifts = range(0, (first - oldest).days + span, span)
    moved = (
        {**row, "id": f"{row['id']}{n or ''}", key: f"{day}{row[key][10:]}"}
        for n, shift in enumerate(shifts)
        for row in rows
        if (day := date.fromisoformat(row[key][:10]) - timedelta(days=shift)) >= oldest
    )
    return sorted(moved, key=lambda row: str(row[key]))


def crowded(account: Account, count: int) -> Account:
    """The account with so many sessions before the last 28 days, several a day."""
    recent = (TODAY - timedelta(days=28)).isoformat()
    old = [row for row in account.activities if row["start_date_local"] < recent]
    new = [row for row in account.activities if row["start_date_local"] >= recent]
    many = [{**old[n % len(old)], "id": f"i8{n}"} for n in range(count - len(new))]
    return replace(account, activities=[*many, *new])


def environment(url: str, now: Any) -> dict[str, str]:
    return {
        "ATHLETE_ID": "0",
        "INTERVALS_KEY": KEY,
        "INTERVALS_API_URL": url,
        "SECTION11_NOW": now.isoformat(),
    }


def one(label: str, account: Account) -> None:
    """Measure a first sync, and one that follows."""
    with tempfile.TemporaryDirectory() as folder:
        for name, now in (("first", MORNING), ("again", MORNING + LATER)):
            with IntervalsServer(account, key=KEY, now=now) as server:
                took = measured(["--data-dir", folder], environment(server.url, now))
                wall, cpu, peak = took
                sys.stdout.write(
                    f"{label:24} {name:6} {len(account.activities):>7} sessions "
                    f"{len(server.requests):>4} requests {wall:6.2f} s {cpu:6.2f} s CPU "
                    f"{peak:4.0f} MB\n"
                )


async def together(url: str, folders: Sequence[Path], now: Any) -> None:
    """Sync all athletes, ten at a time, never faster than one would be allowed to."""
    connect = partial(IntervalsClient, bucket=TokenBucket())
    places = asyncio.Semaphore(AT_ONCE)

    async def sync_one(folder: Path) -> None:
        arguments = parser().parse_args(["--data-dir", str(folder)])
        async with places:
            await sync(resolve(arguments, environment(url, now)), connect=connect)

    await asyncio.gather(*map(sync_one, folders))


def many(account: Account, count: int) -> None:
    """Measure so many athletes with nothing new since a sync before."""
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary) / str(number) for number in range(count)]
        with IntervalsServer(account, key=KEY, now=MORNING) as server:
            asyncio.run(together(server.url, folders[:1], MORNING))
            for folder in folders[1:]:
                folder.mkdir()
                for path in folders[0].rglob("*"):
                    if path.is_file():
                        copy = folder / path.relative_to(folders[0])
                        copy.parent.mkdir(exist_ok=True)
                        copy.write_bytes(path.read_bytes())
        now = MORNING + LATER
        with IntervalsServer(account, key=KEY, now=now) as server:
            began, cpu = time.perf_counter(), time.process_time()
            asyncio.run(together(server.url, folders, now))
            wall, cpu = time.perf_counter() - began, time.process_time() - cpu
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            sys.stdout.write(
                f"{count:>3} athletes {len(server.requests):>5} requests {wall:6.1f} s "
                f"{cpu / count:5.2f} s CPU each, server included, {peak:4.0f} MB together\n"
            )


def main() -> None:
    """Print a row for each size."""
    account = replace(demo_account(TODAY), changes=[])
    for years in YEARS:
        one(f"{years} years", lasting(account, years))
    for count in SESSIONS:
        one("three crowded years", crowded(lasting(account, 3), count))
    for count in ATHLETES:
        many(account, count)


if __name__ == "__main__":
    main()
