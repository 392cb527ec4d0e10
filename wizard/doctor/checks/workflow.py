"""Is the workflow there, known to GitHub, switched on, and able to do its work?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates import schedule
from templates.settings import WORKFLOW_PATH
from templates.words import schedule_words
from wizard.doctor.checks.data import CONFLICT
from wizard.doctor.finding import Finding, Repair, Severity, error, note, warning
from wizard.doctor.workflow_facts import WRITE, WorkflowFacts, read_workflow
from wizard.github.records import ACTIVE, PAUSED
from wizard.mirror.files.edited import edited_groups
from wizard.mirror.found.state import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts

STATES = {
    PAUSED: "somebody switched it off; section11-setup pause does so",
    "disabled_inactivity": "GitHub does so after 60 days without activity",
    "disabled_fork": "GitHub does so in every fork",
}


def summary(facts: Facts) -> str:
    """Say when it runs."""
    return f"switched on, {schedule_words(facts.settings)}"


def _workflow(facts: Facts) -> WorkflowFacts | None:
    text = facts.state.workflow_text
    return read_workflow(text) if text else None


def present(facts: Facts) -> Iterator[Finding]:
    """Without the file nothing ever runs."""
    if facts.state.repository is None or not facts.knows("files") or facts.state.is_mirror:
        return
    others = [path for path in facts.state.files if path.startswith(".github/workflows/")]
    seen = f"There is {', '.join(others)} instead." if others else ""
    yield error(
        "workflow-missing",
        f"The workflow {WORKFLOW_PATH} is not there, so nothing runs.",
        seen,
        "place it, with engine and README",
        Repair.FILES,
    )


def readable(facts: Facts) -> Iterator[Finding]:
    """A damaged file never starts."""
    workflow = _workflow(facts)
    if workflow is None or workflow.readable:
        return
    marks = (
        "It holds conflict markers of git." if CONFLICT.search(facts.state.workflow_text) else ""
    )
    yield error(
        "workflow-damaged",
        "GitHub cannot read the workflow file.",
        marks or "It is no YAML with triggers and jobs.",
        "replace it by this version's",
        Repair.WORKFLOW,
    )


def registered(facts: Facts) -> Iterator[Finding]:
    """GitHub takes up to two minutes to notice a new file; sometimes it never does."""
    if not facts.state.is_mirror or not facts.knows("runs") or facts.state.workflow is not None:
        return
    if facts.actions is not None and not facts.actions.enabled:
        return  # then GitHub registers none; the check of Actions says so
    yield error(
        "workflow-unregistered",
        "GitHub does not know the workflow, although its file is there.",
        "That takes up to two minutes after the first commit.",
        "wait for it; if it stays so, open the Actions tab and enable workflows",
        Repair.REGISTER,
    )


def switched_on(facts: Facts) -> Iterator[Finding]:
    """A disabled workflow neither runs on schedule nor by hand."""
    workflow = facts.state.workflow
    if workflow is None or workflow.state == ACTIVE:
        return
    paused = workflow.state == PAUSED
    yield Finding(
        "workflow-paused" if paused else "workflow-disabled",
        Severity.WARNING if paused else Severity.ERROR,
        f"The workflow is switched off ({workflow.state}), so nothing refreshes.",
        f"Why: {STATES.get(workflow.state, 'GitHub does not say')}.",
        "switch the workflow on",
        Repair.ENABLE,
        deliberate=paused,
    )


def may_write(facts: Facts) -> Iterator[Finding]:
    """The default may stay at read when the file asks for what it needs."""
    workflow = _workflow(facts)
    if workflow is None or not workflow.readable or workflow.contents == WRITE:
        return
    if workflow.contents is None and facts.state.permissions != "read":
        return
    if workflow.contents is None:
        yield error(
            "permissions-read",
            "The workflow may not write: the default is read, and the file asks for no more.",
            remedy="let workflows write by default",
            repair=Repair.PERMISSIONS,
        )
        return
    yield error(
        "permissions-asked",
        f"The workflow asks for contents: {workflow.contents}, so it may not write.",
        remedy="replace it by this version's, which asks for write",
        repair=Repair.WORKFLOW,
    )


def by_hand(facts: Facts) -> Iterator[Finding]:
    """The workflow of the manual guide works, with known weaknesses."""
    workflow = _workflow(facts)
    if workflow is None or not workflow.readable or kind_of(facts.state) is not Kind.BY_HAND:
        return
    weak = [
        words
        for words, weak in (
            ("no time limit (a hanging run costs up to 360 minutes)", not workflow.timeout),
            ("two runs at once can collide", not workflow.concurrency),
            ("ftp_history.json is not committed", not workflow.stages_ftp),
        )
        if weak
    ]
    why = f"Its workflow has weaknesses: {', '.join(weak)}." if weak else ""
    yield warning(
        "made-by-hand",
        "The mirror was made by hand from the guide: its sync.py and workflow are not ours.",
        why,
        "place engine, workflow and README; data, secrets and schedule stay",
        Repair.FILES,
    )


def startable(facts: Facts) -> Iterator[Finding]:
    """`sync` needs the manual trigger."""
    workflow = _workflow(facts)
    if workflow is not None and workflow.readable and not workflow.dispatch:
        yield warning(
            "workflow-no-dispatch",
            "The workflow cannot be started by hand: its trigger workflow_dispatch is gone.",
            remedy="replace it by this version's",
            repair=Repair.WORKFLOW,
        )


def twice(facts: Facts) -> Iterator[Finding]:
    """A second sync fails at every tick beside ours, or publishes what ours does."""
    for other in facts.state.others:
        if not other.active or not facts.state.is_mirror:
            continue
        minutes = schedule.cost(other.schedule).minutes
        yield warning(
            "workflow-second",
            f"{other.path} uses sync.py or your API key, too, and is switched on.",
            f"It takes another {minutes:,} Actions minutes a month." if minutes else "",
            "remove it; git keeps it" if other.replaced else "switch it off",
            Repair.OTHERS,
        )


def edited(facts: Facts) -> Iterator[Finding]:
    """Edits are the athlete's right; they are kept, and named."""
    if WORKFLOW_PATH in edited_groups(facts.state):
        yield note(
            "workflow-edited",
            "The workflow was edited by hand; updates keep it as it is.",
            remedy="section11-setup update shows the difference and replaces it if you like",
        )


CHECKS = (present, readable, registered, switched_on, may_write, by_hand, startable, twice, edited)
