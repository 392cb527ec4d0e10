"""One sync becomes at most one commit on the remote branch, whatever happens beside it.

Its snapshot becomes one on the branch of the snapshots, and both arrive together or not at all.

The commit is built on the newest head of the remote. When somebody else was faster, the push is
refused, and the commit is built anew on what they pushed: the data files are ours, the FTP
history has the entries of both. So nothing is ever merged, forced or lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.output import shelf
from engine.output.archive import FOLDER
from engine.output.draft import OWN_FILES, prepare
from engine.output.git import Git, GitError
from engine.output.options import PublishOptions
from engine.output.remote import Commit, PublishError, open_repository, raise_if_final

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from engine.output.draft import Draft, Reason
    from engine.output.remote import RemoteRepository
    from engine.output.shelf import Shelved

ATTEMPTS = 8
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 20.0


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What publishing did: ``sha`` and ``message`` are None when there was nothing to commit."""

    reason: Reason
    branch: str
    sha: str | None = None
    message: str | None = None
    files: tuple[str, ...] = ()
    attempts: int = 1

    @property
    def committed(self) -> bool:
        """Whether a commit was pushed."""
        return self.sha is not None


def publish(data_dir: Path, now: datetime, options: PublishOptions | None = None) -> PublishResult:
    """Commit and push the data files of ``data_dir`` when there is a reason to.

    Args:
        data_dir: folder of the data files, in a clone of the data repository.
        now: the time of the sync, in the athlete's time zone.
        options: see `PublishOptions`.

    Raises:
        PublishError: it cannot be published; the text says what to do.
    """
    options = options or PublishOptions()
    attempt = _Attempt(data_dir, now, options)
    problem = ""
    for number in range(1, ATTEMPTS + 1):
        if number > 1:
            options.sleep(_backoff(number) * options.jitter())
        try:
            result = attempt.run(number)
        except GitError as error:
            raise_if_final(error)
            problem = str(error)
        else:
            if result is not None:
                return result
            problem = attempt.refused
    raise PublishError(
        f"The data could not be pushed in {ATTEMPTS} attempts; the next run tries again. "
        f"Git said: {' '.join(problem.split())[:300]}"
    )


@dataclass(slots=True)
class _Attempt:
    """Tries to publish; remembers between two tries what was sent."""

    data_dir: Path
    now: datetime
    options: PublishOptions
    refused: str = ""
    sent: PublishResult | None = None

    def run(self, number: int) -> PublishResult | None:
        """Build the commit on the remote's head and push it; None when that was refused."""
        repository = open_repository(Git(self.data_dir), self.options)
        heads = {}
        if number == 1:
            repository.clear()
            heads = repository.known_heads(repository.branch, shelf.BRANCH)
        head = heads.get(repository.branch) or repository.fetch_head(repository.branch)
        if self.sent is not None and head == self.sent.sha:
            return self.sent  # it was taken, only the answer got lost
        draft = prepare(repository, head, self.data_dir, self.now, self.options)
        if draft.commit is None:
            draft.keep_ftp(self.data_dir, self.now)
            return PublishResult("unchanged", repository.branch, attempts=number)
        its_head = None
        if self._own(repository):
            its_head = heads.get(shelf.BRANCH) or repository.fetch_head(
                shelf.BRANCH, may_be_new=True
            )
        shelved = self._shelve(repository, head, its_head, draft)
        commit = replace(draft.commit, files={**draft.commit.files, **shelved.beside})
        commits = {repository.branch: commit}
        if shelved.apart or shelved.moved:
            commits[shelf.BRANCH] = _apart(repository, its_head, shelved, commit.message)
        made = repository.commit(commits, self.now)
        self.sent = PublishResult(
            draft.reason, repository.branch, made[repository.branch], commit.message,
            tuple(sorted({*commit.files, *shelved.apart})), number,
        )  # fmt: skip
        refused = repository.push(made)
        if refused is not None:
            self.refused = refused
            return None
        draft.keep_ftp(self.data_dir, self.now)
        stay = shelved.beside if shelved.moved else ()
        repository.settle(head, made[repository.branch], OWN_FILES, stay, self.now)
        shelf.keep_folder(self.data_dir, shelved)
        return self.sent

    def _own(self, repository: RemoteRepository) -> bool:
        """Whether snapshots have a branch of their own."""
        return self.options.archive_branch == "own" and repository.branch != shelf.BRANCH

    def _shelve(
        self, repository: RemoteRepository, head: str | None, its_head: str | None, draft: Draft
    ) -> Shelved:
        beside, policy = repository.files_below(head, FOLDER), self.options.archive
        if not self._own(repository):
            return shelf.beside_the_data(beside, draft.snapshot, self.now, policy)
        there = repository.files_below(its_head, FOLDER)
        return shelf.on_their_own(beside, there, draft.snapshot, self.now, policy)


def _apart(
    repository: RemoteRepository, head: str | None, shelved: Shelved, message: str
) -> Commit:
    """Return the commit for the branch of the snapshots."""
    trees = {}
    if shelved.moved:
        inside = {path.removeprefix(f"{FOLDER}/"): b for path, b in shelved.moved.items()}
        trees = {FOLDER: repository.tree_of(inside)}
    return Commit(head, message, shelved.apart, trees)


def _backoff(attempt: int) -> float:
    return float(min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** (attempt - 2)))
