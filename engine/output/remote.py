"""One branch of a remote repository, seen from a clone that may be shallow, sparse or dirty.

A commit is built with ``git fast-import`` on top of the remote's head, without the index, the
working tree or a merge: what lies around in the clone cannot get into it, and there is nothing
that could conflict.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from engine.output.git import TIMEOUT_S, Git, GitError, with_token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from engine.output.options import PublishOptions

BOT = "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"
PENDING = "refs/section11/pending-"
"""Names a commit while it is made."""
_FOR_GOOD = {
    "protected branch": "The branch is protected: let GitHub Actions push to it (Settings, Rules).",
    "rule violations": "A rule forbids the push: let GitHub Actions push (Settings, Rules).",
    "hook declined": "The server declined the push: ask who looks after the repository.",
    "denied to": "The token may not write: the workflow needs 'permissions: contents: write'.",
    "error: 403": "The token may not write: the workflow needs 'permissions: contents: write'.",
    "Authentication failed": "The token was refused: the workflow must pass GITHUB_TOKEN.",
    "could not read Username": "No token was given: the workflow must pass GITHUB_TOKEN.",
    "Permission denied": "The remote refused the key or the file permissions: check the access.",
    "repository not found": "The remote repository does not exist, or the token may not see it.",
    "' not found": "The remote repository does not exist, or the token may not see it.",
    "does not appear to be a git repository": "The remote repository does not exist there.",
    "cannot create 'refs/heads/archive'": "A branch archive/... is in the way of the branch "
    "archive: rename it, or set the variable ARCHIVE_BRANCH to default.",
    "error: 30": "The address of the repository leads elsewhere: give the clone the new one "
    "(`git remote set-url origin ADDRESS`).",
    "is not installed": "Install git.",
}
"""What git says when trying again cannot help, and what to do about it."""

_ABANDONED_S = 10 * TIMEOUT_S
_LEFTOVERS: Mapping[str, float] = {
    "fast_import_crash_*": 0,
    "refs/section11/*.lock": 0,
    "index.lock": _ABANDONED_S,
    "shallow.lock": _ABANDONED_S,
    "packed-refs.lock": _ABANDONED_S,
    "HEAD.lock": _ABANDONED_S,
    "refs/**/*.lock": _ABANDONED_S,
    "objects/pack/tmp_*": _ABANDONED_S,
    "objects/??/tmp_obj_*": _ABANDONED_S,
}
"""What a killed git leaves in its folder, and from which age in seconds on it is nobody's."""


class PublishError(Exception):
    """Publishing failed for good; the text says what to do next."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit to make.

    Attributes:
        parent: the commit it is made on top of; None: it is a first one.
        message: its message.
        files: path to its new content, None to remove it.
        trees: path of a folder to the tree that replaces it before ``files`` are placed.
    """

    parent: str | None
    message: str
    files: Mapping[str, bytes | None]
    trees: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoteRepository:
    """A remote repository and the clone it is seen from.

    Attributes:
        git: runs git in the data folder.
        remote: name of the remote.
        branch: the branch of the data.
        prefix: the data folder within the tree.
        folder: where the clone keeps what is git's own.
        shallow: whether the clone has a part of the history only.
    """

    git: Git
    remote: str
    branch: str
    prefix: str
    folder: Path
    shallow: bool

    def clear(self) -> None:
        """Take away what a publish that was killed left behind; only one runs at a time."""
        clear_leftovers(self.folder, time.time())
        left = self.git.ask("for-each-ref", "--format=%(refname)", f"{PENDING}*")
        if left is not None:
            self._forget(left.split())

    def known_heads(self, *branches: str) -> dict[str, str]:
        """Map those branches of the remote that this clone knows to their heads there."""
        names = "".join(f"{self._tracking(branch)}^{{commit}}\n" for branch in branches)
        out = self.git.ask("cat-file", "--batch-check=%(objectname)", stdin=names.encode()) or ""
        answers = zip(branches, out.splitlines(), strict=False)
        return {branch: answer for branch, answer in answers if " " not in answer}

    def fetch_head(self, branch: str, *, may_be_new: bool = False) -> str | None:
        """Ask the remote for the head of a branch; None when it has no branch at all.

        Args:
            branch: its name.
            may_be_new: whether it is None, too, when the remote has other branches only.

        Raises:
            PublishError: the remote has branches, but not this one.
            GitError: the remote cannot be read.
        """
        listed = self.git.run("ls-remote", "--heads", self.remote).decode(errors="replace")
        wanted = f"refs/heads/{branch}"
        heads = {name: sha for sha, name in (line.split("\t") for line in listed.splitlines())}
        if wanted not in heads:
            if heads and not may_be_new:
                raise PublishError(f"The remote repository has no branch {branch}.")
            return None
        self.git.run(
            "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", *self._as_little(branch),
            self.remote, f"+{wanted}:{self._tracking(branch)}",
        )  # fmt: skip
        return self.known_heads(branch).get(branch)

    def _tracking(self, branch: str) -> str:
        """Return the name of the local copy of a branch of the remote."""
        return f"refs/remotes/{self.remote}/{branch}"

    def _as_little(self, branch: str) -> tuple[str, ...]:
        """Return options for a shallow clone, which shall not get the history of a new branch."""
        new = self.shallow and not self.known_heads(branch)
        return ("--depth=1", "--filter=blob:none") if new else ()

    def read(self, head: str | None, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those paths that exist in a commit."""
        wanted = list(paths)
        if head is None:
            return {}
        names = "".join(f"{head}:{self.prefix}{path}\n" for path in wanted)
        out = self.git.run("cat-file", "--batch", stdin=names.encode())
        found = {}
        for path in wanted:
            header, _, out = out.partition(b"\n")
            fields = header.split()
            if len(fields) == 3 and fields[1] == b"blob":  # noqa: PLR2004 - name, type, size
                size = int(fields[2])
                found[path], out = out[:size], out[size + 1 :]
        return found

    def files_below(self, head: str | None, folder: str) -> dict[str, str]:
        """Map the files of a folder in a commit, checked out or not, to names of contents."""
        if head is None:
            return {}
        below = f"{self.prefix}{folder}/"
        out = self.git.run("ls-tree", "-r", "--full-tree", "-z", head, below)
        rows = out.decode(errors="surrogateescape").split("\0")
        entries = (row.split("\t", 1) for row in rows if row)
        return {path.removeprefix(self.prefix): entry.split()[2] for entry, path in entries}

    def tree_of(self, files: Mapping[str, str]) -> str:
        """Make a tree of paths and names of contents, which need not be here."""
        folders: dict[str, dict[str, str]] = {}
        rows = []
        for path, blob in files.items():
            folder, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(folder, {})[rest] = blob
            else:
                rows.append(f"100644 blob {blob}\t{path}\0")
        rows += [f"040000 tree {self.tree_of(inner)}\t{name}\0" for name, inner in folders.items()]
        text = "".join(rows).encode(errors="surrogateescape")
        return self.git.run("mktree", "--missing", "-z", stdin=text).decode().strip()

    def commit(self, commits: Mapping[str, Commit], when: datetime) -> dict[str, str]:
        """Make the commits of some branches and map the branches to their hashes."""
        who = f"{self._identity()} {int(when.timestamp())} {when.strftime('%z')[:5]}"
        refs = [f"{PENDING}{os.getpid()}-{mark}" for mark, _ in enumerate(commits, start=1)]
        parts = (
            self._stream(ref, mark, commit, who)
            for mark, (ref, commit) in enumerate(zip(refs, commits.values(), strict=True), start=1)
        )
        stream = b"".join([*parts, b"done\n"])
        made = self.git.run("fast-import", "--quiet", "--force", "--done", stdin=stream)
        self._forget(refs)
        return dict(zip(commits, made.decode().split(), strict=True))

    def _stream(self, ref: str, mark: int, commit: Commit, committer: str) -> bytes:
        """Return what makes fast-import make a commit and say its hash."""
        head = f"commit {ref}\nmark :{mark}\ncommitter {committer}\n"
        stream = [head.encode(), _data(commit.message.encode())]
        if commit.parent:
            stream.append(f"from {commit.parent}\n".encode())
        for path, tree in commit.trees.items():
            stream.append(f"M 040000 {tree} {self.prefix}{path}\n".encode())
        for path, content in sorted(commit.files.items()):
            where = f"{self.prefix}{path}".encode(errors="surrogateescape")
            if content is None:
                stream.append(b"D " + where + b"\n")
            else:
                stream.append(b"M 100644 inline " + where + b"\n" + _data(content))
        stream.append(f"\nget-mark :{mark}\n".encode())
        return b"".join(stream)

    def _forget(self, refs: Iterable[str]) -> None:
        """Delete names of commits."""
        self.git.ask("update-ref", "--stdin", stdin="".join(f"delete {r}\n" for r in refs).encode())

    def push(self, commits: Mapping[str, str]) -> str | None:
        """Push the commit of each branch, all or none and without force.

        Returns:
            None on success, else why they were not taken this time.

        Raises:
            PublishError: trying again cannot help.
        """
        refs = [f"{sha}:refs/heads/{branch}" for branch, sha in commits.items()]
        together = ["--atomic"] if len(refs) > 1 else []
        try:
            self.git.run("push", "--porcelain", "--no-verify", *together, self.remote, *refs)
        except GitError as error:
            raise_if_final(error)
            return str(error)
        return None

    def settle(
        self,
        parent: str | None,
        after: str,
        own: Iterable[str],
        stay: Collection[str],
        when: datetime,
    ) -> None:
        """Move the clone forward to ``after``, made on ``parent``, and keep what was edited in it.

        The files ``own`` are already as they should be, and the files ``stay`` remain here although
        they left the branch. Nothing is lost when this fails: the next ``git pull`` does the same.
        """
        try:
            before = self.git.run("rev-parse", "HEAD").decode().strip()
            if before != parent:
                self.git.run("merge-base", "--is-ancestor", before, after)
            paths = [f"{self.prefix}{path}" for path in own]
            entries = self.git.run("ls-tree", "-r", "-z", "--full-tree", after, *paths)
            # a mode of 0 takes a path out of the index; the hash beside it is not looked at
            gone = "".join(f"0 {after}\t{self.prefix}{path}\0" for path in stay)
            self.git.run(
                "update-index", "-z", "--index-info",
                stdin=entries + gone.encode(errors="surrogateescape"),
            )  # fmt: skip
            self.git.run("read-tree", "-m", "-u", self._without(before, stay, when), after)
            self.git.run("update-ref", "-m", "section11-sync", "HEAD", after, before)
        except GitError:
            return

    def _without(self, commit: str, paths: Collection[str], when: datetime) -> str:
        """Return a commit without some paths; a merge from it lets these files be."""
        if not paths:
            return commit
        return self.commit({"": Commit(commit, "", dict.fromkeys(paths))}, when)[""]

    def _identity(self) -> str:
        """Return who commits, as git has it configured, or else the bot of GitHub Actions."""
        found = self.git.ask("config", "--get-regexp", "-z", r"^user\.(name|email)$") or ""
        values = dict(row.partition("\n")[::2] for row in found.split("\0"))
        name, email = (_plain(values.get(key, "")) for key in ("user.name", "user.email"))
        return f"{name} <{email}>" if name and email else BOT


def open_repository(git: Git, options: PublishOptions) -> RemoteRepository:
    """Find the branch to publish to: the given one, the one the clone follows, or the default.

    Raises:
        PublishError: this is no clone of a remote repository.
    """
    try:
        clone = git.run(
            "rev-parse", "--is-shallow-repository", "--absolute-git-dir", "--show-prefix"
        )
        url = git.run("remote", "get-url", options.remote).decode(errors="replace").strip()
    except GitError as error:
        raise PublishError(
            f"The data directory is no clone of a repository with the remote {options.remote}: "
            "clone the data repository and run there. "
            f"Git said: {' '.join(str(error).split())[:200]}"
        ) from error
    shallow, folder, prefix = clone.decode(errors="surrogateescape").split("\n", 2)
    git = with_token(git, url, options.token, options.server_url)
    branch = (
        options.branch or _followed(git, options.remote) or _default_branch(git, options.remote)
    )
    if branch is None:
        raise PublishError("The branch to publish to cannot be told: check out a branch.")
    return RemoteRepository(
        git, options.remote, branch, prefix.rstrip("\n"), Path(folder), shallow == "true"
    )


def clear_leftovers(git_folder: Path, now: float) -> None:
    """Delete the reports and temporary files of a git that was killed.

    A lock goes only when it is older than any command of ours can be: a younger one may belong to
    the athlete's own git.
    """
    for pattern, least_age in _LEFTOVERS.items():
        for path in git_folder.glob(pattern):
            with suppress(OSError):
                if now - path.stat().st_mtime >= least_age:
                    path.unlink()


def _followed(git: Git, remote: str) -> str | None:
    name = git.ask("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    if name is None or not name.startswith(f"{remote}/"):
        name = git.ask("symbolic-ref", "--short", f"refs/remotes/{remote}/HEAD")
    return name.removeprefix(f"{remote}/") if name else None


def _default_branch(git: Git, remote: str) -> str | None:
    listed = git.ask("ls-remote", "--symref", remote, "HEAD") or ""
    first = listed.splitlines()[0] if listed else ""
    if first.startswith("ref: refs/heads/"):
        return first.removeprefix("ref: refs/heads/").split("\t")[0]
    return git.ask("symbolic-ref", "--short", "HEAD")


def raise_if_final(error: GitError) -> None:
    """Raise a PublishError when git's words say that trying again cannot help."""
    said = str(error)
    for mark, remedy in _FOR_GOOD.items():
        if mark.lower() in said.lower():
            raise PublishError(f"{remedy} Git said: {' '.join(said.split())[:300]}") from error


def _data(content: bytes) -> bytes:
    return b"data %d\n" % len(content) + content + b"\n"


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "<>\n\0").strip()
