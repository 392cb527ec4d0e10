"""How a sync is published: told by the command line and by GitHub Actions."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.base.format import ArchiveBranch, ArchivePolicy

SERVER_URL = "https://github.com"


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """How to publish.

    Attributes:
        manual: a person asked for this run, so a commit is made in any case.
        branch: the branch to push to; None: the one the clone follows, else the default branch.
        archive: which snapshots are kept.
        archive_branch: whether they are kept on a branch of their own.
        token: shown to ``server_url`` unless the clone has credentials of its own.
        server_url: address of the GitHub server.
        remote: name of the remote.
        sleep: waits between two attempts (s).
        jitter: factor of a wait, 0 to 1.
        notes_only: commit what the next run has to know and no data.
    """

    manual: bool = False
    branch: str | None = None
    archive: ArchivePolicy = "default"
    archive_branch: ArchiveBranch = "own"
    token: str = field(default="", repr=False)
    server_url: str = SERVER_URL
    remote: str = "origin"
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.SystemRandom().random
    notes_only: bool = False


def options_from(
    environment: Mapping[str, str],
    policy: ArchivePolicy = "default",
    archive_branch: ArchiveBranch = "own",
) -> PublishOptions:
    """Read what GitHub Actions tells a step; outside of Actions the defaults remain."""
    on_branch = environment.get("GITHUB_REF_TYPE") == "branch"
    return PublishOptions(
        manual=environment.get("GITHUB_EVENT_NAME") == "workflow_dispatch",
        branch=(environment.get("GITHUB_REF_NAME") or None) if on_branch else None,
        archive=policy,
        archive_branch=archive_branch,
        token=environment.get("GITHUB_TOKEN") or "",
        server_url=environment.get("GITHUB_SERVER_URL") or SERVER_URL,
    )
