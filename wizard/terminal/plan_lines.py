"""What a plan says it will do, line by line, for the screen and for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What happens to one thing."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    KEEP = "keep"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the plan."""

    action: Action
    what: str
    detail: str = ""
