"""A bare git repository on disk: real objects and real references, few processes.

Loose objects are written and read directly (their format is fixed); packs, history and
differences are left to the `git` program.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from demo.github.git_layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE, EXECUTABLE, SYMLINK, FOLDER, SUBMODULE = "100644", "100755", "120000", "040000", "160000"
SHA_LENGTH = 40
PROGRAM = shutil.which("git") or "git"
PLAIN_BRANCH = re.compile(r"refs/heads/\w[\w-]*", re.ASCII)
"""A name that git takes for certain, in a folder that every repository has."""


def sound_path(path: object) -> bool:
    """Whether git accepts a path in a tree."""
    if not isinstance(path, str) or "\0" in path:
        return False
    return not any(part.lower() in {"", ".", "..", ".git"} for part in path.split("/"))


class GitError(Exception):
    """A git command failed, or an object that was asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a tree: git file mode and object name."""

    mode: str
    sha: str

    @property
    def kind(self) -> str:
        """`blob`, `tree` or `commit`."""
        return {FOLDER: "tree", SUBMODULE: "commit"}.get(self.mode, "blob")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, and when."""

    name: str
    email: str
    when: datetime

    def line(self) -> str:
        """The form in a commit object."""
        name, email = (re.sub(r"[<>\n\0]", "", text).strip() for text in (self.name, self.email))
        offset = self.when.strftime("%z") or "+0000"
        return f"{name or 'unknown'} <{email}> {int(self.when.timestamp())} {offset}"

    @classmethod
    def parse(cls, line: str) -> Signature:
        """Read the form in a commit object; the moment is given in UTC."""
        who, _, when = line.rpartition("> ")
        name, _, email = who.partition(" <")
        return cls(name, email, datetime.fromtimestamp(int(when.split()[0]), UTC))


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit object."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Signature
    committer: Signature
    message: str


class GitRepository:
    """A bare repository in `path`."""

    def __init__(self, path: Path, borrowed: Path | None = None) -> None:
        self.path = path
        self._stores = [folder / "objects" for folder in (path, borrowed) if folder]

    @classmethod
    def create(cls, path: Path, default_branch: str, borrowed: Path | None = None) -> GitRepository:
        """Make an empty bare repository whose HEAD names `default_branch`.

        `borrowed` is a repository whose objects it uses without copying them, as forks do.
        """
        lay_out(path, borrowed)
        repository = cls(path, borrowed)
        repository.set_head(default_branch)
        return repository

    # processes

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Environment for git: nothing of the user's settings, classic formats."""
        kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "COMSPEC", "PATHEXT")
        return {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "HOME": str(self.path),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_DEFAULT_HASH": "sha1",
            "GIT_DEFAULT_REF_FORMAT": "files",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
            **(extra or {}),
        }

    def git(
        self, *arguments: str, data: bytes = b"", env: Mapping[str, str] | None = None
    ) -> bytes:
        """Run git in the repository and return its output; raises GitError."""
        done = subprocess.run(  # noqa: S603 - git, with arguments made here
            [PROGRAM, *arguments],
            cwd=self.path,
            env=self.environment(env),
            input=data,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise GitError(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    # objects

    def write(self, kind: str, data: bytes) -> str:
        """Store an object and return its name."""
        full = f"{kind} {len(data)}".encode() + b"\0" + data
        sha = hashlib.sha1(full, usedforsecurity=False).hexdigest()
        if not self._loose_file(sha):
            target = self.path / "objects" / sha[:2] / sha[2:]
            target.parent.mkdir(exist_ok=True)
            partial = target.with_suffix(f".{os.urandom(4).hex()}")
            partial.write_bytes(zlib.compress(full, 1))
            partial.replace(target)
        return sha

    def read(self, sha: str) -> tuple[str, bytes]:
        """Return kind and content of an object; raises GitError when it is not there."""
        if loose := self._read_loose(sha):
            return loose
        answer = self.git("cat-file", "--batch", data=f"{sha}\n".encode())
        head, _, data = answer.partition(b"\n")
        words = head.split()
        if len(words) != 3:  # noqa: PLR2004 - "<sha> <kind> <size>", anything else is a refusal
            raise GitError(f"no object {sha}")
        return words[1].decode(), data[:-1]

    def _loose_file(self, sha: str) -> Path | None:
        if len(sha) != SHA_LENGTH:
            return None
        files = (store / sha[:2] / sha[2:] for store in self._stores)
        return next((file for file in files if file.is_file()), None)

    def _read_loose(self, sha: str) -> tuple[str, bytes] | None:
        file = self._loose_file(sha)
        if file is None:
            return None
        head, _, data = zlib.decompress(file.read_bytes()).partition(b"\0")
        return head.split()[0].decode(), data

    def read_as(self, kind: str, sha: str) -> bytes:
        """Return the content of an object of the given kind; raises GitError."""
        found, data = self.read(sha)
        if found != kind:
            raise GitError(f"{sha} is a {found}, not a {kind}")
        return data

    # trees

    def tree(self, sha: str) -> dict[str, Entry]:
        """Names and entries of one tree level."""
        data, entries = self.read_as("tree", sha), {}
        while data:
            head, _, rest = data.partition(b"\0")
            mode, _, name = head.partition(b" ")
            entries[name.decode("utf-8", "surrogateescape")] = Entry(
                mode.decode().zfill(6), rest[:20].hex()
            )
            data = rest[20:]
        return entries

    def write_tree(self, entries: Mapping[str, Entry]) -> str:
        """Store one tree level; git sorts folders as if their names ended in a slash."""
        rows = sorted(
            (name.encode("utf-8", "surrogateescape"), entry) for name, entry in entries.items()
        )
        rows.sort(key=lambda row: row[0] + (b"/" if row[1].mode == FOLDER else b""))
        return self.write(
            "tree",
            b"".join(
                f"{entry.mode.lstrip('0')} ".encode() + name + b"\0" + bytes.fromhex(entry.sha)
                for name, entry in rows
            ),
        )

    def overlay(self, base: str | None, changes: Mapping[str, Entry | None]) -> str | None:
        """Store the tree `base` with paths replaced or (None) removed; None = nothing is left."""
        entries = self.tree(base) if base else {}
        below: dict[str, dict[str, Entry | None]] = {}
        for path, entry in changes.items():
            name, _, rest = path.partition("/")
            if rest:
                below.setdefault(name, {})[rest] = entry
            elif entry is None:
                entries.pop(name, None)
            else:
                entries[name] = entry
        for name, inner in below.items():
            old = entries.get(name)
            folder = self.overlay(old.sha if old and old.mode == FOLDER else None, inner)
            if folder is not None:
                entries[name] = Entry(FOLDER, folder)
            elif old and old.mode == FOLDER:
                del entries[name]
        return self.write_tree(entries) if entries else None

    def find(self, tree: str, path: str) -> Entry | None:
        """Entry of `path` below `tree`; the empty path is the tree itself."""
        entry = Entry(FOLDER, tree)
        for name in filter(None, path.split("/")):
            inner = self.tree(entry.sha).get(name) if entry.mode == FOLDER else None
            if inner is None:
                return None
            entry = inner
        return entry

    def walk(self, tree: str, prefix: str = "") -> Iterator[tuple[str, Entry]]:
        """Every entry below `tree` with its path, folders before their content."""
        for name, entry in self.tree(tree).items():
            yield prefix + name, entry
            if entry.mode == FOLDER:
                yield from self.walk(entry.sha, f"{prefix}{name}/")

    # commits

    def commit(
        self,
        tree: str,
        parents: tuple[str, ...],
        message: str,
        author: Signature,
        committer: Signature | None = None,
    ) -> str:
        """Store a commit and return its name."""
        lines = [f"tree {tree}", *(f"parent {sha}" for sha in parents)]
        lines += [f"author {author.line()}", f"committer {(committer or author).line()}"]
        return self.write("commit", ("\n".join(lines) + f"\n\n{message}").encode())

    def read_commit(self, sha: str) -> Commit:
        """Decode a commit; raises GitError when it is not there or is something else."""
        head, _, message = self.read_as("commit", sha).decode("utf-8", "replace").partition("\n\n")
        fields = [line.partition(" ") for line in head.split("\n")]
        single = {name: value for name, _, value in fields}
        return Commit(
            sha=sha,
            tree=single["tree"],
            parents=tuple(value for name, _, value in fields if name == "parent"),
            author=Signature.parse(single["author"]),
            committer=Signature.parse(single["committer"]),
            message=message,
        )

    def history(self, start: str, *options: str, path: str = "") -> list[str]:
        """Names of the commits reachable from `start`, newest first."""
        arguments = ["rev-list", *options, start, "--", *([path] if path else [])]
        return self.git(*arguments).decode().split()

    # references

    def set_head(self, branch: str) -> None:
        """Make `branch` the default branch."""
        (self.path / "HEAD").write_text(f"ref: refs/heads/{branch}\n", encoding="utf-8")

    def refs(self, prefix: str = "refs/") -> dict[str, str]:
        """All references that start with `prefix`, sorted by name."""
        found: dict[str, str] = {}
        packed = self.path / "packed-refs"
        for line in packed.read_text("utf-8").splitlines() if packed.exists() else ():
            sha, _, name = line.partition(" ")
            if name.startswith("refs/"):
                found[name] = sha
        for file in (self.path / "refs").rglob("*"):
            if file.is_file() and file.suffix != ".lock":
                found[file.relative_to(self.path).as_posix()] = file.read_text("utf-8").strip()
        return {name: found[name] for name in sorted(found) if name.startswith(prefix)}

    def ref(self, name: str) -> str | None:
        """Commit of a full reference name, or None."""
        return self.refs(name).get(name)

    def branch(self, name: str) -> str | None:
        """Commit at the tip of a branch, or None."""
        return self.ref(f"refs/heads/{name}")

    def resolve(self, name: str) -> str | None:
        """Commit that a branch, tag, full reference or (short) commit name means, or None."""
        refs = self.refs()
        for candidate in (f"refs/heads/{name}", f"refs/tags/{name}", name, f"refs/{name}"):
            if candidate in refs:
                return self._commit_of(refs[candidate])
        return self._commit_of(name) if name.isalnum() else None

    def _commit_of(self, name: str) -> str | None:
        loose = self._read_loose(name)
        if loose and loose[0] != "tag":
            return name if loose[0] == "commit" else None
        try:
            arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options")
            return self.git(*arguments, f"{name}^{{commit}}").decode().strip()
        except GitError:
            return None

    def set_ref(self, name: str, sha: str) -> None:
        """Create or move a full reference name; raises GitError for a name git does not accept."""
        loose = self._read_loose(sha)
        if not (loose and loose[0] == "commit" and self._move_branch(name, sha)):
            self.git("update-ref", "--", name, sha)

    def _move_branch(self, name: str, sha: str) -> bool:
        """Move a plain branch the way git does, unless something speaks against it."""
        file = self.path / name
        if not PLAIN_BRANCH.fullmatch(name) or file.is_dir():
            return False
        lock = file.with_name(f"{file.name}.lock")
        try:
            with lock.open("x", encoding="utf-8") as locked:
                locked.write(f"{sha}\n")
        except FileExistsError:
            return False
        lock.replace(file)
        return True

    def delete_ref(self, name: str) -> None:
        """Remove a full reference name."""
        self.git("update-ref", "-d", "--", name)

    # whole files, the everyday way in

    def read_file(self, path: str, at: str) -> bytes | None:
        """Content of a file in a commit, or None when it is not there."""
        entry = self.find(self.read_commit(at).tree, path)
        return self.read_as("blob", entry.sha) if entry and entry.kind == "blob" else None

    def commit_files(
        self, branch: str, files: Mapping[str, bytes | None], message: str, author: Signature
    ) -> str:
        """Put files (None = removed) on a branch as one commit, creating the branch if needed."""
        tip = self.branch(branch)
        changes = {
            path: None if data is None else Entry(FILE, self.write("blob", data))
            for path, data in files.items()
        }
        base = self.read_commit(tip).tree if tip else None
        tree = self.overlay(base, changes) or self.write_tree({})
        sha = self.commit(tree, (tip,) if tip else (), message, author)
        self.set_ref(f"refs/heads/{branch}", sha)
        return sha

    def clone_to(self, folder: Path) -> None:
        """Put a checked-out clone into a folder that is not there yet."""
        self.git("clone", "--quiet", str(self.path), str(folder))

    def changed_paths(self, old: str | None, new: str, below: str = "") -> list[str]:
        """Paths that differ between two commits (or, for None, from nothing)."""
        base = old or self.git("hash-object", "-t", "tree", "-w", "--stdin").decode().strip()
        listing = self.git(
            "diff", "--name-only", "-z", base, new, "--", *([below] if below else [])
        )
        return [path for path in listing.decode("utf-8", "replace").split("\0") if path]
