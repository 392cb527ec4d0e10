"""What a command hands back; printing it happens in one other place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from wizard.exit_codes import ExitCode

T = TypeVar("T")


@dataclass(frozen=True)
class Result(Generic[T]):
    """Outcome of a command.

    Attributes:
        facts: what was found and done; their fields are the keys of the ``data`` of ``--json``.
        messages: sentences for people, also in the JSON.
        exit_code: exit status.
        shown: whether people have seen the facts already, before they were asked.
    """

    facts: T
    messages: tuple[str, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    shown: bool = False
