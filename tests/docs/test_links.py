"""Every link between the documents ends on a file and a heading that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.markdown import LINK, anchors
from scripts.site.pages import SHOWN, documents

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def headings(page: Path) -> set[str]:
    """Return the anchors that GitHub makes for the headings of a page."""
    return set(anchors(page.read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_ends_somewhere(page):
    dead = []
    text = page.read_text("utf-8")
    for _, target in LINK.findall(text) + SHOWN.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (page.parent / name).resolve() if name else page
        if not other.exists() or (anchor and anchor not in headings(other)):
            dead.append(target)
    assert dead == []


def test_the_overview_leads_to_every_page_but_those_of_the_format():
    overview = ROOT / "docs" / "README.md"
    links = [target.partition("#")[0] for _, target in LINK.findall(overview.read_text("utf-8"))]
    ends = {(overview.parent / link).resolve().relative_to(ROOT).as_posix() for link in links}
    rest = {path for path in documents() if path not in ends and path != "docs/README.md"}
    assert {path for path in rest if not path.startswith("docs/format/")} == set()


@pytest.mark.parametrize("path", documents())
def test_every_page_says_below_its_title_what_it_is(path):
    title, lead, *_ = (ROOT / path).read_text("utf-8").split("\n\n")
    assert title.startswith("# ")
    assert re.match(r"[\w`]", lead)
    assert not lead.startswith("```")


CITED = re.compile(r"docs/format/[\w-]+\.md(?:#[\w-]+)?")
SOURCES = [
    path
    for room in ("engine", "wizard", "templates", "demo", "tests")
    for path in (ROOT / room).rglob("*.py")
]


def test_every_page_that_the_code_cites_exists():
    dead = []
    for source in SOURCES:
        for cited in CITED.findall(source.read_text("utf-8")):
            name, _, anchor = cited.partition("#")
            page = ROOT / name
            if not page.exists() or (anchor and anchor not in headings(page)):
                dead.append(f"{source.relative_to(ROOT)}: {cited}")
    assert dead == []
