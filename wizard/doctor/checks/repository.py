"""Can the repository hold a mirror: private, writable, with Actions on?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.doctor.finding import Finding, Repair, Severity, error, note, warning
from wizard.github.tokens import TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts

USUAL_BRANCH = "main"
STRICT = "strict"


def summary(facts: Facts) -> str:
    """Say which one it is."""
    repository = facts.state.repository
    if repository is None:
        return facts.state.full_name
    kind = "private" if repository.private else "PUBLIC"
    return f"{repository.full_name}, {kind}, branch {repository.default_branch}"


def exists(facts: Facts) -> Iterator[Finding]:
    """GitHub answers 404 both for what does not exist and for what a token may not see."""
    if facts.state.repository is not None:
        return
    granted = "edit the token and add the repository" if _fine_grained(facts) else "check the name"
    yield error(
        "repository-missing",
        f"GitHub shows no repository {facts.state.full_name}.",
        "It does not exist, or the token may not see it.",
        f"{granted}; --repo OWNER/NAME names another one; section11-setup makes one",
    )


def _fine_grained(facts: Facts) -> bool:
    return facts.token.kind is TokenKind.FINE_GRAINED


def private(facts: Facts) -> Iterator[Finding]:
    """Training and health data are nobody else's business."""
    repository = facts.state.repository
    if repository is None or repository.private:
        return
    wanted = facts.state.placed.public or facts.settings.privacy == STRICT
    fork = repository.fork
    agreed = "You agreed to that. " if facts.state.placed.public else ""
    remedy = "make it private" if not fork else "a fork cannot: set up a new private repository"
    yield Finding(
        "repository-public",
        Severity.WARNING if wanted else Severity.ERROR,
        "The repository is public: everybody can read the training and health data.",
        f"{agreed}Privacy level {facts.settings.privacy}.",
        remedy,
        None if fork else Repair.PRIVATE,
        deliberate=wanted,
    )


def fork(facts: Facts) -> Iterator[Finding]:
    """Forks follow their source in visibility and start with schedules off."""
    repository = facts.state.repository
    if repository is None or not repository.fork:
        return
    yield warning(
        "repository-fork",
        "The repository is a fork, which is as public as its source and stays so.",
        "GitHub also switches schedules of forks off.",
        "run section11-setup --repo NAME for a new private one, then delete the fork",
    )


def archived(facts: Facts) -> Iterator[Finding]:
    """Nothing can be written to an archived repository, so no run can publish."""
    repository = facts.state.repository
    if repository is not None and repository.archived:
        yield Finding(
            "repository-archived",
            Severity.ERROR,
            "The repository is archived, so no sync can write to it.",
            remedy="unarchive it",
            repair=Repair.UNARCHIVE,
            deliberate=True,
        )


def default_branch(facts: Facts) -> Iterator[Finding]:
    """Guides write `main` into addresses and workflows."""
    branch = facts.state.branch
    if facts.state.repository is None or branch == USUAL_BRANCH:
        return
    text = facts.state.workflow_text
    if f"origin {USUAL_BRANCH}" in text or f"HEAD:{USUAL_BRANCH}" in text:
        yield error(
            "branch-hard-coded",
            f"The workflow pushes to {USUAL_BRANCH}, but the default branch is {branch}.",
            remedy="place this version's workflow, which follows the default branch",
            repair=Repair.FILES,
        )
    else:
        yield note(
            "branch-name",
            f"The default branch is {branch}, so addresses end in /{branch}/, not /main/.",
        )


def protected(facts: Facts) -> Iterator[Finding]:
    """A protected branch refuses the pushes of the workflow."""
    if not facts.protected:
        return
    refused = facts.failure is not None and "protected branch" in facts.failure.tail.lower()
    page = facts.state.repository.page if facts.state.repository else ""
    yield Finding(
        "branch-protected",
        Severity.ERROR if refused else Severity.WARNING,
        f"Rules protect the branch {facts.state.branch}; they can refuse the workflow's pushes.",
        "The last run was refused." if refused else "",
        f"let GitHub Actions push, or remove the rule: {page}/settings/branches",
    )


def actions_on(facts: Facts) -> Iterator[Finding]:
    """Without Actions, or without GitHub's own actions, nothing runs."""
    actions = facts.actions
    if actions is None:
        return
    if not actions.enabled:
        yield error(
            "actions-off",
            "Actions is switched off for this repository, so nothing runs.",
            remedy="switch Actions on",
            repair=Repair.ACTIONS,
        )
    elif actions.allowed == "local_only":
        yield error(
            "actions-restricted",
            "The repository may use no actions from elsewhere, but checkout is one.",
            "allowed_actions is local_only.",
            "allow GitHub's own actions",
            Repair.ACTIONS,
        )
    elif actions.pinned_only:
        yield error(
            "actions-pinned",
            "The repository takes only actions that are named by commit, the workflow names tags.",
            remedy="lift that rule for this repository",
            repair=Repair.ACTIONS,
        )


CHECKS = (exists, archived, private, fork, actions_on, default_branch, protected)
