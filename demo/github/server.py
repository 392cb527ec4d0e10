"""The GitHub stand-in as one object: start it, look inside it, disturb it."""

from __future__ import annotations

import re
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from demo.github import activity
from demo.github.http import Listener, answer, exchange, spoiled
from demo.github.records import Account, Setting, Token, TokenKind
from demo.github.routing import Response
from demo.github.world import Repository, World, real_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from demo.github.assignment import JobRunner
    from demo.github.faults import Exchange, Fault
    from demo.github.routing import Request
    from demo.github.runs import Run

CLASSIC = ("repo", "workflow")


class GitHubServer:
    """A GitHub on 127.0.0.1 with one account, one classic token, and real git below `root`.

    `url` is the base of the API, of git and of every address in its answers; `pages` another base
    of those that only people open. `runner` executes runs; without one they stay queued until
    `finish` is called.
    """

    def __init__(  # noqa: PLR0913 - every argument is a property of the simulated service
        self,
        root: Path,
        *,
        login: str = "athlete",
        token: str = "ghp_standinstandinstandinstandinstandin",  # noqa: S107 - invented
        scopes: Iterable[str] = CLASSIC,
        default_branch: str = "main",
        clock: Callable[[], datetime] = real_clock,
        registration_polls: int = 0,
        registration_delay: timedelta = timedelta(0),
        runner: JobRunner | None = None,
        pages: str = "",
    ) -> None:
        self.world = World(
            root,
            clock=clock,
            default_branch=default_branch,
            registration_polls=registration_polls,
            registration_delay=registration_delay,
            runner=runner,
        )
        self.login, self.token = login, token
        self.faults: list[Fault] = []
        self.log: list[Exchange] = []
        self.observers: list[Callable[[Exchange], None]] = []
        self.observer_errors: list[BaseException] = []
        self.add_user(login)
        self.add_token(token, scopes=scopes)
        self._listener = Listener(self)
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}"
        self.world.url = self.url
        self.world.pages = pages or self.url
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    # life

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop answering, ask running jobs to stop and wait for them."""
        if self._thread.is_alive():
            self._listener.shutdown()
        self._listener.server_close()
        self.world.closing.set()
        with self.world.changed:
            for repo in self.world.repositories.values():
                for run in repo.runs:
                    run.cancel.set()
            self.world.changed.notify_all()
        for thread in self.world.threads:
            thread.join(timeout=10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.close()

    def answer(self, request: Request, target: str) -> Response | None:
        """Answer a request, or None to close the connection; records the exchange."""
        with self.world.lock:
            fault = next((f for f in self.faults if f.strikes(request.method, request.path)), None)
        response: Response | None
        try:
            if fault is None:
                response = answer(self.world, request)
            else:
                response = spoiled(self.world, request, fault)
        except Exception as error:  # noqa: BLE001 - a fault of the stand-in, for the test to see
            self.observer_errors.append(error)
            response = Response({"message": f"Server Error: {error!r}"}, 500)
        made = exchange(request, target, response, fault=fault is not None)
        if response is not None:
            response.body = made.answer  # not to be encoded once more
        with self.world.lock:
            self.log.append(made)
        for observer in list(self.observers):
            try:
                observer(made)
            except BaseException as error:  # noqa: BLE001 - belongs to the test, not to the server
                self.observer_errors.append(error)
        return response

    # people, tokens, repositories

    def add_user(self, login: str, **fields: Any) -> Account:
        """Add a user account."""
        world = self.world
        account = Account(login, world.next_id(), world.clock(), **fields)
        world.accounts[login.lower()] = account
        return account

    def add_organization(self, login: str, **fields: Any) -> Account:
        """Add an organization; the server's own account is a member unless `members` says no."""
        return self.add_user(login, kind="Organization", **{"members": {self.login}, **fields})

    def add_token(  # noqa: PLR0913 - the properties of a token
        self,
        value: str,
        *,
        scopes: Iterable[str] = CLASSIC,
        login: str = "",
        kind: TokenKind | None = None,
        permissions: Mapping[str, str] | None = None,
        repositories: Iterable[str] | None = None,
        resource_owner: str = "",
        expired: bool = False,
    ) -> Token:
        """Add a token; the kind follows from `permissions` and the prefix unless it is given."""
        guessed: TokenKind = "oauth" if value.startswith("gho_") else "classic"
        if permissions is not None:
            guessed = "fine-grained"
        made = Token(
            value,
            self.world.accounts[(login or self.login).lower()],
            kind or guessed,
            scopes=frozenset(scopes) if permissions is None else frozenset(),
            permissions=dict(permissions or {}),
            repositories=frozenset(repositories) if repositories is not None else None,
            resource_owner=self.world.account(resource_owner) if resource_owner else None,
            expired=expired,
        )
        self.world.tokens[value] = made
        return made

    def create_repository(
        self,
        full_name: str,
        files: Mapping[str, str | bytes] | None = None,
        *,
        private: bool = True,
        default_branch: str = "",
        message: str = "Initial commit",
    ) -> Repository:
        """Make a repository as if it had existed before, with one commit when files are given."""
        owner, _, name = full_name.rpartition("/")
        with self.world.lock:
            account = self.world.account(owner or self.login) or self.add_user(owner)
            repo = self.world.create_repository(
                account, name, private=private, default_branch=default_branch
            )
            if files:
                self.commit(repo, files, message)
        return repo

    def commit(
        self,
        repository: Repository | str,
        files: Mapping[str, str | bytes | None],
        message: str = "Change",
        *,
        branch: str = "",
    ) -> str:
        """Push a commit as the owner would; None removes a file. Returns its name."""
        repo = self.repository(repository)
        data = {
            path: text.encode() if isinstance(text, str) else text for path, text in files.items()
        }
        branch = branch or repo.default_branch
        with self.world.lock:
            old = repo.git.branch(branch)
            author = repo.owner.signature(self.world.clock())
            new = repo.git.commit_files(branch, data, message, author)
            activity.pushed(self.world, repo, branch, old, new, repo.owner)
        return new

    def repository(self, repository: Repository | str) -> Repository:
        """Find a repository by `owner/name` or, of the server's own account, by name."""
        if isinstance(repository, Repository):
            return repository
        name = repository if "/" in repository else f"{self.login}/{repository}"
        found = self.world.repository(name)
        if found is None:
            raise KeyError(name)
        return found

    def set_secret(self, repository: Repository | str, name: str, value: str) -> None:
        """Create or replace an Actions secret as if by hand."""
        self._set(self.repository(repository).secrets, name, value)

    def set_variable(self, repository: Repository | str, name: str, value: str) -> None:
        """Create or replace an Actions variable as if by hand."""
        self._set(self.repository(repository).variables, name, value)

    def _set(self, kept: dict[str, Setting], name: str, value: str) -> None:
        with self.world.lock:
            now = self.world.clock()
            old = kept.get(name.upper())
            created = old.created_at if old else now
            kept[name.upper()] = Setting(name.upper(), value, created, now)

    # runs

    def dispatch(
        self, repository: Repository | str, workflow: str, *, branch: str = "", **inputs: Any
    ) -> Run:
        """Start a workflow by hand, whether or not it is registered yet."""
        repo = self.repository(repository)
        with self.world.lock:
            found = next(w for w in repo.workflows if w.path.rpartition("/")[2] == workflow)
            where = branch or repo.default_branch
            return activity.queue(
                self.world, repo, found, "workflow_dispatch", where, repo.owner, inputs=inputs
            )

    def run_schedule(self, repository: Repository | str) -> list[Run]:
        """Fire the `schedule` event once for each active workflow that has one."""
        repo = self.repository(repository)
        with self.world.lock:
            return activity.fire_schedule(self.world, repo)

    def wait(self, run: Run | int, timeout: float = 60) -> Run:
        """Wait until a run is completed; raises TimeoutError."""
        found = self.run(run)
        until = time.monotonic() + timeout
        with self.world.changed:
            while found.status != "completed":
                rest = until - time.monotonic()
                if rest <= 0:
                    raise TimeoutError(f"run {found.id} is still {found.status}")
                self.world.changed.wait(rest)
        return found

    def run(self, run: Run | int) -> Run:
        """Find a run by its number."""
        if not isinstance(run, int):
            return run
        return next(
            r for repo in self.world.repositories.values() for r in repo.runs if r.id == run
        )

    def finish(
        self, run: Run | int, conclusion: str = "success", steps: Iterable[str] = ()
    ) -> None:
        """Complete a queued run by hand (for servers without a runner)."""
        activity.finish(self.world, self.run(run), conclusion, list(steps))

    # record

    def requests(self, method: str = ".*", path: str = ".*") -> list[Exchange]:
        """Recorded exchanges whose method and path fit the regular expressions."""
        return [
            one
            for one in self.log
            if re.fullmatch(method, one.method) and re.fullmatch(path, one.path)
        ]

    def writes(self) -> list[Exchange]:
        """Recorded exchanges of the API that asked for a change."""
        return [one for one in self.log if one.writes and not one.path.endswith("-pack")]
