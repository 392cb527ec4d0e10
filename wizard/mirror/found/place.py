"""Whether a repository that is not there can be made: by whom, and with this token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.errors import RefusedError
from wizard.github.records import ORGANIZATION
from wizard.github.tokens import TokenKind

if TYPE_CHECKING:
    from wizard.github.client import GitHub
    from wizard.mirror.found.state import MirrorState


def require_place(github: GitHub, state: MirrorState, login: str, kind: TokenKind) -> None:
    """Make sure that a new repository has where to be, and the token what it takes.

    Args:
        github: the gateway.
        state: the repository; nothing is looked at when it is there.
        login: account of the token.
        kind: of the token.

    Raises:
        RefusedError: there is no such account, or it is another person's.
        MissingRightError: a permission is known to lack.
    """
    if state.repository is not None:
        return
    if state.owner.lower() != login.lower():
        _require_organization(github, state, login)
    elif kind is TokenKind.FINE_GRAINED:
        github.probe_rights()


def _require_organization(github: GitHub, state: MirrorState, login: str) -> None:
    kind, owner = github.kind_of_account(state.owner), state.owner
    if kind is None:
        raise RefusedError(
            f"GitHub knows no account or organization {owner}.",
            f"yours is {login}: --owner {login}",
        )
    if kind != ORGANIZATION:
        raise RefusedError(
            f"{state.full_name} is not there, or the token of @{login} may not see it, and only "
            f"{owner} can create it.",
            f"leave out --owner, or use a token of {owner}",
        )


def not_seen(state: MirrorState, login: str) -> RefusedError:
    """Say that the remembered mirror is out of sight; nothing of its name is made unasked."""
    return RefusedError(
        f"{state.full_name} was set up from this computer, but the token of @{login} cannot see "
        "it, or it was deleted.",
        f"use a token that can see it; --repo {state.full_name} makes it anew, --repo NAME another",
    )
