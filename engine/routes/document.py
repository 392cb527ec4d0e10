"""``routes.json``: which attachments to download, and the document made from them.

The previous document is the cache: an attachment id that is in it is not downloaded again. Nothing
here reads the network or a file.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from engine.routes.terrain import (
    ANALYSIS_VERSION,
    ROUTE_SOURCE,
    SHORTEST_TRACK_M,
    analyze,
    refresh_display,
)
from engine.routes.text import FitError, KmlError, RouteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from engine.base.decode import Id, JsonObject
    from engine.base.units import Units
    from engine.intervals_icu import Attachment, Event

DOWNLOAD_LIMIT = 20_000_000
"""Bytes."""
MOST_ROUTES = 200
"""Route files of the whole calendar that are looked at; the nearest days come first."""
UNREAD: dict[str, type[RouteError]] = {"fit": FitError, "kml": KmlError, "kmz": KmlError}
"""Formats that are known by the name of the file, and are not downloaded."""
EXTENSIONS = frozenset({"gpx", "tcx", *UNREAD})
PACKED = ".gz"
HTTP_OK = 200
GONE = (404, 410)
UNNAMED = "Unnamed"
RETRY = "The next sync tries again. "
"""Begins the text of failures that are not cached."""
TOO_SHORT = f"The track is shorter than {SHORTEST_TRACK_M} m."
PORTS = {"http": 80, "https": 443}


class Download(NamedTuple):
    """What a download gave: HTTP status (None without answer), the bytes, an error in words."""

    status: int | None
    body: bytes = b""
    error: str | None = None


def cache_token(*, strict: bool = False) -> str:
    """Return the ``script_hash`` of a document: entries under another one are analyzed again.

    Tracks that were cut for privacy have their own, so that a change of the level is felt.
    """
    text = f"routes {ANALYSIS_VERSION}{' strict' if strict else ''}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def allowed_url(url: str, api_url: str) -> bool:
    """Whether a file may be fetched from an address, also after a redirect.

    Allowed are https, and the host and port of the configured API whatever its scheme.
    """
    try:
        target, api = urlsplit(url), urlsplit(api_url)
        if not target.hostname or target.scheme not in PORTS:
            return False
        return target.scheme == "https" or _place(target) == _place(api)
    except ValueError:
        return False


def _place(url: SplitResult) -> tuple[str | None, int | None]:
    return url.hostname, url.port or PORTS.get(url.scheme)


def attachments_to_fetch(
    events: Iterable[Event],
    cache: object,
    token: str,
    api_url: str,
    again: Callable[[Id], bool] = lambda _: False,
) -> tuple[Attachment, ...]:
    """Return the attachments to download, each id once.

    Args:
        events: all events of the request window.
        cache: the previous document as read, whatever it is.
        token: today's ``script_hash``.
        api_url: base URL of the API, whose host may serve files without https.
        again: whether a file that was bad is to be had once more.
    """
    cached = _entries(cache) if _hash(cache) == token else {}
    known = {i for i, entry in cached.items() if not (_failed(entry) and again(i))}
    wanted: dict[Id, Attachment] = {}
    for _, attachment in _routes(events):
        if attachment.id in known or _extension(attachment.filename) in UNREAD:
            continue
        if allowed_url(attachment.url, api_url):
            wanted.setdefault(attachment.id, attachment)
    return tuple(wanted.values())


def build(
    events: Iterable[Event],
    cache: object,
    downloads: Mapping[Id, Download],
    units: Units,
    *,
    now: datetime,
    version: str,
    token: str,
) -> JsonObject:
    """Return ``routes.json``.

    Args:
        events: all events of the request window, in the order of the API.
        cache: the previous document as read, whatever it is.
        downloads: what was fetched, by attachment id.
        units: the athlete's units.
        now: the athlete's wall clock with offset.
        version: of this program.
        token: today's ``script_hash``, see ``cache_token``.
    """
    scan = _Scan(units, downloads, _entries(cache), current=_hash(cache) == token)
    entries = [scan.entry(event, attachment) for event, attachment in _routes(events)]
    return {
        "generated_at": now.isoformat(),
        "sync_version": version,
        # Analyses of another version stand in for files that could not be had today; under their
        # own hash the next sync does not take them for current.
        "script_hash": _hash(cache) if scan.outdated else token,
        "events": entries,
    }


def event_ids_with_terrain(document: JsonObject) -> frozenset[Id]:
    """Return the ids of the events that ``has_terrain`` marks: a route of theirs was analyzed."""
    return frozenset(
        entry["event_id"]
        for entry in document["events"]
        if not _failed(entry) and entry["event_id"] is not None
    )


def unread(document: JsonObject) -> frozenset[str]:
    """Return the ids, as text, of the files that were had and could not be used."""
    return frozenset(
        str(entry["attachment_id"])
        for entry in document["events"]
        if _failed(entry) and not _to_be_retried(entry["terrain_summary"])
        if _extension(entry["filename"]) not in UNREAD
    )


@dataclass(slots=True)
class _Scan:
    """Makes the entries of one document; an attachment of two events is analyzed once."""

    units: Units
    downloads: Mapping[Id, Download]
    cached: Mapping[Id, JsonObject]
    current: bool
    outdated: bool = False
    analyzed: dict[Id, JsonObject] = field(default_factory=dict)

    def entry(self, event: Event, attachment: Attachment) -> JsonObject:
        cached = self.cached.get(attachment.id)
        asked_again = attachment.id in self.downloads
        if cached is not None and self.current and not asked_again:
            return _reused(cached, event, attachment, self.units)
        if attachment.id not in self.analyzed:
            self.analyzed[attachment.id] = self._summary(attachment)
        summary = self.analyzed[attachment.id]
        if cached is not None and _to_be_retried(summary) and (self.current or not _failed(cached)):
            self.outdated = not self.current
            return _reused(cached, event, attachment, self.units)
        if cached is not None and self.current:  # as if it had stayed: an error has a display too
            summary = refresh_display(summary, self.units)
        return _fresh(event, attachment, summary)

    def _summary(self, attachment: Attachment) -> JsonObject:
        from engine.routes.parse import parse  # noqa: PLC0415 - seldom needed: files stay as they are

        try:
            route = parse(self._body(attachment))
            summary = analyze(route.points, ROUTE_SOURCE, self.units, polyline=True)
        except RouteError as error:
            return {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - a route must never cost the whole sync
            return {"error": f"{RETRY}The analysis broke off ({type(error).__name__})."}
        if route.damage:
            return {"error": route.damage, "notes": [_before_damage(summary)]}
        if summary is None:
            return {"error": TOO_SHORT}
        return summary | ({"notes": list(route.notes)} if route.notes else {})

    def _body(self, attachment: Attachment) -> bytes:
        if unread := UNREAD.get(_extension(attachment.filename)):
            raise unread
        download = self.downloads.get(attachment.id)
        if download is None:
            secure = attachment.url.lower().startswith("https:")
            reason = (
                "The file was not fetched" if secure else "The address of the file is not https"
            )
            raise RouteError(f"{RETRY}{reason}.")
        if download.status == HTTP_OK and download.error is None:
            return download.body
        reason = download.error or f"HTTP {download.status}"
        # A file that is too large (200 with an error) or gone will not change.
        final = download.status == HTTP_OK or download.status in GONE
        raise RouteError(f"{'' if final else RETRY}The download failed: {reason}.")


def _routes(events: Iterable[Event]) -> Iterator[tuple[Event, Attachment]]:
    found = ((event, attachment) for event in events for attachment in event.attachments)
    return itertools.islice(
        (r for r in found if _extension(r[1].filename) in EXTENSIONS), MOST_ROUTES
    )


def _extension(filename: str) -> str:
    """Return what a file calls itself, also one that was packed."""
    name = filename.lower().removesuffix(PACKED)
    return name.rpartition(".")[2] if "." in name else ""


def _before_damage(summary: JsonObject | None) -> str:
    """Say what a file holds up to where it breaks off."""
    if summary is None:
        return f"What stands before the damage is shorter than {SHORTEST_TRACK_M} m."
    climbing = summary["total_elevation_m"]
    climbed = "" if climbing is None else f" with {climbing} m of climbing"
    return f"What stands before the damage: {summary['total_distance_km']} km{climbed}."


def _hash(cache: object) -> str:
    value = cache.get("script_hash") if isinstance(cache, dict) else None
    return value if isinstance(value, str) else ""


def _entries(cache: object) -> dict[Id, JsonObject]:
    """Return the usable entries of the previous document by attachment id; the last one wins."""
    events = cache.get("events") if isinstance(cache, dict) else None
    entries = (entry for entry in (events if isinstance(events, list) else []) if _usable(entry))
    return {entry["attachment_id"]: entry for entry in entries}


def _usable(entry: Any) -> bool:
    if not isinstance(entry, dict) or "terrain_summary" not in entry:
        return False
    ident, summary = entry.get("attachment_id"), entry["terrain_summary"]
    if not ident or isinstance(ident, bool) or not isinstance(ident, str | int):
        return False
    if not isinstance(entry.get("filename"), str) or _to_be_retried(summary):
        return False
    try:
        json.dumps(entry, allow_nan=False)
    except ValueError:
        return False
    return isinstance(summary, dict)


def _to_be_retried(summary: object) -> bool:
    error = summary.get("error") if isinstance(summary, dict) else None
    return isinstance(error, str) and error.startswith(RETRY)


def _failed(entry: JsonObject) -> bool:
    return "error" in entry["terrain_summary"]


def _reused(cached: JsonObject, event: Event, attachment: Attachment, units: Units) -> JsonObject:
    """Return a cached entry under today's event and today's name of the file."""
    entry = {**cached, **_of_event(event), "filename": attachment.filename}
    entry["terrain_summary"] = refresh_display(cached["terrain_summary"], units)
    if not event.start_time:
        entry.pop("start_time", None)
    return entry


def _fresh(event: Event, attachment: Attachment, summary: JsonObject) -> JsonObject:
    about = _of_event(event)
    start_time = {name: about.pop(name) for name in ("start_time",) if name in about}
    return {
        **about,
        "attachment_id": attachment.id,
        "filename": attachment.filename,
        "terrain_summary": summary,
        **start_time,
    }


def _of_event(event: Event) -> JsonObject:
    about: JsonObject = {
        "event_id": event.id,
        "event_name": event.name if event.has_name else UNNAMED,
        "event_date": (event.start or "")[:10],
        "category": event.category if event.has_category else "",
    }
    return {**about, "start_time": event.start_time} if event.start_time else about
