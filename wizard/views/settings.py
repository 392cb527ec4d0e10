"""The settings of a mirror as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from templates.words import schedule_words
from wizard import setting_values
from wizard.views.parts import lines_view
from wizard.views.plan import cost_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import RenderableType

    from templates.settings import MirrorSettings
    from wizard.terminal.plan_lines import Item
    from wizard.terminal.screen import Marks

SETTING_LINES: Mapping[str, tuple[str, Callable[[MirrorSettings], str]]] = {
    "week_start": ("Week starts on", lambda s: setting_values.WEEK_DAYS[s.week_start]),
    "zone_preference": ("Zones", lambda s: s.zone_preference or setting_values.NO_ZONES),
    "privacy": ("Privacy", lambda s: setting_values.PRIVACY_WORDS[s.privacy]),
    "days": ("Days in detail", lambda s: str(s.days)),
    "timezone": ("Time zone", lambda s: s.timezone),
    "archive": ("Archive", lambda s: setting_values.ARCHIVE_WORDS[s.archive]),
    "archive_branch": (
        "Snapshots",
        lambda s: setting_values.ARCHIVE_BRANCH_WORDS[s.archive_branch],
    ),
}


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """The settings of a mirror.

    Attributes:
        settings: as they are, or will be.
        plan: what changes, and what stays; empty when nothing was asked for.
        changed: whether the plan was carried out.
        hidden: settings whose value stands in an Actions secret, so that nobody can read it.
    """

    settings: MirrorSettings
    plan: tuple[Item, ...] = ()
    changed: bool = False
    hidden: tuple[str, ...] = ()


def settings_view(facts: SettingsFacts, _marks: Marks) -> RenderableType:
    """Show the settings of a mirror."""
    settings = facts.settings
    lines = [("Refreshes", schedule_words(settings))]
    lines += [
        (title, setting_values.HIDDEN if key in facts.hidden else words(settings))
        for key, (title, words) in SETTING_LINES.items()
    ]
    return Group(Text(settings.full_name, style="bold"), lines_view(lines), cost_line(settings))
