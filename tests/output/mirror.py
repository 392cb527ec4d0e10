"""A data repository on disk: a bare remote, clones as GitHub Actions makes them, invented data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from engine.output.options import PublishOptions
from engine.output.publisher import PublishResult, publish
from engine.output.readme import last_sync_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VIENNA = timezone(timedelta(hours=1))
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=VIENNA)
EDITED = NOON - timedelta(hours=1)
README = f"# Training data\n\n{last_sync_line(None)}\n\nMy own words.\n"
CHECKOUT = """\
[core]
 sparseCheckout = true
[remote "origin"]
 url = {url}
 fetch = +refs/heads/*:refs/remotes/origin/*
 promisor = true
 partialclonefilter = blob:none
"""


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent / "home"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TEMPLATE_DIR": "",
        "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com",
        "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.com",
        "GIT_AUTHOR_DATE": "2026-11-22T11:00:00+0100",
        "GIT_COMMITTER_DATE": "2026-11-22T11:00:00+0100",
    }  # fmt: skip
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder, input=stdin, capture_output=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode().strip()


def latest(now: datetime, **blocks: Any) -> dict[str, Any]:
    """A small latest.json."""
    return {
        "metadata": {
            "athlete_id": "REDACTED",
            "last_updated": now.isoformat(),
            "version": "4.1.0",
            "format_version": "4.1",
        },
        "current_status": {"fitness": {"ctl": 60.0}},
        "derived_metrics": {"calculation_timestamp": now.isoformat()},
        "recent_activities": [{"id": "i1", "date": "2026-11-21T08:00:00", "tss": 50}],
        "wellness_data": [{"date": "2026-11-21", "resting_hr": 48}],
        "planned_workouts": [],
        **blocks,
    }


def dump(document: Any) -> str:
    return json.dumps(document, indent=2)


def _data(content: bytes) -> bytes:
    """A message or a file as `git fast-import` reads it."""
    return b"data %d\n%b\n" % (len(content), content)


@dataclass(frozen=True)
class Mirror:
    """A bare remote and the folder for its clones.

    Attributes:
        root: that folder.
        branch: the branch of the data.
        original: a mirror with a checkout of which this one began as a copy.
    """

    root: Path
    branch: str = "main"
    original: Mirror | None = None

    @property
    def remote(self) -> Path:
        return self.root / "remote.git"

    @property
    def url(self) -> str:
        return self.remote.as_uri()

    def create(self, *, seed: bool = True) -> Mirror:
        self.root.mkdir(parents=True, exist_ok=True)
        git(self.root, "init", "-q", "--bare", "-b", self.branch, str(self.remote))
        with (self.remote / "config").open("a") as config:
            config.write("[uploadpack]\n allowFilter = true\n allowAnySHA1InWant = true\n")
            config.write("[receive]\n autogc = false\n")
        if seed:
            self.edit("seed", {"README.md": README, "engine/__init__.py": "", "x/y.txt": "y"})
        return self

    def copy(self, root: Path) -> Mirror:
        """A mirror like this one; its checkouts are copies, too, until somebody pushes."""
        shutil.copytree(self.remote, root / self.remote.name)
        return Mirror(root, self.branch, self)

    def edit(self, name: str, files: Mapping[str, str | bytes | None]) -> None:
        """Commit to the branch as another person or machine does; None removes a file."""
        branch = f"refs/heads/{self.branch}"
        head = f"commit {branch}\ncommitter Ann <ann@example.com> {EDITED.timestamp():.0f} +0100\n"
        stream = [head.encode(), _data(f"edit {name}".encode())]
        if (self.remote / branch).exists():
            stream.append(f"from {branch}^0\n".encode())
        for path, text in files.items():
            if text is None:
                stream.append(f"D {path}\n".encode())
                continue
            content = text if isinstance(text, bytes) else text.encode()
            stream += [f"M 100644 inline {path}\n".encode(), _data(content)]
        git(self.remote, "fast-import", "--quiet", stdin=b"".join(stream))

    def clone(self, name: str = "runner") -> Path:
        """A clone as a plain `git clone` makes it."""
        folder = self.root / name
        git(self.root, "clone", "-q", self.url, str(folder))
        return folder

    def checkout(self, name: str = "runner") -> Path:
        """A clone as the workflow's checkout makes it: shallow, without blobs it does not need."""
        folder = self.root / name
        if self.original and self._head_file() == self.original._head_file():
            shutil.copytree(self.original.root / "runner", folder)
            config = folder / ".git/config"
            config.write_text(config.read_text().replace(self.original.url, self.url))
            git(folder, "update-index", "-q", "--refresh")
            return folder
        folder.mkdir()
        git(folder, "init", "-q", "-b", self.branch)
        with (folder / ".git/config").open("a") as config:
            config.write(CHECKOUT.format(url=self.url))
        (folder / ".git/info").mkdir(exist_ok=True)
        (folder / ".git/info/sparse-checkout").write_text("/*\n!/archive/\n")
        spec = f"+refs/heads/{self.branch}:refs/remotes/origin/{self.branch}"
        git(folder, "fetch", "-q", "--depth=1", "--no-tags", "--filter=blob:none", "origin", spec)
        git(folder, "checkout", "-q", "-B", self.branch, f"refs/remotes/origin/{self.branch}")
        return folder

    def _head_file(self) -> str:
        return (self.remote / "refs/heads" / self.branch).read_text()

    def head(self) -> str:
        return git(self.remote, "rev-parse", self.branch)

    def log(self, form: str = "%s", *, at: str = "") -> list[str]:
        """Subjects of the branch's commits, newest first."""
        return git(self.remote, "log", f"--format={form}", at or self.branch).splitlines()

    def read(self, path: str, *, at: str = "") -> str:
        return git(self.remote, "show", f"{at or self.branch}:{path}")

    def json(self, path: str) -> Any:
        return json.loads(self.read(path))

    def paths(self, below: str = "", *, at: str = "") -> list[str]:
        names = git(self.remote, "ls-tree", "-r", "--name-only", at or self.branch).splitlines()
        return [name for name in names if name.startswith(below)]


def write(folder: Path, document: dict[str, Any] | None = None, **files: Any) -> None:
    """Write what a sync leaves: `latest.json`, and `ftp_history=...` as `ftp_history.json`."""
    if document is not None:
        files["latest"] = document
    for name, content in files.items():
        text = content if isinstance(content, str) else dump(content)
        (folder / f"{name}.json").write_text(text)


def sync(folder: Path, now: datetime, document: dict[str, Any] | None = None, **how: Any):
    """Write a `latest.json` and publish it without waiting."""
    write(folder, document or latest(now))
    return put(folder, now, **how)


def put(folder: Path, now: datetime, **how: Any) -> PublishResult:
    return publish(folder, now, PublishOptions(**{"sleep": lambda _: None, **how}))
