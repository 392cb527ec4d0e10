"""Public repositories: what everybody could read, and the confirmation by typing the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.base.format import PRIVACY_LEVELS
from wizard.errors import RefusedError, UsageError
from wizard.setting_values import PRIVACY_WORDS
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from rich.console import RenderableType

    from engine.base.format import Privacy
    from wizard.terminal.screen import Screen

STRICT: Privacy = "strict"
NOT_STRICT: tuple[Privacy, ...] = ("off", "standard")
ONLY_OFF: tuple[Privacy, ...] = ("off",)
YES, NO = Text("yes", style="bold"), Text("no", style="dim")


@dataclass(frozen=True, slots=True)
class Readable:
    """Something in the files, and the privacy levels at which it is in them."""

    what: str
    levels: tuple[Privacy, ...]


READABLE = (
    Readable("activities: time, sport, distance, power, heart rate", PRIVACY_LEVELS),
    Readable("fitness, fatigue, zones, readiness, every FTP", PRIVACY_LEVELS),
    Readable("weight, HRV, sleep, menstrual phase, mood", PRIVACY_LEVELS),
    Readable("blood pressure, glucose, what else you record", PRIVACY_LEVELS),
    Readable("age, sex, height, time zone", PRIVACY_LEVELS),
    Readable("when you were sick or injured", PRIVACY_LEVELS),
    Readable("plan and races: dates, start times", PRIVACY_LEVELS),
    Readable("names of indoor activities", PRIVACY_LEVELS),
    Readable("routes: tracks, climbs, course", PRIVACY_LEVELS),
    Readable("their first and last 500 m: where you live", NOT_STRICT),
    Readable("date of birth, place of residence", NOT_STRICT),
    Readable("titles of plan, races, illness; route file names", NOT_STRICT),
    Readable("notes, descriptions, messages with your coach", NOT_STRICT),
    Readable("names of outdoor activities", ONLY_OFF),
    Readable("your athlete id at Intervals.icu", ONLY_OFF),
    Readable("what was ever committed: git forgets nothing", PRIVACY_LEVELS),
)
"""What everybody reads in a public repository. The API key is in none of it."""


def readable_facts() -> dict[str, list[str]]:
    """Return what is readable by privacy level, for JSON."""
    return {
        level: [one.what for one in READABLE if level in one.levels] for level in PRIVACY_LEVELS
    }


def readable_view() -> RenderableType:
    """Show what everybody reads at each level."""
    table = Table.grid(padding=(0, 1))
    table.add_column(overflow="fold")
    for _ in PRIVACY_LEVELS:
        table.add_column(justify="center", no_wrap=True)
    table.add_row(
        Text("Everybody can read", style="bold"), *(Text(level) for level in PRIVACY_LEVELS)
    )
    for one in READABLE:
        table.add_row(
            Text(one.what), *(YES if level in one.levels else NO for level in PRIVACY_LEVELS)
        )
    return Group(Text(), Padding(table, (0, 0, 0, 2), expand=False), Text())


@dataclass(frozen=True, slots=True)
class PublicAnswers:
    """What was said on the command line about a public repository.

    Attributes:
        confirmed: name of the repository, to confirm that everybody may read it.
        privacy: level to begin with.
    """

    confirmed: str | None
    privacy: str | None


def confirm_public(
    screen: Screen, full_name: str, said: PublicAnswers, warning: str, otherwise: str
) -> Privacy:
    """Make sure that the athlete wants everybody to read the data, and choose the level.

    Args:
        screen: where to ask.
        full_name: ``owner/name`` of the repository.
        said: what is answered already.
        warning: why it is or will be public, a sentence.
        otherwise: what else can be done.

    Returns:
        The privacy level to begin with.

    Raises:
        RefusedError: it was not confirmed.
        UsageError: another name was given to confirm.
    """
    name = full_name.rpartition("/")[2]
    given = said.confirmed
    chosen = cast("Privacy", said.privacy or STRICT)
    if given is not None:
        if given.strip().lower() not in {name.lower(), full_name.lower()}:
            raise UsageError(
                f"--confirm-public {given} is not the name of the repository.", f"it is {name}"
            )
        screen.note(f"{warning} Privacy level: {chosen}.")
        return chosen
    if screen.takes_defaults:
        raise RefusedError(warning, f"{otherwise}; --confirm-public {name} if everybody may")
    screen.note(warning)
    screen.show(readable_view())
    if said.privacy is None:
        levels = [Choice(level, words) for level, words in PRIVACY_WORDS.items()]
        question = "What shall the files leave out?"
        level = screen.prompts.choose_or_back(question, levels, STRICT)
        if level is None:
            raise RefusedError("Not confirmed, so it is left alone.", otherwise)
        chosen = cast("Privacy", level)
    typed = screen.prompts.typed(
        f"Everybody may read this? Type {name}, or Enter for no", lambda _: None
    )
    if typed.lower() not in {name.lower(), full_name.lower()}:
        raise RefusedError("Not confirmed, so it is left alone.", otherwise)
    return chosen
