"""What a fault is, and the list of all.

Each function of the other files spoils one thing. Its decorator says which finding it gives, how
bad it is, and whether the repair heals it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.wizard.stage import Stage

Spoil = Callable[[Stage], None]


@dataclass(frozen=True)
class Fault:
    """One way to spoil a mirror and what the doctor must say about it.

    ``heals``: whether a repair heals it. ``named``: whether it is only repaired when it is named.
    """

    id: str
    severity: str
    spoil: Spoil
    heals: bool
    named: bool
    arguments: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the test case."""
        return f"{self.id}-{self.spoil.__name__}"


FAULTS: list[Fault] = []


def fault(
    name: str, severity: str, *, heals: bool = False, named: bool = False,
    arguments: tuple[str, ...] = (),
) -> Callable[[Spoil], Spoil]:  # fmt: skip
    """Add a fault to the list."""

    def add(spoil: Spoil) -> Spoil:
        FAULTS.append(Fault(name, severity, spoil, heals, named, arguments))
        return spoil

    return add
