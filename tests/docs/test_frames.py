"""Screens become pictures: what differs from run to run goes, what was seen stays."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from pyte.screens import Char

from scripts.pictures.frame import Frame, Shot, Span, Style, plain, read_row
from scripts.pictures.pages import documents
from scripts.pictures.svg import film, still

WIDTH = 50
SVG = "{http://www.w3.org/2000/svg}"


def row(text: str, cursor: int | None = None, **looks: bool) -> tuple[Span, ...]:
    """Return a row as it is read from a terminal."""
    cells = {column: Char(letter, **looks) for column, letter in enumerate(text.ljust(WIDTH))}
    return read_row(cells, WIDTH, cursor)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("✓ Run the sync  9.3 s", "✓ Run the sync"),
        ("✓ Run the sync  1 min 12 s", "✓ Run the sync"),
        ("  done in 10 s", ""),
        ("⠹ Start the sync", "⠋ Start the sync"),
        ("SHA-256 bb456f6898ec7c8e…", "SHA-256 0123456789abcdef…"),
        ("  Every run lasts 40 s at most.", "  Every run lasts 40 s at most."),
    ],
)
def test_only_what_differs_from_run_to_run_is_left_out(shown: str, kept: str) -> None:
    assert plain(row(shown)) == kept


def test_the_cursor_is_seen_and_dim_text_is_dim() -> None:
    assert row("$", cursor=2)[-1] == Span(2, " ", Style(reverse=True))
    assert row("dim", blink=True) == (Span(0, "dim", Style(dim=True)),)


def test_a_film_shows_its_last_frame_to_those_who_want_no_motion() -> None:
    first, last = Frame((row("<one> & two"), row(""))), Frame((row(""), row("three")))
    picture = film((Shot(first, 1.0), Shot(last, 3.0)), "title", "what is seen")
    style = ET.fromstring(picture).findtext(f"{SVG}style") or ""
    still_part, moving = style.split("@media(prefers-reduced-motion:no-preference)")
    assert still_part.endswith(".film{transform:translateY(-38px)}")
    assert "4.00s step-end infinite" in moving
    assert "25.000%{transform:translateY(-38px)}" in moving


def test_a_spinner_turns_in_a_film() -> None:
    picture = film((Shot(Frame((row("⠋ Sync"),)), 0.36),), "title", "what is seen")
    assert [glyph for glyph in "⠋⠙⠹⠸" if glyph in picture] == ["⠋", "⠙", "⠹"]


def test_a_picture_loads_nothing_from_elsewhere() -> None:
    picture = still(Frame((row("https://intervals.icu", underscore=True),)), "title", "what")
    assert {node.get("href", "#")[0] for node in ET.fromstring(picture).iter()} == {"#"}
    assert "@import" not in picture
    assert "url(" not in picture


def test_the_page_has_the_picture_in_it_and_no_digest_of_the_engine() -> None:
    readme = f"![now](dashboard.svg)\n\n[![Sync](https://x.test/badge.svg)](x)\n\n{'ab' * 32}\n"
    files = {"README.md": readme, "brief.md": "# Today\n", "dashboard.svg": "<svg/>"}
    page = documents(files)["mirror.html"]
    assert 'src="data:image/svg+xml;base64,' in page
    assert "abab" not in page
    assert "badge.svg" not in page
