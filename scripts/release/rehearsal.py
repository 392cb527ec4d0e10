"""The rehearsal of a release: everything that the workflow does on a tag, except publishing."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from engine import __version__
from scripts.release import notes
from scripts.release.assets import CHECKSUMS, ROOT, ReleaseError, build, made_at
from scripts.release.assets import assets as assets_in
from scripts.release.trial import try_release, with_pip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from scripts.release.assets import Asset
    from scripts.release.trial import Place


def rehearse(folder: Path, tag: str | None, out: TextIO) -> None:
    """Build into a folder, build again elsewhere, install, run; say how each went.

    Raises:
        ReleaseError: nothing that could be released was built.
        TrialError: what was built does not work.
        ValueError: the tag must not be released.
    """
    for title, words in _checks(folder, tag):
        out.write(f"{title:<14}{words}\n")
        out.flush()
    out.write(f"\nA release of {__version__} publishes\n\n")
    out.writelines(f"  {line}\n" for line in table(assets_in(folder)))
    out.write(f"\nThe files are in {folder}. Nothing was published.\n")


def _checks(folder: Path, tag: str | None) -> Iterator[tuple[str, str]]:
    yield "changelog", _changelog(tag)
    yield "clone", _clone()
    built = build(folder)
    yield "build", f"{len(built)} files, and their checksums in {CHECKSUMS}"
    if differing := {asset.name for asset in {*built} ^ {*built_again(folder)}}:
        raise ReleaseError(f"Built again from the sdist, {sorted(differing)} are other bytes.")
    yield "build again", "the same bytes, in another folder, from nothing but the sdist"
    for kind, installer, install in (("wheel", "pip", with_pip), ("sdist", "uv", with_uv)):
        said = try_release(folder, kind, install)
        yield kind, f"{installer} installs it alone; programs, demonstration and bundle run"
        yield "", "; ".join(said)


def table(assets: Sequence[Asset]) -> Iterator[str]:
    """Yield a line for each file: where it goes, how long it is, its checksum."""
    width = max(len(asset.name) for asset in assets)
    for asset in assets:
        where = "PyPI, GitHub" if asset.on_pypi else "GitHub"
        yield f"{asset.name:<{width}}  {asset.size:>9,}  {where:<12}  {asset.digest[:16]}…"


def _changelog(tag: str | None) -> str:
    text = notes.CHANGELOG.read_text(encoding="utf-8")
    if tag:
        notes.of_tag(tag, text)
    if notes.of_version(text):
        return f"{notes.NAME} says what is new in {__version__}"
    if not notes.unreleased(text):
        raise ReleaseError(f"{notes.NAME} has nothing about {__version__}: write it down first.")
    return f"before the tag: [Unreleased] in {notes.NAME} becomes [{__version__}] with its date"


def _clone() -> str:
    done = subprocess.run(
        ["git", "status", "--porcelain"],  # noqa: S607 - the developer's own git
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return "none: these are unpacked sources"
    changed = len(done.stdout.splitlines())
    return f"before the tag: {changed} files are not committed" if changed else "all is committed"


def built_again(release: Path) -> tuple[Asset, ...]:
    """Build once more, elsewhere, with nothing but what the sdist of a release holds.

    Raises:
        ReleaseError: something that is needed is not in it.
    """
    [sdist] = release.glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        [source] = Path(folder).iterdir()
        done = subprocess.run(
            [sys.executable, "-m", "scripts.release", "build", "again"],
            cwd=source, capture_output=True, text=True, check=False,
            env={**os.environ, **made_at()},
        )  # fmt: skip
        if done.returncode:
            raise ReleaseError(f"The sdist does not build by itself: {done.stderr}")
        return assets_in(source / "again")


def with_uv(place: Place, package: Path) -> None:
    """Install a package as uv does."""
    into = ("--quiet", "--python", place.program("python"))
    place.run(sys.executable, "-m", "uv", "pip", "install", *into, str(package))
