"""Records of the stand-in: accounts, tokens, settings, workflows and issues."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from demo.github.git import Signature

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

TokenKind = Literal["classic", "oauth", "fine-grained", "job"]
WorkflowState = Literal[
    "active", "deleted", "disabled_fork", "disabled_inactivity", "disabled_manually"
]
LEVELS = {"none": 0, "read": 1, "write": 2, "admin": 3}


@dataclass(slots=True, eq=False)
class Account:
    """A user or an organization."""

    login: str
    id: int
    created_at: datetime
    kind: Literal["User", "Organization", "Bot"] = "User"
    name: str | None = None
    email: str | None = None
    members: set[str] = field(default_factory=set)
    """Logins that may create and change repositories here (organizations)."""
    locks_workflow_permissions: bool = False
    """Whether repositories may not raise the default rights of their workflows."""
    members_can_create: bool = True

    def signature(self, when: datetime) -> Signature:
        """Author of the commits that this account makes."""
        email = self.email or f"{self.id}+{self.login}@users.noreply.github.com"
        return Signature(self.name or self.login, email, when)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """An access token.

    Classic and OAuth tokens have scopes. Fine-grained and job tokens have a permission map
    (`{"contents": "write"}`) and may be limited to some repositories (`None` = all of the owner).
    """

    value: str = field(repr=False)
    account: Account
    kind: TokenKind = "classic"
    scopes: frozenset[str] = frozenset()
    permissions: Mapping[str, str] = field(default_factory=dict)
    repositories: frozenset[str] | None = None
    resource_owner: Account | None = None
    """Organization that a fine-grained token is for; None = the account itself."""
    expired: bool = False

    @property
    def has_scopes(self) -> bool:
        """Whether scopes, not permissions, decide."""
        return self.kind in {"classic", "oauth"}

    def allows(self, needed: str) -> bool:
        """Whether a permission such as `contents:write` is in the map; none needed is allowed."""
        name, _, level = needed.partition(":")
        if not name or needed == "metadata:read":
            return True
        return LEVELS[self.permissions.get(name, "none")] >= LEVELS[level]


@dataclass(slots=True, eq=False)
class Setting:
    """A secret or a variable of a repository."""

    name: str
    value: str = field(repr=False)
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True, eq=False)
class Workflow:
    """A workflow file that is known, or about to become known, to Actions."""

    id: int
    path: str
    name: str
    created_at: datetime
    updated_at: datetime
    state: WorkflowState = "active"
    hidden_polls: int = 0
    """How many more questions about it are answered as if it were not there."""
    hidden_until: datetime | None = None


@dataclass(slots=True, eq=False)
class Comment:
    """A comment on an issue."""

    id: int
    author: Account
    body: str
    created_at: datetime


@dataclass(slots=True, eq=False)
class Issue:
    """An issue."""

    id: int
    number: int
    title: str
    body: str | None
    author: Account
    created_at: datetime
    updated_at: datetime
    state: Literal["open", "closed"] = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    labels: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
