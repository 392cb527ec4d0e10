"""Accounts of any shape, served from memory to the real client."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import httpx

from demo.intervals_icu.answers import View
from engine.config import Config
from engine.intervals_icu.client import IntervalsClient, TokenBucket
from engine.run import SyncResult, sync
from engine.sessions import STREAM_TYPES
from tests.engine.accounts import MORNING, small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENDPOINTS = {
    "athlete": r"/athlete/0$",
    "history activities": r"/activities\?oldest=202[0-5]",
    "activities": r"/activities\?",
    "wellness": r"/wellness\?",
    "health events": r"/events\?.*category",
    "events": r"/events\?",
    "power-curves": r"/power-curves\?",
    "hr-curves": r"/hr-curves\?",
    "intervals": r"\?intervals=true",
    "streams": r"/streams\?",
    "messages": r"/messages$",
}
"""Name of an endpoint to the path and query it answers; the first match counts."""
Answers = dict[str, Any]
"""Name of an endpoint to what it answers, the same for every id and range."""


@dataclass(slots=True)
class FromMemory(IntervalsClient):
    """The real client with another wire."""

    answer: Callable[[str], str] = lambda _: "null"
    file: bytes = b""

    async def __aenter__(self) -> Self:
        def handle(request: httpx.Request) -> httpx.Response:
            text = self.answer(str(request.url))
            return httpx.Response(
                200, stream=httpx.ByteStream(text.encode("utf-8", "surrogatepass"))
            )

        def give(_request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, stream=httpx.ByteStream(self.file))

        self._http = httpx.AsyncClient(transport=httpx.MockTransport(handle))
        self._elsewhere = httpx.AsyncClient(transport=httpx.MockTransport(give))
        return self


def endpoint_of(url: str) -> str:
    return next(name for name, pattern in ENDPOINTS.items() if re.search(pattern, url))


async def _no_wait(_seconds: float) -> None:
    await asyncio.sleep(0)


def sync_from_memory(
    folder: Path, answers: Answers, *, now: datetime = MORNING, file: bytes = b"", **settings: Any
) -> SyncResult:
    """Sync an account that answers like this."""

    def connect(base_url: str, key: str) -> FromMemory:
        bucket = TokenBucket(rate=1e9, burst=10**6, sleep=_no_wait)
        return FromMemory(
            base_url,
            key,
            sleep=_no_wait,
            bucket=bucket,
            answer=lambda url: json.dumps(answers[endpoint_of(url)]),
            file=file,
        )

    config = Config(athlete_id="0", key="k", data_dir=folder, now=now, **settings)
    return asyncio.run(sync(config, connect=connect))


# -- nonsense ----------------------------------------------------------------------------

NONSENSE: tuple[Any, ...] = (
    None,
    True,
    False,
    "",
    "x",
    "12",
    "Ünï\ud800\u0000\u2028",
    0,
    -1,
    0.1,
    1e17,
    2**63,
    10**400,
    -(10**400),
    5e-324,
    1e308,
    -1e308,
    float("nan"),
    float("inf"),
    float("-inf"),
    [],
    {},
    [None],
    [[{}]],
    {"a": None},
    {"value": 10**400},
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59",
    "2026-03-20T25:61:00+99:99",
    "2026-02-30",
    "2026-W12-5",
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside a JSON value; of a list only the first and last element."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for index in {0, len(value) - 1} if value else ():
            found += places(value[index], (*path, index))
    return found


def with_value(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value at a path."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_value(value[path[0]], path[1:], new)
    return copy


def each_field_wrong(record: Any, times: int = 3) -> list[Any]:
    """Copies of the record with one value each replaced by nonsense, so often for each value.

    They lie on two weeks of days, so that not all of them are one session.
    """
    rest, days = itertools.cycle(NONSENSE), itertools.cycle(earlier(record))
    return [
        with_value(next(days), path, new)
        for path in places(record)
        for new in itertools.islice(rest, times)
    ]


def earlier(record: Any) -> list[Any]:
    """The record, and the same on each of the days before; a record without a day is alone."""
    if "start_date_local" not in record:
        return [record]
    start = datetime.fromisoformat(record["start_date_local"])
    dates = [(start - timedelta(days=back)).isoformat() for back in range(14)]
    return [{**record, "start_date_local": date} for date in dates]


def few(rows: Any, most: int = 1) -> Any:
    """So many rows of each category and type; what has neither, and is no list, as it is."""
    if not isinstance(rows, list):
        return rows
    counts: Counter[tuple[Any, ...]] = Counter()
    kept = []
    for row in rows:
        kind = (row.get("category"), row.get("type"))
        counts[kind] += 1
        if counts[kind] <= most or kind == (None, None):
            kept.append(row)
    return kept


def all_fields(record: Any, new: Any, but: tuple[str, ...] = ()) -> Any:
    """A copy of the record with all its members replaced, but for some."""
    if not isinstance(record, dict):
        return new
    return {key: old if key in but else new for key, old in record.items()}


@cache
def answers() -> Answers:
    """What the small account answers, each endpoint with its richest answer."""
    account, morning = small(), MORNING.strftime("%Y-%m-%dT%H:%M:%S")
    view = View(account, morning, "https://files.invalid")
    ride, indoor = (
        next(row["id"] for row in view.activities if row["type"] == kind)
        for kind in ("Ride", "VirtualRide")
    )
    curves = "r.2026-02-22.2026-03-21,r.2026-01-25.2026-02-21,r.2026-02-08.2026-03-21"
    _, of_session = view.activity_streams(indoor, _query(types=",".join(STREAM_TYPES)))
    _, of_track = view.activity_streams(ride, _query(types="latlng,altitude"))
    found = {
        "athlete": (200, account.athlete),
        "history activities": view.list_activities(
            _query(oldest="2023-03-22", newest="2026-02-21")
        ),
        "activities": view.list_activities(_query(oldest="2026-02-22")),
        "wellness": view.list_wellness(_query(oldest="2023-03-22", newest="2026-03-21")),
        "health events": (200, [SICK]),
        "events": view.list_events(
            _query(oldest="2026-03-07", newest="2026-06-16", resolve="true")
        ),
        "power-curves": view.list_curves("power", _query(type="Ride", curves=curves)),
        "hr-curves": view.list_curves("hr", _query(curves=curves)),
        "intervals": view.one_activity(indoor, _query(intervals="true")),
        "streams": (200, [*of_session, *of_track]),
        "messages": (200, [{"id": 1, "content": "Good.", "text": None}]),
    }
    found["events"] = (200, few(found["events"][1], 2))
    return {name: _short(body) for name, (_, body) in found.items()}


def _short(body: Any) -> Any:
    """A copy with at most half an hour of samples."""
    if isinstance(body, dict):
        return {key: _short(value) for key, value in body.items()}
    return [_short(value) for value in body[:1800]] if isinstance(body, list) else body


LONG_AGO = {"oldest": "2023-03-22", "newest": "2026-02-21"}
SICK = {
    "id": 1,
    "category": "SICK",
    "name": "Flu",
    "start_date_local": "2026-03-19T00:00:00",
    "end_date_local": "2026-03-23T00:00:00",
    "description": "Fever",
}


def _query(**values: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in values.items()}
