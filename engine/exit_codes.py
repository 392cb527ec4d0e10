"""What the exit status of ``section11-sync`` tells a scheduler."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class SyncExit(IntEnum):
    """Exit status of the engine, with what to do about it."""

    OK = 0
    BUG = 1
    USAGE = 2
    CONFIG_MISSING = 3
    KEY_REFUSED = 4
    REMOTE_FAILED = 5
    PUBLISH_FAILED = 6
    LOCKED = 7
    BLOCKED = 8


INTERRUPTED = 130
"""After Ctrl-C, as shells have it."""
INTERRUPTION = "section11-sync: interrupted; every file is complete.\n"

REMEDIES: Mapping[SyncExit, tuple[str, str]] = {
    SyncExit.BUG: (
        "The engine has a bug",
        (
            "Run section11-setup update to get the newest engine; if it fails again, report the "
            "last lines of this log."
        ),
    ),
    SyncExit.USAGE: (
        "A setting cannot be used",
        "Run section11-setup settings, or correct the Actions variable that is named.",
    ),
    SyncExit.CONFIG_MISSING: (
        "The credentials are missing",
        "Add the Actions secrets ATHLETE_ID and INTERVALS_KEY, or run section11-setup.",
    ),
    SyncExit.KEY_REFUSED: (
        "Intervals.icu refused the API key",
        (
            "Copy the key from Intervals.icu, Settings, Developer Settings, and store it with "
            "section11-setup settings, or in the Actions secret INTERVALS_KEY."
        ),
    ),
    SyncExit.REMOTE_FAILED: (
        "Intervals.icu could not be read",
        "Nothing to do: the next run tries again. The data of the last good sync is kept.",
    ),
    SyncExit.PUBLISH_FAILED: (
        "The data could not be pushed to this repository",
        (
            "Let the workflow write (permissions: contents: write) and no rule forbid its pushes "
            "to the default branch; section11-setup doctor checks both."
        ),
    ),
    SyncExit.LOCKED: (
        "Another sync is running",
        "Nothing to do: the next run tries again.",
    ),
    SyncExit.BLOCKED: (
        "Stopped by Cloudflare before anybody looked at the API key",
        (
            "Leave the key as it is: the next run comes from another address and mostly passes. If "
            "it goes on for a day, run section11-setup update for the newest engine, or sync on "
            "your own machine with section11-setup local."
        ),
    ),
}
"""What happened and what to do, for each exit status of a failure."""
