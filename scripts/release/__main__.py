"""Build the files of a release, or rehearse all of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.release import assets, notes
from scripts.release.rehearsal import rehearse
from scripts.release.trial import TrialError

NOTES = "NOTES.md"


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; what stands in the way is told in words."""
    parser = argparse.ArgumentParser(prog="python -m scripts.release", description=__doc__)
    parser.add_argument("do", choices=("build", "check"))
    parser.add_argument("folder", type=Path, help="a new one, for the files")
    parser.add_argument("--tag", help="such as v4.1.0: refuse what must not be released under it")
    said = parser.parse_args(arguments)
    try:
        if said.do == "check":
            rehearse(said.folder, said.tag, sys.stdout)
        else:
            _build(said.folder, said.tag)
    except (assets.ReleaseError, TrialError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _build(folder: Path, tag: str | None) -> None:
    """Build; with a tag also write what is new, once that is known to be allowed."""
    text = notes.of_tag(tag, notes.CHANGELOG.read_text(encoding="utf-8")) if tag else ""
    assets.build(folder)
    if text:
        (folder / NOTES).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
