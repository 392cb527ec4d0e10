"""Documents of the repository become pages of the site."""

import pytest

from scripts.markdown import anchors
from scripts.site.llms import first_sentence
from scripts.site.pages import page_text

PLACES = {
    "README.md": "about.md",
    "SECURITY.md": "security.md",
    "docs/format/README.md": "format/README.md",
    "docs/json.md": "json.md",
    "docs/pictures/plan.svg": "pictures/plan.svg",
}


@pytest.mark.parametrize(
    ("path", "text", "page"),
    [
        ("README.md", "[a](docs/json.md#error)", "[a](json.md#error)"),
        ("README.md", "![plan](docs/pictures/plan.svg)", "![plan](pictures/plan.svg)"),
        ("README.md", '<img src="docs/pictures/plan.svg">', '<img src="pictures/plan.svg">'),
        ("docs/json.md", "[a](../SECURITY.md)", "[a](security.md)"),
        ("docs/format/README.md", "[a](../../SECURITY.md)", "[a](../security.md)"),
        ("docs/format/README.md", "[a](../json.md)", "[a](../json.md)"),
        ("docs/json.md", "[a](#error), [b](https://intervals.icu)", None),
        ("docs/json.md", "the [license](../LICENSE)", "the license"),
        ("docs/json.md", "a dead [link](nowhere.md)", None),
    ],
)
def test_links_lead_to_where_their_ends_are_now(path, text, page):
    assert page_text(text, path, PLACES) == (page or text) + "\n"


def test_headings_that_repeat_have_the_anchor_that_github_gives_them():
    text = "# Sync\n\n## sync\n\n```\n# sync\n```\n\n## Sync 1\n"
    assert page_text(text, "docs/json.md", PLACES) == text.replace(
        "## sync\n", "## sync { #sync-1 }\n"
    ).replace("## Sync 1", "## Sync 1 { #sync-1-1 }")
    assert anchors(text) == ["sync", "sync-1", "sync-1-1"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("# Title\n\nOne [link](a.md) and\n**two**. More.\n", "One link and two."),
        ("> Quoted.\n\n# T\n\n- listed.\n\n1. first.\n\nReads `sync.py` 3.1. Yes.", None),
        ("# T\n\nNo end", "No end"),
    ],
)
def test_first_sentence(page, said):
    assert first_sentence(page) == (said or "Reads `sync.py` 3.1.")
