"""The list of settings of a mirror that exists: pick one, change it, until nothing more is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard import setting_values
from wizard.dialogs import questions
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from templates.settings import MirrorSettings
    from wizard.terminal.screen import Screen

KEY = "key"


@dataclass(frozen=True, slots=True)
class Changes:
    """What was chosen: the settings, and whether key and athlete are set anew."""

    settings: MirrorSettings
    renew_key: bool = False


def ask_changes(
    screen: Screen,
    settings: MirrorSettings,
    hidden: Collection[str] = (),
    sports: Callable[[], Sequence[str]] = tuple,
) -> Changes:
    """Show every setting with its value, as far as it can be read, and change what is picked.

    Args:
        screen: where to ask.
        settings: as they are.
        hidden: settings that stand in secrets, which cannot be read.
        sports: finds the families of the account's sports, if that is asked.
    """
    renew, before = False, settings
    while True:
        lines = [Choice(questions.GO_ON, "No more, go on", "nothing more")]
        schedule = setting_values.schedule_label(settings.schedule)
        lines.append(questions.labeled(questions.SCHEDULE, questions.line("Schedule", schedule)))
        unread = {key for key in hidden if getattr(settings, key) == getattr(before, key)}
        lines += [
            questions.labeled(key, questions.title(settings, key, unread))
            for key in questions.DETAILS
        ]
        words = "set anew" if renew else "as they are"
        lines.append(questions.labeled(KEY, questions.line("API key, athlete", words)))
        where = screen.prompts.choose("Which setting shall be changed?", lines, questions.GO_ON)
        if where == questions.GO_ON:
            return Changes(settings, renew)
        if where == KEY:
            renew = screen.prompts.confirm(
                "Set a new API key, or that of another athlete?", default=True
            )
        else:
            settings = questions.change(screen, where, settings, sports)
