"""One run of the program: where it runs, where people read and are asked, how it behaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.errors import NeedsInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.environment import Environment
    from wizard.terminal.screen import Screen

CONFIRM_MISSING = "--yes to confirm the plan"


@dataclass(frozen=True, slots=True)
class Behavior:
    """The options that every command has."""

    yes: bool = False
    no_input: bool = False
    dry_run: bool = False
    json: bool = False
    no_color: bool = False
    quiet: bool = False
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class Invocation:
    """One run of the program."""

    environment: Environment
    screen: Screen
    behavior: Behavior

    def require(self, missing: Sequence[str]) -> None:
        """Stop with the list of what nobody can be asked for.

        Raises:
            NeedsInputError: the list is not empty.
        """
        if not missing:
            return
        why = "--no-input is given" if self.behavior.no_input else "there is no terminal to ask in"
        why = "--json never asks" if self.behavior.json else why
        raise NeedsInputError(f"Answers are missing and {why}.", "add " + "; ".join(missing))

    def confirmed(self) -> bool:
        """Ask for the one yes.

        Raises:
            NeedsInputError: it was not given beforehand, and there is nobody to ask.
        """
        self.require([] if self.screen.asks or self.screen.yes else [CONFIRM_MISSING])
        return self.screen.yes or self.screen.prompts.confirm("Go ahead?")
