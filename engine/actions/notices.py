"""Once a day: has Section 11 changed, is there a newer engine? Then one issue says so.

What is known is kept in the data repository, so nothing is told twice; and before an issue is
opened, the repository is asked whether it has one of that title already. Whatever fails, fails
silently and is tried again the next day.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from engine.actions.api import Actions, ActionsApiError, RepositoryApi, public_document
from engine.base.files import read_file
from engine.output.draft import STATE_FILE
from engine.output.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from engine.base.decode import JsonObject

MANIFEST_URL = "https://raw.githubusercontent.com/CrankAddict/section-11/main/manifest.json"
LABEL = "update-notification"
MAX_FILES_TOLD = 60
RAW_HOST = "raw.githubusercontent.com"
MOST_FILES = 2_000
LONGEST_PATH = 300
LONGEST_HASH = 200
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,5}")
_PATH = re.compile(
    rf"(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\x00-\x1f\x7f\ud800-\udfff\\]{{1,{LONGEST_PATH}}}"
)
"""A file inside of the repository; a manifest may say anything."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where to look. An empty address is not asked.

    Attributes:
        manifest_url: Section 11's list of files with their hashes.
        release_url: JSON document about the newest release of the engine, with its version
            under ``info.version``, ``tag_name`` or ``version``.
    """

    manifest_url: str = MANIFEST_URL
    release_url: str = ""


def sources(environment: Mapping[str, str]) -> Sources:
    """Read the addresses from ``SECTION11_MANIFEST_URL`` and ``SECTION11_RELEASE_URL``."""
    return Sources(
        manifest_url=environment.get("SECTION11_MANIFEST_URL") or MANIFEST_URL,
        release_url=environment.get("SECTION11_RELEASE_URL") or "",
    )


@dataclass(frozen=True, slots=True)
class Known:
    """The last known state.

    Attributes:
        checked_on: date of the last check.
        manifest: path to hash, None before the first successful check.
        engine: newest engine version that was told.
    """

    checked_on: str = ""
    manifest: Mapping[str, str] | None = None
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """An issue to open."""

    title: str
    body: str


def notify(
    data_dir: Path, now: datetime, actions: Actions, version: str, sources: Sources | None = None
) -> str | None:
    """Look for news at most once a day and open an issue about them.

    Args:
        data_dir: folder of the data files.
        now: the athlete's time of the sync.
        actions: the run, for its repository and token.
        version: version of this engine.
        sources: where to look.

    Returns:
        The address of a new issue, else None.
    """
    sources = sources or Sources()
    store = Store(data_dir, now)
    known = _known(data_dir / STATE_FILE)
    today = now.date().isoformat()
    if known.checked_on == today:
        return None
    manifest = read_manifest(public_document(sources.manifest_url))
    newest = read_version(public_document(sources.release_url))
    after, notice = decide(known, manifest, newest, version, sources)
    address = None
    if notice is not None:
        try:
            address = _open_once(actions, notice)
        except ActionsApiError:
            after = known
    try:
        store.write(STATE_FILE, _document(replace(after, checked_on=today)))
    except StoreError:
        return address
    return address


def decide(
    known: Known,
    manifest: Mapping[str, str] | None,
    newest: str | None,
    version: str,
    sources: Sources,
) -> tuple[Known, Notice | None]:
    """Compare what was found (None: could not be read) with what is known."""
    after = known if manifest is None else replace(known, manifest=dict(manifest))
    changes = []
    if manifest is not None and known.manifest is not None:
        changes = _changes(known.manifest, manifest)
    newer = newest if newest and _is_newer(newest, version) and newest != known.engine else None
    if newer:
        after = replace(after, engine=newer)
    if not changes and not newer:
        return after, None
    if manifest is not None and changes:
        title = f"Section 11 updates — {_content_id(manifest)}"
    else:
        title = f"section11-setup {newer} is available"
    return after, Notice(title, _body(changes, newer, version, sources.manifest_url))


def read_manifest(document: Any) -> dict[str, str] | None:
    """Return path and hash of each file; None when the document is no manifest.

    What cannot be a file of a repository is passed over, and so is what is too much to tell.
    """
    if not isinstance(document, dict):
        return None
    listed = document.get("files")
    entries = listed if isinstance(listed, dict) else document
    detailed = {path: entry for path, entry in entries.items() if isinstance(entry, dict)}
    found = {}
    for path, entry in (detailed or entries).items():
        value = entry.get("hash") or entry.get("sha256") if isinstance(entry, dict) else entry
        if isinstance(value, str) and 0 < len(value) <= LONGEST_HASH and _PATH.fullmatch(path):
            found[path] = value
    return dict(list(found.items())[:MOST_FILES]) or None


def read_version(document: Any) -> str | None:
    """Return the version in a document about a release; None when there is none."""
    if not isinstance(document, dict):
        return None
    info = document.get("info")
    inner = info.get("version") if isinstance(info, dict) else None
    text = inner or document.get("tag_name") or document.get("version")
    text = text.removeprefix("v") if isinstance(text, str) else ""
    return text if _VERSION.fullmatch(text) else None


def _is_newer(newest: str, version: str) -> bool:
    if not _VERSION.fullmatch(version):
        return False
    theirs, ours = ([int(part) for part in text.split(".")] for text in (newest, version))
    return theirs > ours


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what happened to which file, sorted by path."""
    told = []
    for path in sorted({*old, *new}):
        if path not in old:
            told.append(("new", path))
        elif path not in new:
            told.append(("removed", path))
        elif old[path] != new[path]:
            told.append(("changed", path))
    return told


def _content_id(manifest: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:10]


def _body(
    changes: list[tuple[str, str]], newer: str | None, version: str, manifest_url: str
) -> str:
    lines = []
    if changes:
        lines += [
            "[Section 11](https://github.com/CrankAddict/section-11) has new versions of:",
            "",
        ]
        base = _browse_url(manifest_url)
        lines += [_bullet(word, path, base) for word, path in changes[:MAX_FILES_TOLD]]
        if len(changes) > MAX_FILES_TOLD:
            lines.append(f"- and {len(changes) - MAX_FILES_TOLD} more")
        lines += ["", "If you keep a copy of one of them here, replace it; else nothing is to do."]
    if newer:
        lines += ["", f"**Engine {newer} is available**; this repository runs {version}."]
        lines += ["Run `section11-setup update` to bring it here."]
    lines += ["", f"Written by section11-sync {version}. Close this issue when you have read it."]
    return "\n".join(lines).strip()


def _bullet(word: str, path: str, base: str) -> str:
    shown = re.sub(r"[^\w./ -]", "?", path)
    if word == "removed":
        return f"- {word}: `{shown}`"
    return f"- {word}: [`{shown}`]({base}/{quote(path)})"


def _browse_url(manifest_url: str) -> str:
    """Return the address below which the files of the manifest can be looked at."""
    parts = urlsplit(manifest_url)
    names = parts.path.strip("/").split("/")
    if parts.hostname == RAW_HOST and len(names) > 3:  # noqa: PLR2004 - owner, name, branch, file
        owner, name, branch, *_ = names
        return f"https://github.com/{owner}/{name}/blob/{branch}"
    return manifest_url.rpartition("/")[0]


def _open_once(actions: Actions, notice: Notice) -> str | None:
    with RepositoryApi(actions) as repository:
        titles = {issue.get("title") for issue in repository.issues(LABEL, "all")}
        if notice.title in titles:
            return None
        return repository.open_issue(notice.title, notice.body, LABEL)


def _known(path: Path) -> Known:
    try:
        document = json.loads(read_file(path))
    except (OSError, ValueError, RecursionError):
        return Known()
    if not isinstance(document, dict):
        return Known()
    texts = {name: document.get(name) for name in ("checked_on", "engine")}
    return Known(
        manifest=read_manifest(document.get("manifest")),
        **{name: text for name, text in texts.items() if isinstance(text, str)},
    )


def _document(known: Known) -> JsonObject:
    manifest = dict(sorted(known.manifest.items())) if known.manifest is not None else None
    return {"checked_on": known.checked_on, "engine": known.engine, "manifest": manifest}
