"""A whole sync on one screen: lock, read, compute, protect, write, publish."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine import brief
from engine.base.format import (
    BRIEF,
    DATA_FILES,
    FTP_HISTORY,
    HISTORY,
    INTERVALS,
    LATEST,
    ROUTES,
    TERRAIN,
)
from engine.compute import Settings, compute, history_only
from engine.fetch import Asker, Collector
from engine.history import StoredHistory
from engine.intervals_icu.client import IntervalsClient
from engine.metrics.ftp import FtpHistory
from engine.output import privacy
from engine.output.layout import to_text
from engine.output.lock import exclusive
from engine.output.store import Store
from engine.snapshot import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.base.decode import JsonObject
    from engine.config import Config
    from engine.intervals_icu import Athlete
    from engine.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync did.

    Attributes:
        now: the athlete's time of the sync.
        latest: ``latest.json`` as written.
        previous: ``latest.json`` as it was before.
        files: names of the files written, but for the state in ``.section11``.
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
        IntervalsError: Intervals.icu could not be read; no file is touched.
        StoreError: a file cannot be read or written.
    """
    began = time.perf_counter()
    with exclusive(config.data_dir):
        async with connect(config.api_url, config.key) as client:
            client.now = config.now or client.now
            asker = Asker(client, config.athlete_id, config.api_url)
            progress("reading the athlete")
            athlete = await asker.athlete()
            now = athlete_now(athlete, config.now)
            store = Store(config.data_dir, now)
            state = _state(store, config)
            snapshot = await Collector(asker, config, progress).snapshot(athlete, now, state)
        progress("computing")
        documents = _documents(snapshot, config)
        store.tidy()
        if _begins_anew(state.ftp_history, documents.get(FTP_HISTORY)):
            store.keep_replaced(FTP_HISTORY)
        for name, document in documents.items():
            store.write(name, document, config.latest_path if name == LATEST else None)
        written = [name for name in documents if name in DATA_FILES]
        if LATEST in documents and store.write_brief(_brief(documents, store)):
            written.append(BRIEF)
    return SyncResult(
        now=now,
        latest=documents.get(LATEST),
        previous=state.latest,
        files=tuple(written),
        problems=(*config.warnings, *store.problems, *asker.problems),
        odd_values=dict(asker.odd.counts),
        requests=client.requests.total(),
        seconds=time.perf_counter() - began,
    )


def _state(store: Store, config: Config) -> State:
    return State(
        latest=privacy.without_cuts(config.privacy, store.read(LATEST, config.latest_path)),
        history=StoredHistory.from_json(store.read(HISTORY)),
        intervals=store.read(INTERVALS),
        routes=store.read(ROUTES),
        ftp_history=read_ftp_history(store),
        terrain=store.read(TERRAIN),
    )


def _brief(documents: dict[str, JsonObject], store: Store) -> str:
    """Write the page about the data files as they stand now."""
    found = {name: documents.get(name) or store.read(name) for name in DATA_FILES}
    files = {name: document for name, document in found.items() if document is not None}
    return brief.page(files, {name: to_text(document) for name, document in files.items()})


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


def athlete_now(athlete: Athlete, fixed: datetime | None) -> datetime:
    """Return the present moment in the athlete's time zone, read once per run."""
    moment = fixed or datetime.now(UTC)
    if athlete.zone:
        return moment.astimezone(athlete.zone)
    return moment if fixed else moment.astimezone()


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
