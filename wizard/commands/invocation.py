"""One run of the program: where it runs, where people read and are asked, how it behaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.errors import NeedsInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.commands.options.shared import Behavior
    from wizard.dialogs.connection import Connection
    from wizard.environment import Environment
    from wizard.terminal.screen import Screen

CONFIRM_MISSING = "--yes to confirm the plan"


@dataclass(frozen=True, slots=True)
class Invocation:
    """One run of the program.

    Attributes:
        environment: where it runs.
        screen: where people read and are asked.
        behavior: how it behaves.
        connection: GitHub, once somebody has signed in; whoever comes later is not asked again.
    """

    environment: Environment
    screen: Screen
    behavior: Behavior
    connection: Connection | None = None

    def connect(self, token_file: str | None, *, needs_scopes: bool = True) -> Connection:
        """Return the connection that is there, else find or ask for a token and check it.

        Args:
            token_file: value of ``--token-file``.
            needs_scopes: whether a token without the needed scopes is refused.

        Raises:
            NeedsInputError: there is no token and nobody to ask.
            AuthError: it cannot be used and nobody can be asked for another.
        """
        if self.connection is not None:
            return self.connection
        from wizard.dialogs.sign_in import (  # noqa: PLC0415 - brings GitHub's library
            describe_token,
            missing_token,
            sign_in,
        )

        self.require(missing_token(self.screen, self.environment, token_file))
        made = sign_in(self.screen, self.environment, token_file, needs_scopes=needs_scopes)
        self.screen.good(describe_token(made, checked=needs_scopes))
        return made

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
