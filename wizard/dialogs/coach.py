"""Instructions for an AI platform: asked for, shown, copied."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from templates.coaches import COACHES, brief
from templates.dossier import DOSSIER
from templates.words import data_urls
from wizard.mirror.upstream import PROTOCOL
from wizard.terminal.clipboard import clipboard_program, copy
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rich.console import RenderableType

    from templates.settings import MirrorSettings
    from wizard.app import App
    from wizard.terminal.screen import Marks


def ask_platform(app: App) -> str:
    """Ask which AI platform the athlete uses."""
    choices = [Choice(key, coach.name) for key, coach in COACHES.items()]
    return app.screen.prompts.choose("Which AI coach do you use?", choices, next(iter(COACHES)))


def coach_facts(platform: str, settings: MirrorSettings, files: Collection[str]) -> dict[str, Any]:
    """Collect everything about one platform and one repository.

    Args:
        platform: key of the platform.
        settings: of the repository.
        files: paths in the repository.
    """
    said = brief(platform, settings, protocol=PROTOCOL in files, dossier=DOSSIER in files)
    return {
        **asdict(said),
        "repository": settings.full_name,
        "private": settings.private,
        "urls": list(data_urls(settings)),
        "copied": False,
    }


def offer_copy(app: App, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Copy the instructions when that is asked for, or after asking in a terminal."""
    env = app.surroundings.env
    wanted = app.options.copy
    if not wanted and not app.takes_defaults and clipboard_program(env) is not None:
        wanted = app.screen.prompts.confirm("Copy the instructions to the clipboard?")
    return {**facts, "copied": wanted and copy(str(facts["instructions"]), env)}


def copy_message(app: App, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Say whether the clipboard has them."""
    if facts["copied"]:
        return ("The instructions are on the clipboard.",)
    if app.options.copy:
        return ("No program for the clipboard works here: copy them from the screen.",)
    return ()


def coach_view(data: Mapping[str, Any], _marks: Marks | None = None) -> RenderableType:
    """Show how to connect, what to paste, and when the coach sees new data."""
    steps = [*data["connect"], f"Paste the text below as {data['place']}."]
    numbered = Table.grid(padding=(0, 1))
    for number, step in enumerate(steps, 1):
        numbered.add_row(Text(f"{number}."), Text(step, overflow="fold"))
    return Group(
        Text(),
        Text(f"Your coach: {data['name']}", style="bold"),
        Padding(numbered, (0, 0, 1, 2), expand=False),
        Rule("Instructions to paste", align="left", style="dim"),
        # at the left edge, so that nothing has to be taken away after copying
        *(_pasted(line) for line in str(data["instructions"]).splitlines()),
        Rule(style="dim"),
        Padding(
            Group(
                Text(f"Before a talk: {data['before']}."),
                Text(f"First question: {data['question']}"),
                *_privacy_lines(data),
            ),
            (0, 0, 1, 2),
            expand=False,
        ),
    )


def _pasted(line: str) -> Text:
    """Keep an address in one piece, so that it works when it is copied."""
    address = line.startswith("https://")
    return Text(line, no_wrap=address, overflow="ignore" if address else None)


def _privacy_lines(data: Mapping[str, Any]) -> list[RenderableType]:
    if not data["private"] or data["platform"] == "local":
        return []
    words = f"{data['repository']} is private: {data['name']} reads it only through this login."
    return [Text(words, style="dim")]
