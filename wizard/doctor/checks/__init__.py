"""All checks, grouped as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.doctor.checks import account, addresses, data, engine, repository, runs, secrets, token
from wizard.doctor.checks import workflow as workflows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wizard.doctor.facts import Facts
    from wizard.doctor.finding import Finding


@dataclass(frozen=True, slots=True)
class Area:
    """What belongs together on the screen.

    Attributes:
        title: heading.
        summary: says what was seen, for when nothing is wrong.
        checks: each looks for one kind of fault.
    """

    title: str
    summary: Callable[[Facts], str]
    checks: Sequence[Callable[[Facts], Iterable[Finding]]]


AREAS = (
    Area("API key and athlete", account.summary, account.CHECKS),
    Area("GitHub token", token.summary, token.CHECKS),
    Area("Repository", repository.summary, repository.CHECKS),
    Area("Secrets and settings", secrets.summary, secrets.CHECKS),
    Area("Workflow", workflows.summary, workflows.CHECKS),
    Area("Engine and README", engine.summary, engine.CHECKS),
    Area("Runs", runs.summary, runs.CHECKS),
    Area("Data", data.summary, data.CHECKS),
    Area("Addresses", addresses.summary, addresses.CHECKS),
)


def diagnose(facts: Facts) -> tuple[tuple[Area, tuple[Finding, ...]], ...]:
    """Run every check and give the findings of each area, the worst first."""
    return tuple(
        (
            area,
            tuple(
                sorted(
                    (finding for check in area.checks for finding in check(facts)),
                    key=lambda finding: -finding.severity.rank,
                )
            ),
        )
        for area in AREAS
    )
