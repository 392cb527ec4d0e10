"""What ``CHANGELOG.md`` says about a version: the text of its release."""

from __future__ import annotations

import re
from pathlib import Path

from engine import __version__

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
NAME = "CHANGELOG.md"
_DATED = r"\[{version}\] - \d{{4}}-\d{{2}}-\d{{2}}"
_UNRELEASED = r"\[Unreleased\]"


def of_tag(tag: str, changelog: str, version: str = __version__) -> str:
    """Return the section of the version that a tag names.

    Raises:
        ValueError: the tag names another version, or the changelog has nothing about it.
    """
    if tag != f"v{version}":
        raise ValueError(f"The tag {tag} is not v{version}, the version in engine/__init__.py.")
    text = of_version(changelog, version)
    if not text:
        raise ValueError(f"{NAME} has no dated section [{version}] that says what is new.")
    return text


def of_version(changelog: str, version: str = __version__) -> str:
    """Return the dated section of a version; empty when there is none, or nothing in it."""
    return _section(changelog, _DATED.format(version=re.escape(version)))


def unreleased(changelog: str) -> str:
    """Return what is written down for the next version."""
    return _section(changelog, _UNRELEASED)


def _section(changelog: str, title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    text = found.group(1).strip() if found else ""
    return f"{text}\n" if text else ""
