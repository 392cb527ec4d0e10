"""Is the workflow there, known to GitHub, switched on, and able to do its work?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.settings import WORKFLOW_PATH
from templates.words import schedule_words
from wizard.doctor.checks.data import CONFLICT
from wizard.doctor.finding import Cure, Finding, Severity, error, note, warning
from wizard.doctor.workflow_facts import WRITE, WorkflowFacts, read_workflow
from wizard.github.records import ACTIVE
from wizard.mirror.files.edited import edited_units
from wizard.mirror.kinds import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Case

STATES = {
    "disabled_manually": "somebody switched it off; section11-setup pause does so",
    "disabled_inactivity": "GitHub does so after 60 days without activity",
    "disabled_fork": "GitHub does so in every fork",
}


def summary(case: Case) -> str:
    """Say when it runs."""
    return f"switched on, {schedule_words(case.settings)}"


def _facts(case: Case) -> WorkflowFacts | None:
    text = case.state.workflow_text
    return read_workflow(text) if text else None


def there(case: Case) -> Iterator[Finding]:
    """Without the file nothing ever runs."""
    if case.state.repository is None or not case.knows("files") or case.state.is_mirror:
        return
    others = [path for path in case.state.files if path.startswith(".github/workflows/")]
    seen = f"There is {', '.join(others)} instead." if others else ""
    yield error(
        "workflow-missing",
        f"The workflow {WORKFLOW_PATH} is not there, so nothing runs.",
        seen,
        "place it, with engine and README",
        Cure.FILES,
    )


def readable(case: Case) -> Iterator[Finding]:
    """A damaged file never starts."""
    facts = _facts(case)
    if facts is None or facts.readable:
        return
    marks = "It holds conflict markers of git." if CONFLICT.search(case.state.workflow_text) else ""
    yield error(
        "workflow-damaged",
        "GitHub cannot read the workflow file.",
        marks or "It is no YAML with triggers and jobs.",
        "replace it by this version's",
        Cure.WORKFLOW,
    )


def registered(case: Case) -> Iterator[Finding]:
    """GitHub takes up to two minutes to notice a new file; sometimes it never does."""
    if not case.state.is_mirror or not case.knows("runs") or case.state.workflow is not None:
        return
    if case.actions is not None and not case.actions.enabled:
        return  # then GitHub registers none; the check of Actions says so
    yield error(
        "workflow-unregistered",
        "GitHub does not know the workflow, although its file is there.",
        "That takes up to two minutes after the first commit.",
        "wait for it; if it stays so, open the Actions tab and enable workflows",
        Cure.REGISTER,
    )


def switched_on(case: Case) -> Iterator[Finding]:
    """A disabled workflow neither runs on schedule nor by hand."""
    workflow = case.state.workflow
    if workflow is None or workflow.state == ACTIVE:
        return
    paused = workflow.state == "disabled_manually"
    yield Finding(
        "workflow-paused" if paused else "workflow-disabled",
        Severity.WARNING if paused else Severity.ERROR,
        f"The workflow is switched off ({workflow.state}), so nothing refreshes.",
        f"Why: {STATES.get(workflow.state, 'GitHub does not say')}.",
        "switch it on",
        Cure.ENABLE,
        deliberate=paused,
    )


def may_write(case: Case) -> Iterator[Finding]:
    """The default may stay at read when the file asks for what it needs."""
    facts = _facts(case)
    if facts is None or not facts.readable or facts.contents == WRITE:
        return
    if facts.contents is None and case.state.permissions != "read":
        return
    if facts.contents is None:
        yield error(
            "permissions-read",
            "The workflow may not write: the default is read, and the file asks for no more.",
            remedy="let workflows write by default",
            cure=Cure.PERMISSIONS,
        )
        return
    yield error(
        "permissions-asked",
        f"The workflow asks for contents: {facts.contents}, so it may not write.",
        remedy="replace it by this version's, which asks for write",
        cure=Cure.WORKFLOW,
    )


def by_hand(case: Case) -> Iterator[Finding]:
    """The workflow of the manual guide works, with known weaknesses."""
    facts = _facts(case)
    if facts is None or not facts.readable or kind_of(case.state) is not Kind.BY_HAND:
        return
    weak = [
        words
        for words, weak in (
            ("no time limit (a hanging run costs up to 360 minutes)", not facts.timeout),
            ("two runs at once can collide", not facts.concurrency),
            ("ftp_history.json is not committed", not facts.stages_ftp),
        )
        if weak
    ]
    why = f"Its workflow has weaknesses: {', '.join(weak)}." if weak else ""
    yield warning(
        "made-by-hand",
        "The mirror was made by hand from the guide: its sync.py and workflow are not ours.",
        why,
        "place engine, workflow and README; data, secrets and schedule stay",
        Cure.FILES,
    )


def startable(case: Case) -> Iterator[Finding]:
    """`sync` needs the manual trigger."""
    facts = _facts(case)
    if facts is not None and facts.readable and not facts.dispatch:
        yield warning(
            "workflow-no-dispatch",
            "The workflow cannot be started by hand: its trigger workflow_dispatch is gone.",
            remedy="replace it by this version's",
            cure=Cure.WORKFLOW,
        )


def edited(case: Case) -> Iterator[Finding]:
    """Edits are the athlete's right; they are kept, and named."""
    if WORKFLOW_PATH in edited_units(case.state):
        yield note(
            "workflow-edited",
            "The workflow was edited by hand; updates keep it as it is.",
            remedy="section11-setup update shows the difference and replaces it if you like",
        )


CHECKS = (there, readable, registered, switched_on, may_write, by_hand, startable, edited)
