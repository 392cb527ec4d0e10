"""The result of a command in a line, for ``--quiet``; nothing where the exit status says it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.views.doctor import DoctorFacts
from wizard.views.local import LocalFacts
from wizard.views.setup import SetupFacts
from wizard.views.simple import PageFacts, ScheduleFacts, SyncedFacts
from wizard.views.status import StatusFacts, age_words
from wizard.views.uninstall import UninstallFacts
from wizard.views.update import UpdateFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.views.result import Result


def _setup(facts: SetupFacts) -> str:
    return facts.repository.page or ""


def _sync(facts: SyncedFacts) -> str:
    numbers = facts.sync.numbers if facts.sync else None
    return (numbers.last_updated if numbers else None) or ""


def _status(facts: StatusFacts) -> str:
    age = "no data" if facts.age_minutes is None else age_words(facts.age_minutes)
    due = f", next run {facts.next_runs[0].isoformat()}" if facts.next_runs else ""
    return f"{facts.repository.full_name}: {age}, workflow {facts.workflow}{due}"


def _doctor(facts: DoctorFacts) -> str:
    findings = (finding for area in facts.areas for finding in area.findings)
    return "\n".join(f"{one.severity} {one.id}: {one.what}" for one in findings)


TERSE: Mapping[type, Callable[[Any], str]] = {
    DoctorFacts: _doctor,
    LocalFacts: lambda facts: facts.settings.folder if facts.settings else "",
    PageFacts: lambda facts: facts.page,
    ScheduleFacts: lambda facts: "running" if facts.enabled else "paused",
    SetupFacts: _setup,
    StatusFacts: _status,
    SyncedFacts: _sync,
    UninstallFacts: lambda _: "",
    UpdateFacts: lambda _: "",
}
"""What is not here is a result that is read as it is, such as instructions or settings."""


def terse_line(result: Result[Any]) -> str | None:
    """Return the line; None when the whole view is the result."""
    facts = result.facts
    if isinstance(facts, SyncedFacts) and facts.asked:
        return None
    words = TERSE.get(type(facts))
    return None if words is None else words(facts)
