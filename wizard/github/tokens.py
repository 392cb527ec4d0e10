"""Kinds of GitHub tokens, what each must be allowed to do, and the pages that make them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from datetime import date

CLASSIC_SCOPES = ("repo", "workflow")
FINE_GRAINED_PERMISSIONS = ("contents", "workflows", "secrets", "actions_variables", "actions")
GH_REMEDY = "run `gh auth refresh -h github.com -s workflow` and try again"
EXPIRES_IN_DAYS = 90
PERMISSION_TITLES = {"actions_variables": "Variables"}
"""Names on GitHub's page, where they are not those of the API with a capital letter."""
LEVEL_TITLES = {"write": "Read and write", "read": "Read-only"}


class TokenKind(StrEnum):
    """What a token's prefix says about it."""

    CLASSIC = "classic"
    FINE_GRAINED = "fine-grained"
    OAUTH = "GitHub CLI"
    APP = "app"
    UNKNOWN = "unknown"


_PREFIXES = {
    "ghp_": TokenKind.CLASSIC,
    "github_pat_": TokenKind.FINE_GRAINED,
    "gho_": TokenKind.OAUTH,
    "ghu_": TokenKind.APP,
    "ghs_": TokenKind.APP,
    "ghr_": TokenKind.APP,
}
_OLD_TOKEN = re.compile("[0-9a-f]{40}")


def kind_of(token: str) -> TokenKind:
    """Tell the kind of a token by its prefix."""
    for prefix, kind in _PREFIXES.items():
        if token.startswith(prefix):
            return kind
    return TokenKind.UNKNOWN


def is_token(text: str) -> bool:
    """Whether GitHub could have issued this; an API key of Intervals.icu, for one, is no token."""
    return kind_of(text) is not TokenKind.UNKNOWN or _OLD_TOKEN.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class TokenPages:
    """Addresses of the pages on ``web`` (``https://github.com``) where tokens are made."""

    web: str
    today: date

    def classic(self) -> str:
        """Page for a classic token with the scopes filled in."""
        query = urlencode({"scopes": ",".join(CLASSIC_SCOPES), "description": self._name()})
        return f"{self.web}/settings/tokens/new?{query}"

    def fine_grained(self, *, creates: bool, owner: str = "") -> str:
        """Page for a fine-grained token with the permissions filled in.

        Args:
            creates: whether the token must be able to create the repository.
            owner: account that shall own the repository, when known.
        """
        fields = {"name": self._name(), "expires_in": str(EXPIRES_IN_DAYS)}
        if owner:
            fields["target_name"] = owner
        fields |= dict.fromkeys(FINE_GRAINED_PERMISSIONS, "write")
        if creates:
            fields["administration"] = "write"
        return f"{self.web}/settings/personal-access-tokens/new?{urlencode(fields)}"

    def _name(self) -> str:
        return f"section11-setup {self.today.isoformat()}"


def permission_words(header: str) -> str:
    """Name permissions as on GitHub's page.

    Args:
        header: such as ``contents=write,workflows=write``; alternatives stand behind semicolons.
    """
    ways = [
        [permission.strip().partition("=") for permission in way.split(",") if permission.strip()]
        for way in header.split(";")
    ]
    said = (
        " and ".join(
            f"{PERMISSION_TITLES.get(name, name.replace('_', ' ').capitalize())}: "
            f"{LEVEL_TITLES.get(level, level)}"
            for name, _, level in way
        )
        for way in ways
    )
    return ", or ".join(words for words in said if words)


def missing_scopes(scopes: tuple[str, ...] | None) -> tuple[str, ...]:
    """Name the classic scopes that are needed and not there; none when scopes are not reported."""
    if scopes is None:
        return ()
    return tuple(scope for scope in CLASSIC_SCOPES if scope not in scopes)


def scope_remedy(kind: TokenKind, pages: TokenPages) -> str:
    """Say how to get the missing right for this kind of token."""
    if kind is TokenKind.OAUTH:
        return GH_REMEDY
    if kind is TokenKind.FINE_GRAINED:
        return f"edit the token or make a new one: {pages.fine_grained(creates=True)}"
    return f"make a token that has them: {pages.classic()}"
