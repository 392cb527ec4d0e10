"""Printing results and errors, for people or as one JSON document: the one place that does it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from rich.text import Text

from wizard.credentials.secret import redact
from wizard.dialogs.coach import coach_view
from wizard.views.doctor import doctor_view
from wizard.views.local import local_view
from wizard.views.setup import VIEWS
from wizard.views.status import status_view
from wizard.views.uninstall import uninstall_view
from wizard.views.update import update_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import RenderableType

    from wizard.errors import WizardError
    from wizard.result import Result
    from wizard.terminal.screen import Marks, Screen

OWN_VIEWS: Mapping[str, Callable[[Mapping[str, Any], Marks], RenderableType | None]] = {
    "coach": coach_view,
    "local": local_view,
    "doctor": doctor_view,
    "status": status_view,
    "update": update_view,
    "uninstall": uninstall_view,
}
"""Views of commands that bring their own module for it."""


def print_result(command: str, result: Result, screen: Screen, *, as_json: bool) -> None:
    """Show what a command gave."""
    if as_json:
        _print_json(
            {
                "command": command,
                "ok": not result.exit_code,
                "exit_code": int(result.exit_code),
                "data": result.data,
                "messages": result.messages,
            }
        )
        return
    show = OWN_VIEWS.get(command) or VIEWS[command]
    view = None if result.shown else show(result.data, screen.marks)
    if view is not None:
        screen.console.print(view, highlight=False)
    for message in result.messages:
        screen.console.print(Text(message), highlight=False)


def print_error(command: str, error: WizardError, screen: Screen, *, as_json: bool) -> None:
    """Show what went wrong and what to do next."""
    message = redact(error.message)
    if as_json:
        _print_json(
            {
                "command": command,
                "ok": False,
                "exit_code": int(error.exit_code),
                "error": {"message": message, "remedy": redact(error.remedy)},
            }
        )
        return
    screen.console.print(
        Text.assemble((f"{screen.marks.bad} ", "bold red"), message), highlight=False
    )
    if error.remedy:
        next_step = Text(f"  {redact(error.next_step)}")
        screen.console.print(next_step, highlight=False, soft_wrap=True)


def _print_json(document: dict[str, Any]) -> None:
    # ASCII: every terminal and every code page can carry it
    sys.stdout.write(json.dumps(document, indent=2, default=str) + "\n")
    sys.stdout.flush()
