"""Print the instructions for an AI platform, with the names and addresses of this mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.commands.extra_options import PLATFORMS
from wizard.commands.last_steps import tell_coach
from wizard.commands.target import existing_mirror
from wizard.dialogs.coach import ask_platform
from wizard.mirror.settings import read_settings
from wizard.result import Result

if TYPE_CHECKING:
    from wizard.app import App


def run(app: App) -> Result:
    """Ask for the platform when it is not said, and show how it is connected."""
    platform = app.options.platform
    if platform is None and not app.screen.asks:
        app.require([f"the platform: one of {', '.join(PLATFORMS)}"])
    _, state, _ = existing_mirror(app)
    settings = read_settings(state, None)
    added = tell_coach(app, platform or ask_platform(app), settings, state)
    return Result(added.facts["coach"], added.messages, shown=True)
