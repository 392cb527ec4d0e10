"""What the stand-in remembers: accounts, tokens, repositories and what hangs on them."""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from nacl.public import PrivateKey, SealedBox

from demo.github.git import GitRepository
from demo.github.records import (
    Account,
    Issue,
    Setting,
    Token,
    Workflow,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from demo.github.assignment import JobRunner
    from demo.github.runs import Artifact, Run


@dataclass(slots=True, eq=False)
class Repository:
    """A repository with its settings; its content is in `git`."""

    id: int
    owner: Account
    name: str
    git: GitRepository
    created_at: datetime
    updated_at: datetime
    pushed_at: datetime
    default_branch: str = "main"
    private: bool = False
    description: str | None = None
    homepage: str | None = None
    archived: bool = False
    has_issues: bool = True
    has_projects: bool = True
    has_wiki: bool = True
    is_template: bool = False
    allow_forking: bool = True
    topics: list[str] = field(default_factory=list)
    parent: Repository | None = None
    invisible_polls: int = 0
    """How many more times every question is answered as if the repository were not there."""
    unsettled_polls: int = 0
    """How many more times git questions are answered as if the first commit were not there."""
    actions_enabled: bool = True
    allowed_actions: str = "all"
    workflow_permissions: str = "read"
    approves_reviews: bool = False
    sha_pinning_required: bool = False
    billing_blocked: bool = False
    """Whether runs end at once without a step, as when the included minutes are spent."""
    protected_branches: set[str] = field(default_factory=set)
    secrets: dict[str, Setting] = field(default_factory=dict)
    variables: dict[str, Setting] = field(default_factory=dict)
    workflows: list[Workflow] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    key: PrivateKey = field(default_factory=PrivateKey.generate, repr=False)

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner.login}/{self.name}"

    def grants(self, token: Token) -> bool:
        """Whether a token with permissions was granted for this repository."""
        if token.repositories is not None:
            return self.full_name.lower() in {name.lower() for name in token.repositories}
        return self.owner is (token.resource_owner or token.account)

    @property
    def key_id(self) -> str:
        """Name of the current sealing key."""
        return str(int.from_bytes(bytes(self.key.public_key)[:7], "big"))

    @property
    def public_key(self) -> str:
        """Sealing key as GitHub hands it out."""
        return base64.b64encode(bytes(self.key.public_key)).decode()

    @property
    def head(self) -> str | None:
        """Tip of the default branch, or None while the repository is empty."""
        return self.git.branch(self.default_branch)

    def unseal(self, sealed: str) -> str:
        """Open a sealed box; raises nacl's CryptoError or ValueError when it does not fit."""
        return SealedBox(self.key).decrypt(base64.b64decode(sealed, validate=True)).decode()

    def read(self, path: str, at: str | None = None) -> bytes | None:
        """Content of a file at the tip of the default branch (or of a commit), or None."""
        commit = at or self.head
        return self.git.read_file(path, commit) if commit else None

    def files(self) -> list[str]:
        """Paths of all files at the tip of the default branch."""
        if self.head is None:
            return []
        tree = self.git.read_commit(self.head).tree
        return [path for path, entry in self.git.walk(tree) if entry.kind == "blob"]

    def messages(self) -> list[str]:
        """Messages of the commits on the default branch, newest first."""
        commits = self.git.history(self.head) if self.head else []
        return [self.git.read_commit(sha).message for sha in commits]


@dataclass(slots=True, eq=False)
class RateLimit:
    """Requests that a token has used in the current hour."""

    used: int
    resets_at: datetime


def real_clock() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass(slots=True, eq=False)
class World:
    """The whole state; everything that changes it holds `lock`."""

    root: Path
    clock: Callable[[], datetime] = real_clock
    default_branch: str = "main"
    registration_polls: int = 0
    registration_delay: timedelta = timedelta(0)
    settle_polls: int = 0
    appear_polls: int = 0
    """How many times a new repository is denied before it is seen."""
    workflow_refused_at: Literal["tree", "ref"] = "tree"
    """Where a token without the right to change workflows is stopped."""
    rate_limit: int = 5000
    knows_run_details: bool = True
    """False = answers 400 to `return_run_details`, as old enterprise servers do."""
    runner: JobRunner | None = None
    url: str = ""
    pages: str = ""
    """Base of the addresses for people, which nothing asks."""
    accounts: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    repositories: dict[str, Repository] = field(default_factory=dict)
    links: dict[str, tuple[bytes, str, datetime]] = field(default_factory=dict)
    """Short-lived downloads: content, media type, end of life."""
    rates: dict[str, RateLimit] = field(default_factory=dict)
    borrowed_objects: Path | None = None
    """A bare repository whose objects all others use; spares writing the same files again."""
    usage_items: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    changed: threading.Condition = field(init=False)
    groups: dict[str, list[Run]] = field(default_factory=dict)
    threads: list[threading.Thread] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    _last_id: int = 700_000_000

    def __post_init__(self) -> None:
        self.changed = threading.Condition(self.lock)
        self.accounts["github-actions[bot]"] = Account(
            "github-actions[bot]", 41_898_282, self.clock(), "Bot", name="github-actions[bot]"
        )

    @property
    def bot(self) -> Account:
        """The account behind job tokens."""
        return self.accounts["github-actions[bot]"]

    def next_id(self) -> int:
        """Return a number that was not used before."""
        with self.lock:
            self._last_id += 1
            return self._last_id

    def account(self, login: str) -> Account | None:
        """Find an account by its name in any case."""
        return self.accounts.get(login.lower())

    def repository(self, full_name: str) -> Repository | None:
        """Find a repository by `owner/name` in any case."""
        return self.repositories.get(full_name.lower())

    def create_repository(
        self, owner: Account, name: str, *, private: bool = False, default_branch: str = ""
    ) -> Repository:
        """Make an empty repository; the name must be free."""
        now = self.clock()
        branch = default_branch or self.default_branch
        path = self.root / owner.login / f"{name}.git"
        git = GitRepository.create(path, branch, self.borrowed_objects)
        repository = Repository(
            id=self.next_id(),
            owner=owner,
            name=name,
            git=git,
            created_at=now,
            updated_at=now,
            pushed_at=now,
            default_branch=branch,
            private=private,
        )
        self.repositories[repository.full_name.lower()] = repository
        return repository

    def may_see(self, token: Token | None, repository: Repository) -> bool:
        """Whether a private repository exists at all for the caller."""
        if not repository.private:
            return True
        if token is None:
            return False
        if token.has_scopes:
            return "repo" in token.scopes and self.belongs(token.account, repository)
        return repository.grants(token)

    def belongs(self, account: Account, repository: Repository) -> bool:
        """Whether the account has write access."""
        return repository.owner is account or account.login in repository.owner.members
