"""What the exit status of ``section11-sync`` tells a scheduler."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit status of the engine, with what to do about it."""

    OK = 0
    BUG = 1
    USAGE = 2
    CONFIG_MISSING = 3
    KEY_REFUSED = 4
    REMOTE_FAILED = 5
    PUBLISH_FAILED = 6
    LOCKED = 7
