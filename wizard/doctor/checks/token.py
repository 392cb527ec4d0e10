"""May the GitHub token do what looking after the mirror takes?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.doctor.finding import Finding, warning
from wizard.github.tokens import CLASSIC_SCOPES, GH_REMEDY, TokenKind, missing_scopes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts

PERMISSIONS = {
    "files": "Contents: read",
    "secrets": "Secrets: read",
    "variables": "Variables: read",
    "runs": "Actions: read",
}
"""What cannot be read without which fine-grained permission."""


def summary(facts: Facts) -> str:
    """Say what kind of token it is."""
    kind = "" if facts.token.kind is TokenKind.UNKNOWN else f"{facts.token.kind}, "
    scopes = facts.token.scopes
    rights = "its permissions suffice to look" if scopes is None else "with the scopes it needs"
    return f"{kind}from {facts.token.source}, {rights}"


def scopes(facts: Facts) -> Iterator[Finding]:
    """A classic token without `workflow` gets 404 when it writes the workflow file."""
    missing = missing_scopes(facts.token.scopes)
    if not missing:
        return
    gh = facts.token.kind is TokenKind.OAUTH
    remedy = GH_REMEDY if gh else f"make one with {' and '.join(CLASSIC_SCOPES)}"
    yield warning(
        "token-scope",
        f"The GitHub token from {facts.token.source} lacks the scope {' and '.join(missing)}.",
        "The mirror runs without it, but nothing can be repaired or updated with this token.",
        remedy,
    )


def permissions(facts: Facts) -> Iterator[Finding]:
    """A fine-grained token names each right."""
    for what, trouble in facts.token.denied.items():
        yield warning(
            "token-permission",
            f"The GitHub token may not read the {what}, so they were not checked.",
            f"It lacks the permission {PERMISSIONS.get(what, what)}.",
            trouble.remedy,
        )


CHECKS = (scopes, permissions)
