"""The files of a release, made by one command wherever it runs.

Twice built they have the same bytes: times inside are that of the newest commit, or what
``SOURCE_DATE_EPOCH`` says. That holds for one Python; another one's zlib may pack differently.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from templates.bundle import engine_bundle
from templates.render import workflow
from templates.settings import BUNDLE, MirrorSettings

ROOT = Path(__file__).parents[2]
WORKFLOW = "auto-sync.yml"
CHECKSUMS = "SHA256SUMS"
BY_HAND = MirrorSettings("you", "training-data")
"""The mirror that somebody makes in the browser, with nothing but the bundle and the workflow."""
EPOCH = "SOURCE_DATE_EPOCH"


class ReleaseError(Exception):
    """The release cannot be made; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of a release."""

    name: str
    size: int
    digest: str

    @property
    def on_pypi(self) -> bool:
        """Whether it goes to the package index, too."""
        return self.name.endswith((".whl", ".tar.gz"))


def build(folder: Path) -> tuple[Asset, ...]:
    """Make everything that a release publishes, and the checksums of it, in a new folder.

    Raises:
        ReleaseError: the folder holds something, or the packages cannot be built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ReleaseError(f"{folder} is not empty: name a new folder, or remove it first.")
    _build_packages(folder)
    (folder / BUNDLE).write_bytes(engine_bundle())
    (folder / WORKFLOW).write_bytes(workflow(BY_HAND).encode())
    found = assets(folder)
    lines = (f"{asset.digest}  {asset.name}\n" for asset in found)
    (folder / CHECKSUMS).write_bytes("".join(lines).encode())
    return found


def assets(folder: Path) -> tuple[Asset, ...]:
    """Return what lies in a folder, by name, except for the checksums."""
    return tuple(
        Asset(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.iterdir())
        if path.name != CHECKSUMS
    )


def _build_packages(folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - the build backend of this project, no shell
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder.absolute())],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, **made_at()},
    )  # fmt: skip
    if done.returncode:
        raise ReleaseError(f"Wheel and sdist cannot be built:\n{done.stdout}{done.stderr}")


def made_at() -> dict[str, str]:
    """Return the variable with the time of what is built; without a clone hatchling has its own."""
    if EPOCH in os.environ:
        return {EPOCH: os.environ[EPOCH]}
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"],  # noqa: S607 - the developer's own git
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {} if done.returncode else {EPOCH: done.stdout.strip()}
