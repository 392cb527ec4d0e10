"""Decides whether a sync is worth a commit, and what goes into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.base.files import read_file
from engine.base.format import (
    ASKED,
    DATA_FILES,
    FTP_HISTORY,
    LATEST,
    PUBLISHED,
    READING,
    TERRAIN,
)
from engine.output import changes, ftp_union, store
from engine.output.layout import to_bytes
from engine.output.readme import with_last_sync
from engine.output.remote import Commit, PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from engine.base.decode import JsonObject
    from engine.output.options import PublishOptions
    from engine.output.remote import RemoteRepository

Reason: TypeAlias = Literal["changed", "manual", "alive", "unchanged"]

README = "README.md"
STATE_FILE = ".section11/state.json"
STATE_FILES = (STATE_FILE, TERRAIN, READING, ASKED)
"""What the next run reads; the last one saves requests and is no reason for a commit."""
OWN_FILES = (*PUBLISHED, *STATE_FILES)
NOTES_MESSAGE = "sync: an empty list is not believed yet"
ALIVE_AFTER = timedelta(hours=6)
"""A commit is made after this time even without news, so that coaches see the data is alive."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What to commit and why.

    Attributes:
        reason: why.
        commit: what; None: nothing.
        ftp: the joined FTP history.
        snapshot: what is kept of it; None: nothing, as there is no news.
    """

    reason: Reason
    commit: Commit | None = None
    ftp: JsonObject | None = None
    snapshot: bytes | None = None

    def keep_ftp(self, data_dir: Path, now: datetime) -> None:
        """Leave the joined FTP history in the data directory for the next sync there."""
        here = changes.decode(_read(data_dir / FTP_HISTORY))
        if self.ftp is not None and here != self.ftp:
            store.Store(data_dir, now).write(FTP_HISTORY, self.ftp)


def prepare(
    repository: RemoteRepository,
    head: str | None,
    data_dir: Path,
    now: datetime,
    options: PublishOptions,
) -> Draft:
    """Compare the data directory with a commit of the remote.

    Raises:
        PublishError: there is no ``latest.json`` to publish.
    """
    published = repository.read(head, (*OWN_FILES, README))
    old = {name: changes.decode(published.get(name)) for name in DATA_FILES}
    fresh = _fresh(data_dir, old)
    history = changes.decode(fresh.get(FTP_HISTORY))
    latest = changes.decode(fresh.get(LATEST))
    if latest is None:
        raise PublishError("There is no latest.json to publish: run a sync first.")
    changed = _differing(old, fresh, changes.VOLATILE)
    news = _differing(old, fresh, changes.BOOKKEEPING)
    states = ((name, _read(data_dir / name)) for name in STATE_FILES)
    new_states = {
        name: state for name, state in states if state is not None and state != published.get(name)
    }
    if options.notes_only:
        return Draft("changed", Commit(head, NOTES_MESSAGE, {**new_states}) if new_states else None)
    new = bool(news or new_states.keys() - {ASKED})
    reason = why(old[LATEST], now, changed=new, manual=options.manual)
    if reason == "unchanged":
        return Draft(reason, ftp=history)
    files: dict[str, bytes | None] = {name: fresh[name] for name in {*changed, LATEST}}
    files |= new_states
    files |= _pages(published, data_dir)
    files |= _readme(published, now)
    told = _told(reason, old[LATEST], latest, news)
    return Draft(
        reason, Commit(head, f"sync: {told}", files), history, fresh[LATEST] if news else None
    )


def why(published: JsonObject | None, now: datetime, *, changed: bool, manual: bool) -> Reason:
    """Return the reason for a commit, or ``unchanged``."""
    if changed:
        return "changed"
    if manual:
        return "manual"
    last = changes.last_updated(published)
    if last is None:
        return "alive"
    last = last if last.tzinfo else last.replace(tzinfo=now.tzinfo)
    return "alive" if abs(now - last) >= ALIVE_AFTER else "unchanged"


def _told(reason: Reason, old: JsonObject | None, latest: JsonObject, news: list[str]) -> str:
    if news:
        return changes.describe(old, latest, news)
    return "run by hand, nothing new" if reason == "manual" else "nothing new"


def _fresh(data_dir: Path, old: Mapping[str, JsonObject | None]) -> dict[str, bytes]:
    """Read the data files that are whole JSON objects, the FTP history joined with the old one."""
    fresh = {}
    for name in DATA_FILES:
        content = _read(data_dir / name)
        if changes.decode(content) is not None and content is not None:
            fresh[name] = content
    published = old[FTP_HISTORY]
    for replaced in store.replaced(data_dir, FTP_HISTORY):
        published = ftp_union.without(published, replaced)
    joined = ftp_union.union(changes.decode(fresh.get(FTP_HISTORY)), published)
    if joined is not None:
        fresh[FTP_HISTORY] = to_bytes(joined)
    return fresh


def _differing(
    old: Mapping[str, JsonObject | None], fresh: Mapping[str, bytes], ignored: frozenset[str]
) -> list[str]:
    """Return the files that differ in more than the ignored keys."""
    documents = ((name, changes.decode(content)) for name, content in fresh.items())
    return [
        name
        for name, document in documents
        if document is not None and not changes.same_data(old[name], document, ignored)
    ]


def _pages(published: Mapping[str, bytes], data_dir: Path) -> dict[str, bytes]:
    """Return brief and picture where they are new and take no place of what somebody made."""
    found = ((name, published.get(name), _read(data_dir / name)) for name in store.BEGINNINGS)
    return {
        name: after
        for name, before, after in found
        if after is not None
        and after != before
        and all(store.is_ours(name, content) for content in (before, after) if content is not None)
    }


def _readme(published: Mapping[str, bytes], now: datetime) -> dict[str, bytes]:
    before = published.get(README, b"")
    after = with_last_sync(before.decode("utf-8", "surrogateescape"), now)
    content = after.encode("utf-8", "surrogateescape")
    return {README: content} if content != before else {}


def _read(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except OSError:
        return None
