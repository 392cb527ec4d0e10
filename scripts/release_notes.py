"""Print what ``CHANGELOG.md`` says about the version that a tag names.

``python -m scripts.release_notes v4.1.0`` fails when the tag is not the project's version, or when
nobody wrote down what is new in it: then nothing is released.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from engine import __version__

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"


def notes(tag: str, changelog: str, version: str = __version__) -> str:
    """Return the section of a version.

    Raises:
        ValueError: the tag names another version, or the changelog has nothing about it.
    """
    if tag != f"v{version}":
        raise ValueError(f"The tag {tag} is not v{version}, the version in engine/__init__.py.")
    title = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}\n"
    found = re.search(rf"{title}(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    text = found.group(1).strip() if found else ""
    if not text:
        raise ValueError(f"CHANGELOG.md has no dated section [{version}] that says what is new.")
    return f"{text}\n"


def main(arguments: list[str] | None = None) -> int:
    """Print the notes, or say why there is nothing to release."""
    parser = argparse.ArgumentParser(prog="python -m scripts.release_notes", description=__doc__)
    parser.add_argument("tag")
    tag = parser.parse_args(arguments).tag
    try:
        text = notes(tag, CHANGELOG.read_text(encoding="utf-8"))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
