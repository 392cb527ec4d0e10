"""Can the repository hold a mirror: private, writable, with Actions on?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.doctor.finding import Cure, Finding, Severity, error, note, warning
from wizard.github.tokens import TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Case

USUAL_BRANCH = "main"
STRICT = "strict"


def summary(case: Case) -> str:
    """Say which one it is."""
    repository = case.state.repository
    if repository is None:
        return case.state.full_name
    kind = "private" if repository.private else "PUBLIC"
    return f"{repository.full_name}, {kind}, branch {repository.default_branch}"


def exists(case: Case) -> Iterator[Finding]:
    """GitHub answers 404 both for what does not exist and for what a token may not see."""
    if case.state.repository is not None:
        return
    granted = "edit the token and add the repository" if _fine_grained(case) else "check the name"
    yield error(
        "repository-missing",
        f"GitHub shows no repository {case.state.full_name}.",
        "It does not exist, or the token may not see it.",
        f"{granted}; --repo OWNER/NAME names another one; section11-setup makes one",
    )


def _fine_grained(case: Case) -> bool:
    return case.token.kind is TokenKind.FINE_GRAINED


def private(case: Case) -> Iterator[Finding]:
    """Training and health data are nobody else's business."""
    repository = case.state.repository
    if repository is None or repository.private:
        return
    wanted = case.state.placed.public or case.settings.privacy == STRICT
    fork = repository.fork
    agreed = "You agreed to that. " if case.state.placed.public else ""
    remedy = "make it private" if not fork else "a fork cannot: set up a new private repository"
    yield Finding(
        "repository-public",
        Severity.WARNING if wanted else Severity.ERROR,
        "The repository is public: everybody can read the training and health data.",
        f"{agreed}Privacy level {case.settings.privacy}.",
        remedy,
        None if fork else Cure.PRIVATE,
        deliberate=wanted,
    )


def fork(case: Case) -> Iterator[Finding]:
    """Forks follow their source in visibility and start with schedules off."""
    repository = case.state.repository
    if repository is None or not repository.fork:
        return
    yield warning(
        "repository-fork",
        "The repository is a fork, which is as public as its source and stays so.",
        "GitHub also switches schedules of forks off.",
        "run section11-setup --repo NAME for a new private one, then delete the fork",
    )


def archived(case: Case) -> Iterator[Finding]:
    """Nothing can be written to an archived repository, so no run can publish."""
    repository = case.state.repository
    if repository is not None and repository.archived:
        yield Finding(
            "repository-archived",
            Severity.ERROR,
            "The repository is archived, so no sync can write to it.",
            remedy="unarchive it",
            cure=Cure.UNARCHIVE,
            deliberate=True,
        )


def default_branch(case: Case) -> Iterator[Finding]:
    """Guides write `main` into addresses and workflows."""
    branch = case.state.branch
    if case.state.repository is None or branch == USUAL_BRANCH:
        return
    text = case.state.workflow_text
    if f"origin {USUAL_BRANCH}" in text or f"HEAD:{USUAL_BRANCH}" in text:
        yield error(
            "branch-hard-coded",
            f"The workflow pushes to {USUAL_BRANCH}, but the default branch is {branch}.",
            remedy="place this version's workflow, which follows the default branch",
            cure=Cure.FILES,
        )
    else:
        yield note(
            "branch-name",
            f"The default branch is {branch}, so addresses end in /{branch}/, not /main/.",
        )


def protected(case: Case) -> Iterator[Finding]:
    """A protected branch refuses the pushes of the workflow."""
    if not case.protected:
        return
    refused = case.failure is not None and "protected branch" in case.failure.tail.lower()
    page = case.state.repository.page if case.state.repository else ""
    yield Finding(
        "branch-protected",
        Severity.ERROR if refused else Severity.WARNING,
        f"Rules protect the branch {case.state.branch}; they can refuse the workflow's pushes.",
        "The last run was refused." if refused else "",
        f"let GitHub Actions push, or remove the rule: {page}/settings/branches",
    )


def actions_on(case: Case) -> Iterator[Finding]:
    """Without Actions, or without GitHub's own actions, nothing runs."""
    actions = case.actions
    if actions is None:
        return
    if not actions.enabled:
        yield error(
            "actions-off",
            "Actions is switched off for this repository, so nothing runs.",
            remedy="switch it on",
            cure=Cure.ACTIONS,
        )
    elif actions.allowed == "local_only":
        yield error(
            "actions-restricted",
            "The repository may use no actions from elsewhere, but checkout is one.",
            "allowed_actions is local_only.",
            "allow GitHub's own actions",
            Cure.ACTIONS,
        )
    elif actions.pinned_only:
        yield error(
            "actions-pinned",
            "The repository takes only actions that are named by commit, the workflow names tags.",
            remedy="lift that rule for this repository",
            cure=Cure.ACTIONS,
        )


CHECKS = (exists, archived, private, fork, actions_on, default_branch, protected)
