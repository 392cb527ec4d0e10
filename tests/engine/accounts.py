"""A small account whose sync asks for every kind of thing, and what it takes to sync it."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from demo.athlete import Account, demo_account
from demo.intervals_icu.server import Fault, IntervalsServer, Request
from engine.base.format import ASKED, BRIEF, DASHBOARD, DATA_FILES, TERRAIN
from engine.cli import parser
from engine.config import resolve
from engine.run import SyncResult, sync
from tests.contract.recorded import impatient
from tests.invented import ENGINE_KEY

DOCUMENTS = frozenset({*DATA_FILES, TERRAIN, ASKED})
"""What a sync writes and reads back."""
ALL_FILES = DOCUMENTS | {BRIEF, DASHBOARD}
"""What a sync writes."""

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from demo.intervals_icu.account import Row

KEY = ENGINE_KEY
TODAY = date(2026, 3, 21)
ZONE = ZoneInfo("Europe/Lisbon")
MORNING = datetime(2026, 3, 21, 7, 0, tzinfo=ZONE)
LATER = datetime(2026, 3, 21, 7, 20, tzinfo=ZONE)
"""When nothing is new yet."""
EVENING = datetime(2026, 3, 21, 20, 0, tzinfo=ZONE)
"""Meanwhile two rides were uploaded, one of them outdoors, and a second course was attached to the
calendar."""
NOON = "2026-03-21T12:00:00"
UPLOADED = "i99990001"
SAMPLES = 1500
"""Of a recording with DFA a1; fewer than that are too few."""
POSITIONS = 400
"""Of a track, a few kilometers with a climb; the planned course passes no end of one."""


@cache
def small() -> Account:
    """The demonstration's athlete with a few days of everything."""
    whole = demo_account(TODAY)
    rides = [row for row in whole.activities if row["start_date_local"] >= "2026-03-13"]
    near = ("2026-03-13", "2026-04-20")
    events = [row for row in whole.events if near[0] <= row["start_date_local"] < near[1]]
    (race,) = (row for row in events if row.get("attachments"))
    (course,) = race["attachments"]
    indoors = next(row for row in reversed(rides) if row["type"] == "VirtualRide")
    again = {
        **indoors,
        "id": UPLOADED,
        "start_date_local": "2026-03-21T11:00:00",
        "paired_event_id": None,
        "icu_chat_id": 4711,
    }

    def of(make: Callable[[str], Any]) -> Callable[[str], Any]:
        return lambda ident: make(indoors["id"] if ident == UPLOADED else ident)

    second = {
        **race,
        "id": 60_900_001,
        "name": "Second course",
        "attachments": [{**course, "id": "second-course"}],
    }
    return replace(
        whole,
        activities=[*whole.activities[-300::100], *rides],
        wellness=whole.wellness[-40:],
        events=events,
        changes=[
            *whole.changes,
            {"at": NOON, "kind": "event", "add": second},
            {"at": NOON, "kind": "activity", "add": again},
        ],
        intervals=of(whole.intervals),
        streams=of(lambda ident: shortened(whole.streams(ident))),
        attachment=lambda name: thinned(whole.attachment(name)),
        curves=of(whole.curves),
    )


def shortened(recording: list[Row]) -> list[Row]:
    """Return the beginning of a recording: what counts in it takes no hours."""
    most = SAMPLES if any(stream["type"] == "dfa_a1" for stream in recording) else POSITIONS
    return [
        {**stream, **{name: stream[name][:most] for name in ("data", "data2") if stream.get(name)}}
        for stream in recording
    ]


def thinned(course: bytes | None) -> bytes | None:
    """Return a course with one position of three, each of which has a line of its own."""
    if course is None:
        return None
    *begin, end = course.splitlines()
    return b"\n".join((*begin[:2], *begin[2::3], end))


@dataclass
class Outcome:
    """What a sync did: its result or its error, and what was asked."""

    result: SyncResult | None = None
    error: Exception | None = None
    requests: list[Request] = field(default_factory=list)

    @property
    def problems(self) -> str:
        return "\n".join(self.result.problems) if self.result else str(self.error)

    def asked(self) -> list[str]:
        """Path and query of each request, without the base."""
        return [f"{r.path.removeprefix('/api/v1/')}?{r.query}" for r in self.requests]


def synced(
    folder: Path,
    *options: str,
    account: Account | None = None,
    now: datetime = MORNING,
    faults: Sequence[Fault] = (),
    expect: type[Exception] | tuple[type[Exception], ...] = (),
    **environment: str,
) -> Outcome:
    """Sync `account` as it stands at `now` into `folder`; errors of type `expect` are given."""
    outcome = Outcome()
    with IntervalsServer(account or small(), key=KEY, now=now, faults=faults) as server:
        variables = {
            "ATHLETE_ID": "0",
            "INTERVALS_KEY": KEY,
            "INTERVALS_API_URL": server.url,
            "SECTION11_NOW": now.isoformat(),
            **environment,
        }
        config = resolve(parser().parse_args(["--data-dir", str(folder), *options]), variables)
        try:
            outcome.result = asyncio.run(sync(config, connect=impatient))
        except expect as error:
            outcome.error = error
        outcome.requests = server.requests
    return outcome


@cache
def good_sync(*times: datetime) -> tuple[Outcome, dict[str, bytes]]:
    """What the last of some good syncs at these times did, and the files that it left.

    They are made once for all tests.
    """
    with tempfile.TemporaryDirectory(prefix="section11-") as name:
        if times[:-1]:
            restore(Path(name), good_sync(*times[:-1])[1])
        outcome = synced(Path(name), now=times[-1])
        assert outcome.problems == ""
        return outcome, contents(Path(name))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".sync.lock"
    }


def restore(folder: Path, files: dict[str, bytes]) -> None:
    """Write files that ``contents`` gave."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def documents(folder: Path) -> dict[str, Any]:
    """The data files decoded; fails on anything that is not strict JSON."""
    data = (found for found in contents(folder).items() if found[0] not in {BRIEF, DASHBOARD})
    return {name: strict(content) for name, content in data}


def strict(content: str | bytes) -> Any:
    """Decode JSON; fails on NaN and Infinity."""
    return json.loads(content, parse_constant=_refuse)


def _refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")
