"""Where snapshots go: to a branch of their own, so that no reader takes an old day for today.

Those that earlier versions put beside the data move there with the next commit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.output.archive import FOLDER, snapshot_path, superseded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from engine.base.format import ArchivePolicy

BRANCH = "archive"


@dataclass(frozen=True, slots=True)
class Shelved:
    """What happens to snapshots, path to content, None to remove it.

    Attributes:
        beside: on the branch of the data.
        apart: on the branch of their own.
        moved: path to the name of the content of all that is on their own branch afterwards, when
            some come from the branch of the data.
    """

    beside: Mapping[str, bytes | None] = field(default_factory=dict)
    apart: Mapping[str, bytes | None] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)


def beside_the_data(
    there: Mapping[str, str], snapshot: bytes | None, now: datetime, policy: ArchivePolicy
) -> Shelved:
    """Add a snapshot to those on the branch of the data."""
    return Shelved(beside=_changes(there, snapshot, now, policy))


def on_their_own(
    beside: Mapping[str, str],
    apart: Mapping[str, str],
    snapshot: bytes | None,
    now: datetime,
    policy: ArchivePolicy,
) -> Shelved:
    """Add a snapshot to those on their own branch, and move the others there.

    Args:
        beside: path to the name of the content of what is in the folder on the data's branch.
        apart: the same of their own branch.
        snapshot: the new one; None: there is none this time.
        now: when it is taken.
        policy: which are kept.
    """
    found = {path: content for path, content in beside.items() if path.endswith(".json")}
    together = {**found, **apart}
    return Shelved(
        beside=dict.fromkeys(found),
        apart=_changes(together, snapshot, now, policy),
        moved=together if found else {},
    )


def _changes(
    there: Mapping[str, str], snapshot: bytes | None, now: datetime, policy: ArchivePolicy
) -> dict[str, bytes | None]:
    if policy == "off" or snapshot is None:
        return {}
    dropped: dict[str, bytes | None] = dict.fromkeys(superseded(there, now.date(), policy))
    return dropped | {snapshot_path(now): snapshot}


def keep_folder(data_dir: Path, shelved: Shelved) -> None:
    """Keep up the folder of snapshots where somebody has it on their own machine."""
    if not (data_dir / FOLDER).is_dir():
        return
    for path, content in shelved.apart.items():
        where = data_dir / path
        if content is None:
            where.unlink(missing_ok=True)
            continue
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(content)
