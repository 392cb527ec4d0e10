"""Are engine and README those of this version?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import engine
from templates.bundle import engine_bundle, engine_digest
from templates.record import README, blob_sha
from templates.settings import BUNDLE, WORKFLOW_PATH
from wizard import __version__
from wizard.doctor.checks.runs import unscheduled
from wizard.doctor.finding import Finding, Repair, Severity, error, note, warning
from wizard.mirror.desired import Desired
from wizard.mirror.files.edited import edited_groups, group_of
from wizard.mirror.files.wanted import FileChanges, file_changes
from wizard.mirror.found.state import ENGINE, FOLDER_CALL, Kind, kind_of
from wizard.versions import is_newer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts

IMPORTED = sys.stdlib_module_names | {
    *("httpx", "httpcore", "h11", "anyio", "certifi", "idna", "defusedxml", "tzdata"),
    *("typing_extensions", "sniffio", "sitecustomize", "usercustomize"),
}
"""Names under which an engine in a folder looks for modules, also beside itself."""
SHOWN = 16
"""Digits of a digest that people compare."""


def summary(facts: Facts) -> str:
    """Say which version it is."""
    version = facts.state.placed.version
    if not version:
        return "not placed by section11-setup"
    digest = engine_digest()
    same = facts.state.files.get(BUNDLE) == blob_sha(engine_bundle())
    return f"engine {version}, " + (f"SHA-256 {digest[:SHOWN]}…" if same else "up to date")


def _ours(facts: Facts) -> FileChanges | None:
    """Compare the files; None when the mirror is not ours, or from a newer version."""
    state = facts.state
    ours = state.is_mirror and kind_of(state) is Kind.OURS
    if not ours or is_newer(state.placed.version, engine.__version__):
        return None
    return file_changes(Desired(facts.settings), state)


def newer(facts: Facts) -> Iterator[Finding]:
    """An older wizard must not take an engine back."""
    version = facts.state.placed.version
    if is_newer(version, engine.__version__):
        yield Finding(
            "engine-newer",
            Severity.WARNING,
            f"The mirror runs engine {version}, newer than this program's {engine.__version__}.",
            "So it cannot be compared. The number is what the mirror says of itself.",
            f"update this program ({__version__}): pipx upgrade section11-setup; when there is no "
            "such version, place this one's engine",
            Repair.ENGINE,
            deliberate=True,
        )


def foreign(facts: Facts) -> Iterator[Finding]:
    """An engine in a folder takes modules from beside it, and they get the API key, too."""
    if FOLDER_CALL not in facts.state.workflow_text:
        return
    beside = {path.split("/")[0].removesuffix(".py"): path for path in facts.state.files}
    shadows = [path for name, path in sorted(beside.items()) if name in IMPORTED]
    if shadows:
        yield error(
            "engine-shadowed",
            f"{shadows[0]} takes the place of a module that the engine imports.",
            f"It would run with your API key, and so would: {', '.join(shadows[1:4])}."
            if shadows[1:]
            else "It would run with your API key.",
            "bring the mirror to this version, whose engine takes nothing from beside it",
            Repair.FILES,
        )


def complete(facts: Facts) -> Iterator[Finding]:
    """Without the engine, or with a part of it, every run fails."""
    state = facts.state
    placed = (path for path in state.placed.files if group_of(path) == ENGINE)
    missing = [path for path in placed if path not in state.files]
    if missing:
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield error(
            "engine-incomplete",
            f"The engine is not whole: {missing[0]}{others} is gone.",
            remedy="place the engine again",
            repair=Repair.ENGINE,
        )


def current(facts: Facts) -> Iterator[Finding]:
    """What an update would change."""
    changes = _ours(facts)
    if changes is None:
        return
    gone = {path for path in facts.state.placed.files if path not in facts.state.files}
    touched = {group_of(path) for path in (*changes.write, *changes.remove) if path not in gone}
    version = facts.state.placed.version
    if ENGINE in touched and not _altered(facts):
        yield warning(
            "engine-outdated",
            "The engine is not that of this version.",
            f"It has {version}, this is {engine.__version__}." if version else "",
            "bring it to this version",
            Repair.FILES,
        )
    for unit, name in ((WORKFLOW_PATH, "workflow"), (README, "README")):
        # a schedule that was taken out is not to be written into the README, too
        removed = unit == README and any(unscheduled(facts))
        if unit in touched and not removed:
            yield (warning if name == "workflow" else note)(
                f"{name.lower()}-outdated",
                f"The {name} is not that of this version and these settings.",
                remedy="bring it to this version",
                repair=Repair.FILES,
            )


def _altered(facts: Facts) -> bool:
    """Whether the bundle is not that of the version that the record says."""
    there = facts.state.files.get(BUNDLE)
    same_version = facts.state.placed.version == engine.__version__
    return same_version and there not in {None, blob_sha(engine_bundle())}


def genuine(facts: Facts) -> Iterator[Finding]:
    """The engine works with the athlete's key, so it is held against this program's own."""
    if _altered(facts):
        yield error(
            "engine-altered",
            f"{BUNDLE} is not the bundle of engine {engine.__version__}.",
            f"Git calls it {facts.state.files[BUNDLE][:SHOWN]}…, that of this version "
            f"{blob_sha(engine_bundle())[:SHOWN]}….",
            "place the engine again",
            Repair.ENGINE,
        )


def edited(facts: Facts) -> Iterator[Finding]:
    """An engine that was edited is not updated."""
    if ENGINE in edited_groups(facts.state) and not _altered(facts):
        yield note(
            "engine-edited",
            "The engine was edited by hand, so updates leave it alone as a whole.",
            remedy="section11-setup update replaces it if you like",
        )


CHECKS = (newer, foreign, complete, genuine, current, edited)
