"""The dossier: an interview with answers filled in, a preview, one commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from templates import dossier
from templates.dossier import DOSSIER, FIELDS, Field, one_line
from wizard.dialogs.prefill import prefill
from wizard.errors import UsageError
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from wizard.credentials.secret import Secret
    from wizard.intervals_account import AthleteCard
    from wizard.terminal.screen import Screen

COMMIT, LEAVE = "commit", "leave"
PREFERS_OLD = frozenset({"name", "goals", "constraints", "equipment", "days", "style"})
"""Answers of an earlier dossier that are worth more than what can be read from the account."""
LONGEST_SHOWN = 46
SKIP = "."
"""An answer that ends the interview."""


@dataclass(frozen=True, slots=True)
class Source:
    """The account, where answers can be read without asking.

    Attributes:
        url: base of the API.
        key: the API key.
        athlete: whose account it is.
        now: the present moment, aware.
    """

    url: str
    key: Secret
    athlete: AthleteCard
    now: datetime


def said_answers(items: Iterable[str]) -> dict[str, str]:
    """Read the answers of the command line, ``FIELD=TEXT`` each.

    Raises:
        UsageError: one has no such field.
    """
    known = {field.key for field in FIELDS}
    found = {}
    for item in items:
        key, equals, text = item.partition("=")
        if not equals or key.strip() not in known:
            raise UsageError(
                f"--dossier-set {item} cannot be used.",
                f"write FIELD=TEXT with one of {', '.join(field.key for field in FIELDS)}",
            )
        found[key.strip()] = one_line(text)
    return found


def first_answers(
    screen: Screen, source: Source, said: Mapping[str, str], old: str, *, public: bool
) -> dict[str, str]:
    """Fill in what is known: from the command line, the account, an earlier dossier.

    Args:
        screen: where it is shown that something is read.
        source: the account.
        said: answers of the command line.
        old: text of the earlier dossier; empty when there is none.
        public: whether everybody will read it; then the name is left out.
    """
    with screen.busy("Reading your account for the dossier"):
        known = prefill(source.url, source.key, source.athlete.id, source.now)
    if public:
        known.pop("name", None)
    before = dossier.read(old)
    kept = {key: text for key, text in before.items() if key in PREFERS_OLD or key not in known}
    return {**known, **kept, **said}


def interview(screen: Screen, answers: Mapping[str, str]) -> dict[str, str]:
    """Ask what is not known; what is filled in is shown, and all of it can be changed later."""
    known = {key: text for key, text in answers.items() if text}
    unknown = [field for field in FIELDS if field.key not in known]
    if known:
        names = ", ".join(field.label for field in FIELDS if field.key in known)
        screen.help(f"Filled in: {names}.")
    if not unknown:
        return known
    how = "1 question is" if len(unknown) == 1 else f"{len(unknown)} questions are"
    screen.help(f"{how} left. Enter alone: not said. {SKIP} alone: skip the rest.")
    for field in unknown:
        said = _ask(screen, field, "")
        if said == SKIP:
            break
        known[field.key] = said
    return known


def _ask(screen: Screen, field: Field, default: str) -> str:
    screen.help(field.hint)
    return one_line(screen.prompts.text(field.label, default, lambda _: None))


def review(screen: Screen, answers: dict[str, str], today: date, *, public: bool) -> str | None:
    """Show the file and let answers be changed until it is committed or left.

    Returns:
        The text to commit; None when it shall not be.
    """
    while True:
        text = dossier.write(answers, today)
        screen.show(Padding(Text(text), (1, 0, 1, 2), expand=False))
        if public:
            screen.note("The repository is public: everybody will be able to read this.")
        lines = [
            Choice(COMMIT, f"Commit it as {DOSSIER}", "committed"),
            Choice(LEAVE, "Leave it", "left"),
            *(Choice(f.key, _line(f, answers), f.label) for f in FIELDS),
        ]
        default = LEAVE if public else COMMIT
        chosen = screen.prompts.choose("Is that right?", lines, default)
        if chosen == COMMIT:
            return text
        if chosen == LEAVE:
            return None
        field = next(field for field in FIELDS if field.key == chosen)
        answers = {**answers, chosen: _ask(screen, field, answers.get(chosen, ""))}


def _line(field: Field, answers: Mapping[str, str]) -> str:
    text = answers.get(field.key) or dossier.OPEN
    short = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."
    return f"Change {field.label:<14}{short}"
