"""The question about a mirror that another athlete, or another API key, fills."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.dialogs import questions
from wizard.dialogs.sign_in import describe
from wizard.errors import RefusedError
from wizard.mirror.found.athlete import Whose
from wizard.setting_values import DEFAULT_REPOSITORY
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from wizard.intervals_account import AthleteCard
    from wizard.terminal.screen import Screen

REPLACE, SECOND, LEAVE = "replace", "second", "leave"
NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class KeyAtHand:
    """Whose key is at hand, and what that is to a mirror.

    Attributes:
        card: the athlete.
        source: where the key was found.
        mirror: full name of the mirror.
        whose: how they compare.
    """

    card: AthleteCard
    source: str
    mirror: str
    whose: Whose

    @property
    def differs(self) -> bool:
        """Whether the mirror has another key, or is somebody else's."""
        return self.whose in {Whose.OTHER_ATHLETE, Whose.OTHER_KEY}

    @property
    def words(self) -> str:
        """Say how they differ."""
        if self.whose is Whose.OTHER_ATHLETE:
            return f"{self.mirror} publishes another athlete's data, not that of {self.card.name}."
        return f"{self.mirror} was set up with another API key than the one from {self.source}."


def ask_whose(screen: Screen, key: KeyAtHand) -> str:
    """Ask what becomes of the mirror: ``replace``, ``second`` or ``leave``.

    Raises:
        RefusedError: there is nobody to ask; nothing of that can be guessed.
    """
    other = key.whose is Whose.OTHER_ATHLETE
    if screen.takes_defaults:
        moves = f"--rotate-key moves it to {key.card.name}" if other else "--rotate-key replaces it"
        gone = " and deletes the old data" if other else ""
        raise RefusedError(
            key.words, f"{moves}{gone}; --repo NAME makes a second mirror, beside this one"
        )
    screen.note(f"{key.words} You are {describe(key.card)}.")
    replaces = (
        Choice(
            REPLACE,
            f"Move the mirror to {key.card.name}; the other athlete's data is deleted",
            "move",
        )
        if other
        else Choice(REPLACE, "Replace the key in the mirror by this one", "replace")
    )
    second = Choice(SECOND, "Make a second mirror, with a repository of its own", "second mirror")
    leave = Choice(LEAVE, "Leave its key as it is", "leave")
    choices = [second, replaces, leave] if other else [replaces, second, leave]
    return screen.prompts.choose("What shall become of it?", choices, LEAVE)


def ask_second(screen: Screen, card: AthleteCard) -> str:
    """Ask for the name of another mirror's repository."""
    return questions.ask_repository(screen, suggested_name(card.name))


def suggested_name(athlete: str) -> str:
    """Return a name for another mirror, such as ``training-data-anna``."""
    plain = unicodedata.normalize("NFKD", athlete).encode("ascii", "ignore").decode().lower()
    first = NOT_A_LETTER.sub("-", plain.split(" ")[0]).strip("-")
    return f"{DEFAULT_REPOSITORY}-{first or 'two'}"
