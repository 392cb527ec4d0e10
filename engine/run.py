"""A whole sync on one screen: lock, read, compute, protect, write, publish."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING

from engine import brief, dashboard
from engine.base.decode import is_later
from engine.base.format import (
    ASKED,
    BRIEF,
    DASHBOARD,
    DATA_FILES,
    FTP_HISTORY,
    HISTORY,
    INTERVALS,
    LATEST,
    READING,
    ROUTES,
    TERRAIN,
)
from engine.base.tries import Tries, words
from engine.fetch import Asker, Collector, DoubtedError, last_athlete
from engine.history.stored import StoredHistory
from engine.intervals_icu.client import IntervalsClient
from engine.latest import size
from engine.metrics.ftp import FtpHistory
from engine.output import privacy
from engine.output.git import keep_out_of_git
from engine.output.lock import exclusive
from engine.output.store import Store
from engine.routes import completed
from engine.routes import document as routes
from engine.sessions import Previous, count_refused
from engine.snapshot import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        files: names of the files written, but for the state in ``.section11``.
        problems: what could not be refreshed or had to be set aside, in words.
        odd_values: number of API values ignored, by record and field.
        requests: number of requests made.
        seconds: wall time.
    """

    now: datetime
    latest: JsonObject | None = field(repr=False)
    previous: JsonObject | None = field(repr=False)
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
        keep_out_of_git(config.data_dir)
        store = Store(config.data_dir, moment)
        state = _state(store, config)
        async with connect(config.api_url, config.key) as client:
            client.now, client.seconds = moment, config.deadline
            asker = Asker(client, config.athlete_id, config.api_url)
            collector = Collector(asker, config, progress)
            # what computes is a third of the program: it is loaded while the service answers
            loading = asyncio.create_task(asyncio.to_thread(import_module, "engine.compute"))
            try:
                snapshot = await collector.snapshot(moment, state)
            except DoubtedError:
                _note(store, state, collector.doubts.document(), state.tries)
                raise
            await loading
        store.now = snapshot.now
        progress("computing")
        documents, cuts = size.within_limits(_documents(snapshot, config))
        store.tidy()
        if _begins_anew(state.ftp_history, documents.get(FTP_HISTORY)):
            store.keep_replaced(FTP_HISTORY)
        tries = _tries(snapshot, documents)
        del snapshot  # of a first sync it is a third of the memory, and the pages take some, too
        written = _write(store, documents, config)
        _note(store, state, collector.doubts.document(rebuilt=HISTORY in documents), tries)
    return SyncResult(
        now=store.now,
        latest=documents.get(LATEST),
        previous=state.latest,
        files=written,
        problems=(
            *config.warnings,
            *store.problems,
            *asker.problems,
            *cuts,
            *_unusable(tries, documents),
        ),
        odd_values=dict(asker.odd.counts),
        requests=client.requests.total(),
        seconds=time.perf_counter() - began,
    )


def _tries(snapshot: Snapshot, documents: Mapping[str, JsonObject]) -> Tries:
    """Count what this run asked for in vain."""
    tries, now = snapshot.state.tries, snapshot.now
    if LATEST not in documents:
        return tries
    terrain = completed.unread(completed.previous_rows(documents[LATEST]), snapshot.activities)
    tries = tries.after("terrain", terrain, snapshot.terrain.keys(), now)
    asked = {str(ident) for ident in snapshot.downloads}
    return tries.after("routes", routes.unread(documents[ROUTES]), asked, now)


def _unusable(tries: Tries, documents: Mapping[str, JsonObject]) -> list[str]:
    """Say what was read and could not be used."""
    refused = count_refused(documents.get(INTERVALS, {}).get("fetch_state"))
    return [
        *words("route files", tries.counts.get("routes", {}).values()),
        *words("terrain of activities", tries.counts.get("terrain", {}).values()),
        *([f"sessions: {refused} parts do not exist and are given up"] if refused else []),
    ]


def _note(store: Store, state: State, doubts: JsonObject, tries: Tries) -> None:
    """Write down what the next run has to know, if it differs from what stands there."""
    counted = tries.to_json()
    reading = doubts | ({"tries": counted} if counted else {})
    if reading != (state.reading or {}):
        store.write(READING, reading)


def _state(store: Store, config: Config) -> State:
    latest = store.read(LATEST, config.latest_path)
    store.now = last_athlete(latest).local(store.now)
    return State(
        latest=privacy.without_cuts(config.privacy, latest),
        history=_believed(StoredHistory.from_json(store.read(HISTORY)), store),
        intervals=Previous.from_json(store.read(INTERVALS)),
        routes=store.read(ROUTES),
        ftp_history=read_ftp_history(store),
        terrain=store.read(TERRAIN),
        reading=store.read(READING),
        asked=store.read(ASKED),
    )


def _write(store: Store, documents: Mapping[str, JsonObject], config: Config) -> tuple[str, ...]:
    """Write the documents, then what they come to; return the names that readers know."""
    texts = {
        name: store.write(name, document, config.latest_path if name == LATEST else None)
        for name, document in documents.items()
    }
    written = tuple(name for name in documents if name in DATA_FILES)
    pages = _pages(documents, texts, store) if LATEST in documents else {}
    return (*written, *(name for name, text in pages.items() if store.write_page(name, text)))


def _pages(
    documents: Mapping[str, JsonObject], texts: Mapping[str, str], store: Store
) -> dict[str, str]:
    """Return the brief and the picture of the data files as they stand now."""
    found = {name: documents.get(name) or store.read(name) for name in DATA_FILES}
    files = {name: document for name, document in found.items() if document is not None}
    stand = {name: texts.get(name) or store.text(name) for name in files}
    return {BRIEF: brief.page(files, stand), DASHBOARD: dashboard.picture(files)}


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
    """Return the moment of the run to the second, in this machine's zone unless it is fixed."""
    return fixed or datetime.now(UTC).astimezone().replace(microsecond=0)


def _documents(snapshot: Snapshot, config: Config) -> dict[str, JsonObject]:
    """Compute what is to be written, in the order of writing."""
    from engine.compute import Settings, compute, history_only  # noqa: PLC0415 - loaded late

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
    hidden = privacy.HiddenNames.of((*snapshot.activities, *snapshot.unreadable))
    return privacy.apply(config.privacy, compute(snapshot, settings), hidden)
