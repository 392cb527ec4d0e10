"""What the exit status of ``section11-setup`` tells a script."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class ExitCode(IntEnum):
    """Exit status of the wizard; ``meaning`` is what ``--help`` prints."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> Self:
        """Attach the meaning to the number."""
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    OK = 0, "done, or nothing to do"
    FAILURE = 1, "something failed on this side, or doctor found errors that remain"
    USAGE = 2, "the command line is wrong"
    NEEDS_INPUT = 3, "an answer is missing and there is nobody to ask"
    AUTH = 4, "the API key or the GitHub token is wrong or lacks a permission"
    REFUSED = 5, "GitHub or Intervals.icu refused or cannot do it"
    RUN_FAILED = 6, "everything is set up, but the sync run failed"
    TIMED_OUT = 7, "everything is set up, but the sync run did not end in time"
    INTERRUPTED = 130, "interrupted; the same command goes on where it stopped"
