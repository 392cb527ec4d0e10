"""A whole sync on one screen: lock, read, compute, protect, write, publish."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.base.decode import is_later
from engine.base.format import (
    ASKED,
    DATA_FILES,
    FTP_HISTORY,
    HISTORY,
    INTERVALS,
    LATEST,
    READING,
    ROUTES,
    TERRAIN,
)
from engine.compute import Settings, compute, history_only
from engine.fetch import Asker, Collector, DoubtedError, last_athlete
from engine.history import StoredHistory
from engine.intervals_icu.client import IntervalsClient
from engine.metrics.ftp import FtpHistory
from engine.output import privacy
from engine.output.lock import exclusive
from engine.output.store import Store
from engine.snapshot import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.base.decode import JsonObject
    from engine.config import Config
    from engine.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync did.

    Attributes:
        now: the athlete's time of the sync.
        latest: ``latest.json`` as written.
        previous: ``latest.json`` as it was before.
        files: names of the data files written.
        problems: what could not be refreshed or had to be set aside, in words.
        odd_values: number of API values ignored, by record and field.
        requests: number of requests made.
        seconds: wall time.
    """

    now: datetime
    latest: JsonObject | None
    previous: JsonObject | None
    files: tuple[str, ...]
    problems: tuple[str, ...] = ()
    odd_values: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    seconds: float = 0.0


async def sync(
    config: Config,
    progress: Callable[[str], None] = lambda _: None,
    connect: Callable[[str, str], IntervalsClient] = IntervalsClient,
) -> SyncResult:
    """Run one sync.

    Args:
        config: the settings.
        progress: is told what is being done.
        connect: makes the client for a base address and a key.

    Raises:
        LockedError: another sync runs in the same folder.
        IntervalsError: Intervals.icu could not be read; no data file is touched.
        StoreError: a file cannot be read or written.
    """
    began = time.perf_counter()
    moment = present(config.now)
    with exclusive(config.data_dir):
        store = Store(config.data_dir, moment)
        state = _state(store, config)
        async with connect(config.api_url, config.key) as client:
            client.now, client.seconds = moment, config.deadline
            asker = Asker(client, config.athlete_id, config.api_url)
            collector = Collector(asker, config, progress)
            try:
                snapshot = await collector.snapshot(moment, state)
            except DoubtedError:
                _note(store, state, collector.doubts.document())
                raise
        store.now = snapshot.now
        progress("computing")
        documents = _documents(snapshot, config)
        store.tidy()
        if _begins_anew(state.ftp_history, documents.get(FTP_HISTORY)):
            store.keep_replaced(FTP_HISTORY)
        for name, document in documents.items():
            store.write(name, document, config.latest_path if name == LATEST else None)
        _note(store, state, collector.doubts.document(rebuilt=HISTORY in documents))
    return SyncResult(
        now=snapshot.now,
        latest=documents.get(LATEST),
        previous=state.latest,
        files=tuple(name for name in documents if name in DATA_FILES),
        problems=(*config.warnings, *store.problems, *asker.problems),
        odd_values=dict(asker.odd.counts),
        requests=client.requests.total(),
        seconds=time.perf_counter() - began,
    )


def _note(store: Store, state: State, reading: JsonObject) -> None:
    """Write down what the next run has to know, if it differs from what stands there."""
    if reading != (state.reading or {}):
        store.write(READING, reading)


def _state(store: Store, config: Config) -> State:
    latest = store.read(LATEST, config.latest_path)
    store.now = last_athlete(latest).local(store.now)
    return State(
        latest=privacy.without_cuts(config.privacy, latest),
        history=_believed(StoredHistory.from_json(store.read(HISTORY)), store),
        intervals=store.read(INTERVALS),
        routes=store.read(ROUTES),
        ftp_history=read_ftp_history(store),
        terrain=store.read(TERRAIN),
        reading=store.read(READING),
        asked=store.read(ASKED),
    )


def _believed(history: StoredHistory | None, store: Store) -> StoredHistory | None:
    """Return the history unless a clock that was ahead built it, of days that are still to come."""
    if history is None or not is_later(history.generated_at, store.now):
        return history
    store.problems.append(
        f"{HISTORY} carries a time later than now ({history.generated_at}), so a clock was wrong: "
        "it is not used, and built anew"
    )
    return None


def _begins_anew(old: FtpHistory, new: JsonObject | None) -> bool:
    """Whether the FTP history that is to be written lacks a date that the former one has."""
    if new is None:
        return False
    after = FtpHistory.from_json(new)
    return bool(old.indoor.keys() - after.indoor or old.outdoor.keys() - after.outdoor)


def read_ftp_history(store: Store) -> FtpHistory:
    """Return what is legible of the one file that cannot be rebuilt."""
    document = store.read(FTP_HISTORY)
    damaged = store.damaged(FTP_HISTORY)
    if damaged is not None:
        return FtpHistory.salvaged(damaged)
    if document is not None and not FtpHistory.reads_all_of(document):
        store.set_aside(FTP_HISTORY)
    return FtpHistory.from_json(document)


def present(fixed: datetime | None) -> datetime:
    """Return the moment of the run, in this machine's time zone unless it is fixed."""
    return fixed or datetime.now(UTC).astimezone()


def _documents(snapshot: Snapshot, config: Config) -> dict[str, JsonObject]:
    """Compute what is to be written, in the order of writing."""
    settings = Settings(
        shown_athlete_id=(
            (snapshot.athlete.id or config.athlete_id) if config.show_athlete_id else None
        ),
        week_start=config.week_start,
        zone_preference=config.zone_preference,
        strict=config.privacy == "strict",
    )
    if config.generate_history:
        return history_only(snapshot, settings)
    names = {a.name for a in snapshot.activities if a.outdoor and a.name}
    return privacy.apply(config.privacy, compute(snapshot, settings), names)
