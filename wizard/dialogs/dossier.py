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
    from collections.abc import Mapping
    from datetime import date

    from wizard.app import App
    from wizard.credentials.secret import Secret
    from wizard.intervals_account import AthleteCard

COMMIT, LEAVE = "commit", "leave"
PREFERS_OLD = frozenset({"name", "goals", "constraints", "equipment", "days", "style"})
"""Answers of an earlier dossier that are worth more than what can be read from the account."""
LONGEST_SHOWN = 46


@dataclass(frozen=True, slots=True)
class Source:
    """Where answers can be read without asking."""

    url: str
    key: Secret
    athlete: AthleteCard


def said_answers(app: App) -> dict[str, str]:
    """Read the answers of the command line.

    Raises:
        UsageError: one has no such field.
    """
    known = {field.key for field in FIELDS}
    found = {}
    for item in app.options.dossier_set or ():
        key, equals, text = item.partition("=")
        if not equals or key.strip() not in known:
            raise UsageError(
                f"--dossier-set {item} cannot be used.",
                f"write FIELD=TEXT with one of {', '.join(field.key for field in FIELDS)}",
            )
        found[key.strip()] = one_line(text)
    return found


def first_answers(app: App, source: Source, old: str, *, public: bool) -> dict[str, str]:
    """Fill in what is known: from the command line, the account, an earlier dossier.

    Args:
        app: the program.
        source: the account.
        old: text of the earlier dossier; empty when there is none.
        public: whether everybody will read it; then the name is left out.
    """
    with app.screen.busy("Reading your account for the dossier"):
        now = app.surroundings.now()
        known = prefill(source.url, source.key, source.athlete.id, now)
    if public:
        known.pop("name", None)
    before = dossier.read(old)
    kept = {key: text for key, text in before.items() if key in PREFERS_OLD or key not in known}
    return {**known, **kept, **said_answers(app)}


def interview(app: App, answers: Mapping[str, str]) -> dict[str, str]:
    """Ask every question; Enter takes what is filled in."""
    app.screen.help(
        f"{len(FIELDS)} short questions. Enter takes what is filled in; empty means: not said. "
        "Afterwards you see all of it and can still change it."
    )
    return {field.key: _ask(app, field, answers.get(field.key, "")) for field in FIELDS}


def _ask(app: App, field: Field, default: str) -> str:
    app.screen.help(field.hint)
    return one_line(app.screen.prompts.text(field.label, default, lambda _: None))


def review(app: App, answers: dict[str, str], today: date, *, public: bool) -> str | None:
    """Show the file and let answers be changed until it is committed or left.

    Returns:
        The text to commit; None when it shall not be.
    """
    while True:
        text = dossier.write(answers, today)
        app.screen.show(Padding(Text(text), (1, 0, 1, 2), expand=False))
        if public:
            app.screen.note("The repository is public: everybody will be able to read this.")
        lines = [
            Choice(COMMIT, f"Commit it as {DOSSIER}", "committed"),
            Choice(LEAVE, "Leave it", "left"),
            *(Choice(f.key, _line(f, answers), f.label) for f in FIELDS),
        ]
        default = LEAVE if public else COMMIT
        chosen = app.screen.prompts.choose("Is that right?", lines, default)
        if chosen == COMMIT:
            return text
        if chosen == LEAVE:
            return None
        field = next(field for field in FIELDS if field.key == chosen)
        answers = {**answers, chosen: _ask(app, field, answers.get(chosen, ""))}


def _line(field: Field, answers: Mapping[str, str]) -> str:
    text = answers.get(field.key) or dossier.OPEN
    short = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."
    return f"Change {field.label:<14}{short}"
