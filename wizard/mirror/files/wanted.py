"""Which files of a mirror to write and delete. Pure.

What the athlete edited stays unless its replacement is asked for, and so does what the record says
about it, so that it is still known as edited the next time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from templates.record import (
    MANAGED_PATH,
    README,
    Copied,
    blob_sha,
    content_id,
    may_remove,
    readme_with_last_sync,
    record,
)
from templates.render import render
from templates.settings import BUNDLE, WORKFLOW_PATH
from wizard.mirror.desired import Desired, sealed_fingerprint
from wizard.mirror.files.edited import belongs_to, kept_groups, workflow_text
from wizard.mirror.found.state import has_unrecorded_engine, in_folder, own_files
from wizard.mirror.settings import with_workflow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from templates.settings import MirrorSettings
    from wizard.mirror.found.state import MirrorState

OWN_FOLDER = MANAGED_PATH.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What happens to the files.

    Attributes:
        write: path to content of what is new or different.
        remove: paths of what is no longer needed.
        kept: what the athlete edited and keeps: ``engine``, paths of files.
        theirs: files of their own where the product or Section 11 has one of that name.
    """

    write: Mapping[str, bytes]
    remove: tuple[str, ...]
    kept: tuple[str, ...]
    theirs: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def rendered(settings: MirrorSettings) -> Mapping[str, bytes]:
    """Read the product's own files once, so that all steps of a run see the same ones."""
    return render(settings)


@lru_cache(maxsize=8)
def _content_ids(settings: MirrorSettings) -> Mapping[str, str]:
    return {path: content_id(path, content) for path, content in rendered(settings).items()}


def file_changes(desired: Desired, state: MirrorState) -> FileChanges:
    """Compare the product's files with those that are there.

    The workflow starts the bundle, so where that is missing all files are looked after.
    """
    if desired.paths is not None and WORKFLOW_PATH in desired.paths and BUNDLE not in state.files:
        desired = replace(desired, paths=None)
    desired = replace(desired, replace=desired.replace | set(desired.joined))
    kept = kept_groups(state, desired.replace)
    theirs = own_files(state) | _unrelated(desired, state)
    files = {
        path: content
        for path, content in (_product_files(desired, state, kept) | _copies(desired)).items()
        if (desired.paths is None or path in desired.paths)
        and (path == WORKFLOW_PATH or not belongs_to(path, kept))
        and (path not in theirs or path in desired.replace)
    }
    stale: tuple[str, ...] = ()
    if desired.paths is None:
        stale = tuple(path for path in _stale(desired, state) if not belongs_to(path, kept))
    if desired.paths is None or MANAGED_PATH in desired.paths:
        files[MANAGED_PATH] = _record(desired, state, files, kept)
    for path, text in desired.joined.items():
        files |= {base_path(path): files[path], path: text.encode()}
    write = {
        path: content
        for path, content in files.items()
        if state.files.get(path) != blob_sha(content)
    }
    untouched = theirs - desired.replace - kept
    shown = untouched if desired.paths is None else untouched & desired.paths
    return FileChanges(write, stale, tuple(sorted(kept)), tuple(sorted(shown)))


def base_path(path: str) -> str:
    """Return where the product's own text of a joined file is kept, for the next version."""
    return f"{OWN_FOLDER}/base/{path.rpartition('/')[2]}"


def _copies(desired: Desired) -> dict[str, bytes]:
    return dict(desired.protocol.files) if desired.protocol is not None else {}


def _unrelated(desired: Desired, state: MirrorState) -> frozenset[str]:
    """Name files that nobody recorded as copied and that say something else than the copy."""
    return frozenset(
        path
        for path, content in _copies(desired).items()
        if path not in state.placed.files and state.files.get(path) not in {None, blob_sha(content)}
    )


def product_files(settings: MirrorSettings, state: MirrorState) -> dict[str, bytes]:
    """Return the product's files as they would be without edits."""
    return _product_files(Desired(settings), state, frozenset())


def _product_files(desired: Desired, state: MirrorState, kept: frozenset[str]) -> dict[str, bytes]:
    """Return the product's files, with the schedule and the last-sync line that are there."""
    settings, files = desired.settings, dict(rendered(desired.settings))
    del files[MANAGED_PATH]
    workflow = workflow_text(
        files[WORKFLOW_PATH].decode(),
        state,
        same_times=with_workflow(settings, state.workflow_text) == settings,
        keep=WORKFLOW_PATH in kept,
    )
    files[WORKFLOW_PATH] = workflow.encode()
    if state.readme and not state.readme_is_theirs:
        files[README] = readme_with_last_sync(files[README], state.readme)
    return files


def _stale(desired: Desired, state: MirrorState) -> Iterable[str]:
    """Return what an earlier version placed; without a record, all of the engine's folder.

    A record is a claim, so only what can be the product's own goes, and copies of guides that
    their source confirms.
    """
    former = desired.protocol.former if desired.protocol is not None else frozenset()
    placed: Iterable[str] = (
        path
        for path in state.placed.files
        if path in former or may_remove(path, state.files.get(path, ""))
    )
    if has_unrecorded_engine(state):
        placed = filter(in_folder, state.files)
    known = {*rendered(desired.settings), *_copies(desired)}
    if desired.protocol is None:
        known |= state.placed.copied.paths
    replaced = [other.path for other in state.others if other.replaced]
    gone = {*placed, *replaced} & set(state.files)
    return sorted(gone - known)


def _record(
    desired: Desired, state: MirrorState, files: Mapping[str, bytes], kept: frozenset[str]
) -> bytes:
    """Write down what is placed now; what is not looked after stays as it was recorded."""
    copies, before = _copies(desired), state.placed
    content_ids = {
        **_content_ids(desired.settings),
        **{p: blob_sha(text) for p, text in copies.items()},
    }
    ours = {path for path in files if not belongs_to(path, kept)}
    copied = _copied(desired, state, ours)
    left = {
        path: name
        for path, name in before.files.items()
        if path not in ours
        and (desired.paths is not None or belongs_to(path, kept) or path in copied.paths)
    }
    version = desired.settings.engine_version if BUNDLE in ours else before.version
    public = not desired.settings.private and (desired.public or state.public_agreed)
    files_now = left | {path: content_ids[path] for path in ours}
    return record(
        version,
        files_now,
        copied=copied,
        public=public,
        fingerprint=sealed_fingerprint(desired, state),
    )


def _copied(desired: Desired, state: MirrorState, ours: set[str]) -> Copied:
    """Which files are copies now; without a look at their source, those that were."""
    before, protocol = state.placed.copied, desired.protocol
    if protocol is None:
        return before
    now = frozenset(path for path in protocol.files if path in ours or path in before.paths)
    return Copied(protocol.source, protocol.whole, now)
