"""Printing results and errors, for people or as one JSON document: the one place that does it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from rich.text import Text

from wizard.local.views import local_view
from wizard.secret import redact
from wizard.views import VIEWS

if TYPE_CHECKING:
    from wizard.errors import WizardError
    from wizard.result import Result
    from wizard.screen import Screen


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
    show = local_view if command == "local" else VIEWS[command]
    view = show(result.data, screen.marks)
    if view is not None:
        screen.console.print(view, highlight=False)
    for message in result.messages:
        screen.console.print(Text(message), highlight=False)


def print_error(command: str, error: WizardError, screen: Screen, *, as_json: bool) -> None:
    """Show what went wrong and what to do next."""
    message, remedy = redact(error.message), redact(error.remedy)
    if as_json:
        _print_json(
            {
                "command": command,
                "ok": False,
                "exit_code": int(error.exit_code),
                "error": {"message": message, "remedy": remedy},
            }
        )
        return
    screen.console.print(
        Text.assemble((f"{screen.marks.bad} ", "bold red"), (message, "red")), highlight=False
    )
    if remedy:
        screen.console.print(Text(f"  Next: {remedy}."), highlight=False, soft_wrap=True)


def _print_json(document: dict[str, Any]) -> None:
    # ASCII: every terminal and every code page can carry it
    sys.stdout.write(json.dumps(document, indent=2, default=str) + "\n")
    sys.stdout.flush()
