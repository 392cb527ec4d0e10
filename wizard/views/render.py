"""Printing results and errors, for people or as one JSON document: the one place that does it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.text import Text

from wizard.credentials.secret import redact
from wizard.terminal.paragraph import Paragraph
from wizard.views.coach import CoachFacts, coach_view
from wizard.views.doctor import DoctorFacts, doctor_view
from wizard.views.local import LocalFacts, local_view
from wizard.views.settings import SettingsFacts, settings_view
from wizard.views.setup import SetupFacts, setup_view
from wizard.views.simple import (
    CompletionFacts,
    PageFacts,
    ScheduleFacts,
    SyncedFacts,
    completion_view,
    no_view,
    sync_view,
)
from wizard.views.status import StatusFacts, VisitFacts, status_view, visit_view
from wizard.views.terse import terse_line
from wizard.views.uninstall import UninstallFacts, uninstall_view
from wizard.views.update import UpdateFacts, update_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from wizard.errors import WizardError
    from wizard.terminal.screen import Marks, Screen
    from wizard.views.result import Result

SCHEMA = 1
"""Number of the shape that `docs/json.md` describes; it grows when a key goes or changes."""
VIEWS: Mapping[type, Callable[[Any, Marks], RenderableType | None]] = {
    CoachFacts: coach_view,
    CompletionFacts: completion_view,
    DoctorFacts: doctor_view,
    LocalFacts: local_view,
    PageFacts: no_view,
    ScheduleFacts: no_view,
    SettingsFacts: settings_view,
    SetupFacts: setup_view,
    StatusFacts: status_view,
    SyncedFacts: sync_view,
    UninstallFacts: uninstall_view,
    UpdateFacts: update_view,
    VisitFacts: visit_view,
}


def print_result(command: str, result: Result[Any], screen: Screen, *, as_json: bool) -> None:
    """Show what a command gave."""
    if as_json:
        data, messages = _plain(result.facts), list(result.messages)
        _print_json(command, {"data": data, "messages": messages}, ok=not result.exit_code)
        return
    terse = terse_line(result) if screen.quiet else None
    if terse is not None:
        if terse:
            screen.result(Paragraph(Text(terse)))
        return
    view = None if result.shown else VIEWS[type(result.facts)](result.facts, screen.marks)
    if view is not None:
        screen.result(view)
    for message in result.messages:
        screen.result(Paragraph(Text(message)))


def print_error(command: str, error: WizardError, screen: Screen, *, as_json: bool) -> None:
    """Show what went wrong and what to do next."""
    message = redact(error.message)
    if as_json:
        said = {
            "message": message,
            "remedy": redact(error.remedy),
            "exit_code": int(error.exit_code),
        }
        _print_json(command, {"error": said}, ok=False)
        return
    mark = (f"{screen.marks.bad} ", "bold red")
    screen.result(Paragraph(Text.assemble(mark, message), hang=2))
    if error.details and screen.verbose:
        screen.result(Text(redact(error.details)))
    if error.remedy:
        screen.result(Paragraph(Text(redact(error.next_step)), indent=2))
    if error.details and not screen.verbose:
        screen.result(Paragraph(Text("--verbose shows the end of the log.", style="dim"), indent=2))


def _print_json(command: str, content: Mapping[str, Any], *, ok: bool) -> None:
    document = {"schema": SCHEMA, "command": command, "ok": ok, **content}
    # ASCII: every terminal and every code page can carry it
    sys.stdout.write(json.dumps(document, indent=2) + "\n")
    sys.stdout.flush()


def _plain(value: Any) -> Any:
    """Turn facts into what JSON knows; their fields are the keys."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
