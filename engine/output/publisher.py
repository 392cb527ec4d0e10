"""One sync becomes at most one commit on the remote branch, whatever happens beside it.

The commit is built on the newest head of the remote. When somebody else was faster, the push is
refused, and the commit is built anew on what they pushed: the data files are ours, the FTP
history has the entries of both. So nothing is ever merged, forced or lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.output.draft import OWN_FILES, prepare
from engine.output.git import Git, GitError, with_token
from engine.output.options import PublishOptions
from engine.output.remote import PublishError, open_repository, raise_if_final

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from engine.output.draft import Reason

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
        git = with_token(
            Git(self.data_dir), self.options.remote, self.options.token, self.options.server_url
        )
        repository = open_repository(git, self.options.remote, self.options.branch)
        head = repository.known_head() if number == 1 else None
        head = head or repository.fetch_head()
        if self.sent is not None and head == self.sent.sha:
            return self.sent  # it was taken, only the answer got lost
        draft = prepare(repository, head, self.data_dir, self.now, self.options)
        if draft.commit is None:
            draft.keep_ftp(self.data_dir, self.now)
            return PublishResult("unchanged", repository.branch, attempts=number)
        sha = repository.commit(head, draft.commit, self.now)
        self.sent = PublishResult(
            draft.reason, repository.branch, sha, draft.commit.message,
            tuple(sorted(draft.commit.files)), number,
        )  # fmt: skip
        refused = repository.push(sha)
        if refused is not None:
            self.refused = refused
            return None
        draft.keep_ftp(self.data_dir, self.now)
        repository.settle(sha, OWN_FILES)
        return self.sent


def _backoff(attempt: int) -> float:
    return float(min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** (attempt - 2)))
