"""The pages of the site, made from the documents of the repository.

The documents are written for readers on GitHub. Here they become one tree of Markdown that any
builder can take: documents outside of ``docs/`` get a place in it, links are turned to where their
ends are now, and what is not part of the site is named without a link.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from scripts.markdown import HEADING, LINK, anchor, lines

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
DOCS = "docs"
OUTSIDE: Mapping[str, str] = {
    "README.md": "about.md",
    "SETUP_ASSISTANT.md": "assistant.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""Documents that GitHub wants at the root of the repository, and their pages."""
FIRST_IN_SEARCH = {"troubleshooting.md"}
"""Pages that answer questions, and so come before those that only have the same words."""
LIFTED = "---\nsearch:\n  boost: 6\n---\n\n"
SHOWN = re.compile(r'\b(?P<name>src|srcset|href)="(?P<target>[^"]+)"')
"""Where an element of HTML, which Markdown may hold, takes a file from."""
SCHEME = re.compile(r"[a-z]+:")


def documents() -> dict[str, str]:
    """Return the page that each document becomes, by its path in the repository."""
    inside = sorted((ROOT / DOCS).rglob("*.md"))
    paths = [path.relative_to(ROOT).as_posix() for path in inside]
    return {path: path.removeprefix(f"{DOCS}/") for path in paths} | dict(OUTSIDE)


def write_pages(folder: Path) -> dict[str, str]:
    """Write the tree of pages, with the files that they show, and return their texts by path."""
    shutil.copytree(ROOT / DOCS, folder, ignore=shutil.ignore_patterns("*.md"))
    found = documents()
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / DOCS).rglob("*.*")}
    places = {path: path.removeprefix(f"{DOCS}/") for path in files} | found
    texts = {
        page: page_text((ROOT / path).read_text(encoding="utf-8"), path, places)
        for path, page in found.items()
    }
    for page, text in texts.items():
        head = LIFTED if page in FIRST_IN_SEARCH else ""
        (folder / page).write_text(head + text, encoding="utf-8")
    return texts


def page_text(text: str, path: str, places: Mapping[str, str]) -> str:
    """Return a document as a page.

    Args:
        text: the document.
        path: of it in the repository.
        places: where each path of the repository is on the site.
    """

    def link(found: re.Match[str]) -> str:
        target = _target(found["target"], path, places)
        return f"[{found['label']}]({target})" if target else found["label"]

    def shown(found: re.Match[str]) -> str:
        target = _target(found["target"], path, places) or found["target"]
        return f'{found["name"]}="{target}"'

    used: list[str] = []
    written = []
    for line, is_prose in lines(text):
        heading = HEADING.fullmatch(line) if is_prose else None
        written.append(f"{line}{_explicit(heading[1], used)}" if heading else line)
    return SHOWN.sub(shown, LINK.sub(link, "\n".join(written) + "\n"))


def _target(target: str, path: str, places: Mapping[str, str]) -> str | None:
    """Return where a link goes on the site; None for what is not there."""
    if SCHEME.match(target) or target.startswith("#"):
        return target
    name, mark, fragment = target.partition("#")
    named = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    if named not in places:
        # a dead one stays, for the builder to complain of
        return None if (ROOT / named).exists() else target
    here = PurePosixPath(places[path]).parent.as_posix()
    return posixpath.relpath(places[named], here) + mark + fragment


def _explicit(heading: str, used: list[str]) -> str:
    """Return the anchor of a heading that repeats one, which builders count otherwise."""
    name = anchor(heading, used)
    used.append(name)
    return "" if name == anchor(heading, ()) else f" {{ #{name} }}"
