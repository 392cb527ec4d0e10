"""What GitHub tells, as frozen records; unknown and missing fields are tolerated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.base.decode import Fields, parse_moment

if TYPE_CHECKING:
    from datetime import datetime

ACTIVE = "active"
DISABLED_FORK = "disabled_fork"
ORGANIZATION = "Organization"
PAUSED = "disabled_manually"
COMPLETED = "completed"
SUCCESS = "success"


def _fields(raw: Any, kind: str) -> Fields:
    return Fields(raw if isinstance(raw, dict) else {}, kind)


def _number(fields: Fields, name: str) -> int:
    return int(fields.number(name) or 0)


@dataclass(frozen=True, slots=True)
class Account:
    """The owner of the token; ``scopes`` is None when GitHub does not report any."""

    login: str
    scopes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository; ``parent`` is the full name of what a fork was made from."""

    owner: str
    name: str
    private: bool
    default_branch: str
    archived: bool
    page: str
    pushed_at: datetime | None
    fork: bool = False
    parent: str = ""
    description: str = ""

    @property
    def full_name(self) -> str:
        """Return ``owner/name``."""
        return f"{self.owner}/{self.name}"

    @classmethod
    def from_api(cls, raw: Any) -> Repository:
        """Decode a repository; one that does not say that it is private counts as public."""
        fields = _fields(raw, "repository")
        owner = _fields(fields.mapping("owner"), "owner")
        return cls(
            owner=owner.text("login") or "",
            name=fields.text("name") or "",
            private=fields.raw.get("private") is True,
            default_branch=fields.text("default_branch") or "main",
            archived=fields.truthy("archived"),
            page=fields.text("html_url") or "",
            pushed_at=parse_moment(fields.text("pushed_at")),
            fork=fields.truthy("fork"),
            parent=_fields(fields.mapping("parent"), "parent").text("full_name") or "",
            description=fields.text("description") or "",
        )


@dataclass(frozen=True, slots=True)
class ActionsPermissions:
    """Whether Actions is on in a repository, and which actions it may use.

    ``allowed`` is ``all``, ``local_only`` or ``selected``.
    """

    enabled: bool
    allowed: str
    pinned_only: bool

    @property
    def suffice(self) -> bool:
        """Whether a workflow that uses GitHub's own actions by version can run."""
        return self.enabled and self.allowed != "local_only" and not self.pinned_only

    @classmethod
    def from_api(cls, raw: Any) -> ActionsPermissions:
        """Decode the answer; what it does not say is no obstacle."""
        fields = _fields(raw, "permissions")
        return cls(
            enabled=fields.raw.get("enabled") is not False,
            allowed=fields.text("allowed_actions") or "all",
            pinned_only=fields.truthy("sha_pinning_required"),
        )


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key that secrets are sealed with."""

    key_id: str
    key: str


@dataclass(frozen=True, slots=True)
class Head:
    """Newest commit of the default branch: its tree, what it says, and when it was made."""

    commit: str
    tree: str
    message: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Workflow:
    """A registered workflow; ``state`` is ``active`` or one of the ``disabled_...`` kinds."""

    id: int
    state: str
    page: str
    updated_at: datetime | None = None

    @classmethod
    def from_api(cls, raw: Any) -> Workflow:
        """Decode a workflow."""
        fields = _fields(raw, "workflow")
        return cls(
            id=_number(fields, "id"),
            state=fields.text("state") or "",
            page=fields.text("html_url") or "",
            updated_at=parse_moment(fields.text("updated_at")),
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the workflow."""

    id: int
    status: str
    conclusion: str | None
    event: str
    created_at: datetime | None
    page: str
    started_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs."""
        if not self.completed or self.started_at is None or self.updated_at is None:
            return None
        return max(0.0, (self.updated_at - self.started_at).total_seconds())

    @property
    def completed(self) -> bool:
        """Whether it has ended."""
        return self.status == COMPLETED

    @property
    def succeeded(self) -> bool:
        """Whether it has ended well."""
        return self.completed and self.conclusion == SUCCESS

    @property
    def failed(self) -> bool:
        """Whether it has ended in any other way."""
        return self.completed and self.conclusion != SUCCESS

    @classmethod
    def from_api(cls, raw: Any) -> Run:
        """Decode a run."""
        fields = _fields(raw, "run")
        return cls(
            id=_number(fields, "id"),
            status=fields.text("status") or "",
            conclusion=fields.text("conclusion"),
            event=fields.text("event") or "",
            created_at=parse_moment(fields.text("created_at")),
            page=fields.text("html_url") or "",
            started_at=parse_moment(fields.text("run_started_at")),
            updated_at=parse_moment(fields.text("updated_at")),
        )


@dataclass(frozen=True, slots=True)
class JobStep:
    """One step of a job."""

    name: str
    status: str
    conclusion: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a run with its steps in order."""

    id: int
    name: str
    status: str
    conclusion: str | None
    steps: tuple[JobStep, ...]

    @classmethod
    def from_api(cls, raw: Any) -> Job:
        """Decode a job."""
        fields = _fields(raw, "job")
        return cls(
            id=_number(fields, "id"),
            name=fields.text("name") or "",
            status=fields.text("status") or "",
            conclusion=fields.text("conclusion"),
            steps=tuple(
                JobStep(s.text("name") or "", s.text("status") or "", s.text("conclusion"))
                for s in fields.records("steps")
            ),
        )
