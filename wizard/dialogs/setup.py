"""The questions about a plan: carry it out, change something first, or leave it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.settings import VARIABLES, MirrorSettings
from wizard import setting_values
from wizard.dialogs import questions
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from wizard.terminal.screen import Screen

GO, CHANGE, SHOW, STOP = "go", "change", "show", "stop"
PROTOCOL, KEEP_SECRETS = "protocol", "keep-secrets"


@dataclass(frozen=True, slots=True)
class SetupDraft:
    """What can be changed before the plan is carried out.

    Attributes:
        settings: of the mirror.
        protocol: whether Section 11's protocol and guides are committed, too; None: no question.
        keep_secrets: whether key and token go to the keyring; None when that is no question.
        hidden: Actions variables whose value stands in a secret that nobody can read.
        sports: families of the account's sports.
    """

    settings: MirrorSettings
    protocol: bool | None
    keep_secrets: bool | None
    hidden: frozenset[str] = frozenset()
    sports: tuple[str, ...] = ()


def ask_go(screen: Screen, *, replaces: bool) -> str:
    """Ask for the one yes.

    Args:
        screen: where to ask.
        replaces: whether files that somebody made by hand are replaced.
    """
    lines = [
        Choice(GO, "Yes, carry out the plan", "yes"),
        Choice(CHANGE, "Change a setting first", "not yet: a setting"),
    ]
    if replaces:
        lines.append(Choice(SHOW, "Show the difference of the files that are replaced", "show"))
    lines.append(Choice(STOP, "No, leave everything as it is", "no"))
    return screen.prompts.choose("Go ahead?", lines, GO)


def ask_changes(screen: Screen, draft: SetupDraft) -> SetupDraft:
    """Show every setting with its value and change what is picked, until nothing more is."""
    sports = draft.sports
    while True:
        where = screen.prompts.choose("Which setting?", _lines(draft), questions.GO_ON)
        if where == questions.GO_ON:
            return draft
        if where == KEEP_SECRETS:
            words = "Keep key and token in this computer's keyring?"
            draft = replace(draft, keep_secrets=screen.prompts.confirm(words))
        elif where == PROTOCOL:
            words = "Commit Section 11's protocol and guides, too, so that one connector has all?"
            draft = replace(draft, protocol=screen.prompts.confirm(words))
        else:
            changed = questions.change(screen, where, draft.settings, lambda: sports)
            draft = replace(draft, settings=changed)


def _title(draft: SetupDraft, key: str) -> str:
    """Show a setting with its value, as far as it can be read."""
    standard = getattr(MirrorSettings("", ""), key)
    unread = VARIABLES.get(key) in draft.hidden and getattr(draft.settings, key) == standard
    return questions.title(draft.settings, key, {key} if unread else ())


def _lines(draft: SetupDraft) -> list[Choice]:
    settings = draft.settings
    schedule = setting_values.schedule_label(settings.schedule)
    lines = [
        Choice(questions.GO_ON, "No more: back to the plan", "no more"),
        questions.labeled(questions.SCHEDULE, questions.line("Schedule", schedule)),
        *(questions.labeled(key, _title(draft, key)) for key in questions.DETAILS),
    ]
    if draft.protocol is not None:
        words = "yes, with all guides" if draft.protocol else "no"
        lines.append(questions.labeled(PROTOCOL, questions.line("Protocol files", words)))
    if draft.keep_secrets is not None:
        words = "yes, in the keyring" if draft.keep_secrets else "no"
        lines.append(questions.labeled(KEEP_SECRETS, questions.line("Remember secrets", words)))
    return lines
