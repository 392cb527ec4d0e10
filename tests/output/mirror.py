"""A data repository on disk: a bare remote, clones as GitHub Actions makes them, invented data."""

from __future__ import annotations

import json
import os
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
README = f"# Training data\n\n{last_sync_line(None)}\n\nMy own words.\n"


def git(folder: Path, *arguments: str, **more: Any) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent / "home"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com",
        "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.com",
        "GIT_AUTHOR_DATE": "2026-11-22T11:00:00+0100",
        "GIT_COMMITTER_DATE": "2026-11-22T11:00:00+0100",
    }  # fmt: skip
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder, capture_output=True, text=True, env=environment, check=False, **more,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


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


@dataclass(frozen=True)
class Mirror:
    """A bare remote and the folder for its clones."""

    root: Path
    branch: str = "main"

    @property
    def remote(self) -> Path:
        return self.root / "remote.git"

    @property
    def url(self) -> str:
        return self.remote.as_uri()

    def create(self, *, seed: bool = True) -> Mirror:
        self.root.mkdir(parents=True, exist_ok=True)
        git(self.root, "init", "-q", "--bare", "-b", self.branch, str(self.remote))
        for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
            git(self.remote, "config", key, "true")
        if seed:
            self.edit("seed", {"README.md": README, "engine/__init__.py": "", "x/y.txt": "y"})
        return self

    def edit(self, name: str, files: Mapping[str, str | bytes | None]) -> None:
        """Commit as another person or machine does."""
        folder = self.root / f"edit-{name}"
        git(self.root, "clone", "-q", self.url, str(folder))
        git(folder, "checkout", "-q", "-B", self.branch)
        for path, text in files.items():
            where = folder / path
            if text is None:
                where.unlink()
                continue
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(text if isinstance(text, bytes) else text.encode())
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", f"edit {name}")
        git(folder, "push", "-q", "origin", self.branch)

    def clone(self, name: str = "runner") -> Path:
        """A clone as a plain `git clone` makes it."""
        folder = self.root / name
        git(self.root, "clone", "-q", self.url, str(folder))
        return folder

    def checkout(self, name: str = "runner") -> Path:
        """A clone as the workflow's checkout makes it: shallow, without blobs it does not need."""
        folder = self.root / name
        folder.mkdir()
        git(folder, "init", "-q", "-b", self.branch)
        git(folder, "remote", "add", "origin", self.url)
        for key, value in (
            ("remote.origin.promisor", "true"),
            ("remote.origin.partialclonefilter", "blob:none"),
            ("core.sparseCheckout", "true"),
        ):
            git(folder, "config", key, value)
        (folder / ".git/info").mkdir(exist_ok=True)
        (folder / ".git/info/sparse-checkout").write_text("/*\n!/archive/\n")
        spec = f"+refs/heads/{self.branch}:refs/remotes/origin/{self.branch}"
        git(folder, "fetch", "-q", "--depth=1", "--no-tags", "--filter=blob:none", "origin", spec)
        git(folder, "checkout", "-q", "-B", self.branch, f"refs/remotes/origin/{self.branch}")
        return folder

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
