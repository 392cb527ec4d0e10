"""What the main screens look like: their width, without color, on old code pages."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.wizard.screen import gallery
from wizard.terminal import screen as screens
from wizard.terminal.screen import NEAREST, PLAIN, PRETTY, Marks, Screen

PALE = {"yellow", "cyan", "white"}
UNBROKEN = ("https://", "Next: ")  # printed in one piece, so that they can be copied


def drawn(name: str, width: int, marks: Marks, **looks: object) -> str:
    """Return a screen as text."""
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, emoji=False, **looks)  # type: ignore[arg-type]
    gallery.draw(name, Screen(console, marks=marks))
    return file.getvalue()


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("name", gallery.NAMES)
def test_no_line_is_wider_than_the_screen(name: str, width: int) -> None:
    lines = drawn(name, width, PRETTY).splitlines()
    folded = [line for line in lines if not line.strip().startswith(UNBROKEN)]
    assert [line for line in folded if cell_len(line) > width] == []


@pytest.mark.parametrize("name", gallery.NAMES)
def test_color_adds_nothing_that_the_words_do_not_say(name: str) -> None:
    looks = {"force_terminal": True, "color_system": "standard"}
    console = Console(file=io.StringIO(), width=80, record=True, highlight=False, **looks)  # type: ignore[arg-type]
    gallery.draw(name, Screen(console, marks=PRETTY))
    assert console.export_text(styles=False) == drawn(name, 80, PRETTY)
    plain = drawn(name, 80, PRETTY, force_terminal=True, color_system="standard", no_color=True)
    assert not any(f"\x1b[{code}m" in plain for code in range(30, 38))


def test_every_severity_and_outcome_has_a_sign_of_its_own() -> None:
    for marks in (PLAIN, PRETTY):
        doctor = drawn("doctor", 80, marks).splitlines()
        starts = {
            line.strip()[0] for line in doctor if line.strip().endswith(("public", "late", "old"))
        }
        assert starts == {marks.bad, marks.note, marks.step}
        progress = drawn("progress", 80, marks).splitlines()
        ends = {line[0] for line in progress if line[0] != " "}
        assert ends == {marks.ok, marks.step, marks.bad}


@pytest.mark.parametrize("name", gallery.NAMES)
def test_words_are_readable_on_white_and_on_black(name: str) -> None:
    """Yellow and cyan vanish on white, blue on black: only a mark may have such a color."""
    console = Console(
        file=io.StringIO(), width=80, force_terminal=True, color_system="standard", highlight=False
    )
    with console.capture():
        gallery.draw(name, Screen(console, marks=PRETTY))
        segments = list(console._buffer)
    assert segments
    pale = [
        segment.text
        for segment in segments
        if segment.style and segment.style.color and segment.style.color.name in PALE
    ]
    assert [text for text in pale if len(text.strip()) > 1] == []
    assert not any("blue" in f"{segment.style}" for segment in segments)


@pytest.mark.parametrize("page", ["cp1252", "cp437", "ascii"])
@pytest.mark.parametrize("name", gallery.NAMES)
def test_an_old_code_page_loses_nothing(name: str, page: str) -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding=page, errors=NEAREST)
    marks = PRETTY if screens._shows(file, "✓✗•→") else PLAIN
    assert marks is PLAIN
    console = Console(file=file, width=80, highlight=False, emoji=False)
    gallery.draw(name, Screen(console, marks=marks))
    file.flush()
    shown = file.buffer.getvalue().decode(page)  # type: ignore[attr-defined]
    assert "?" not in shown.replace("How ready am I today?", "")
