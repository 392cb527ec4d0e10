"""What a command hands back; printing it happens in one other place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wizard.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Result:
    """Outcome of a command.

    Attributes:
        data: JSON-ready facts, the ``data`` of ``--json``.
        messages: sentences for people, also in the JSON.
        exit_code: exit status.
        shown: whether people have seen the facts already, before they were asked.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    shown: bool = False
