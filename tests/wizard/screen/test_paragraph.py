"""Running text: no word and no address is broken."""

from __future__ import annotations

import io
import re

import pytest
from rich.table import Table
from rich.text import Text

from engine.base.text import INVISIBLE
from wizard.terminal.paragraph import LinkingConsole, Paragraph, knows_links
from wizard.terminal.prompts import Prompts

COLORS = re.compile("\x1b\\[[0-9;]*m")
PAGE = "https://github.com/athlete/training-data/settings#danger-zone"
SENTENCE = f"Its whole history is deleted with the repository: {PAGE}. A new key is at hand."


def shown(text: str, width: int, *, links: bool = False, **shape: int) -> str:
    """Return a paragraph as a terminal gets it."""
    file = io.StringIO()
    console = LinkingConsole(file=file, width=width, force_terminal=links, highlight=False)
    console.links = links
    console.print(Paragraph(Text(text), **shape), crop=False)
    return file.getvalue()


@pytest.mark.parametrize("width", [30, 40, 60, 80, 200])
def test_words_and_addresses_stay_whole(width: int) -> None:
    lines = shown(SENTENCE, width).splitlines()
    assert " ".join(lines) == SENTENCE
    assert all(len(line) <= width for line in lines if PAGE not in line)


def test_further_lines_hang_below_the_first() -> None:
    lines = shown("1. Let its app see the repository only.", 24, indent=2, hang=3).splitlines()
    assert lines == ["  1. Let its app see the", "     repository only."]


def test_line_breaks_and_blanks_in_front_stay() -> None:
    assert shown("Its log:\n  line 1\n\n  line 2", 40) == "Its log:\n  line 1\n\n  line 2\n"
    assert shown("", 40) == "\n"


def test_an_address_is_a_link_where_the_terminal_knows_them() -> None:
    told = shown(SENTENCE, 60, links=True)
    assert f";{PAGE}\x1b\\" in told
    assert f"{PAGE}." in told.replace("\x1b]8;;\x1b\\", "")
    assert "\x1b]8" not in shown(SENTENCE, 60)


@pytest.mark.parametrize(
    ("env", "known"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"WT_SESSION": "1"}, True),
        ({"VTE_VERSION": "4600"}, False),
        ({"VTE_VERSION": "7003"}, True),
        ({"VTE_VERSION": "7003", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_terminals_that_know_links(env: dict[str, str], known: bool) -> None:
    assert knows_links(env) is known


@pytest.mark.parametrize(
    "trick", ["\x1b[2J", "\x9b31m", "\x1b]8;;x\x1b\\", "\u202e", "\u2066", "\r"]
)
@pytest.mark.parametrize("links", [False, True])
def test_words_of_others_do_not_steer_the_terminal(trick: str, *, links: bool) -> None:
    file = io.StringIO()
    console = LinkingConsole(file=file, width=60, force_terminal=links, color_system="standard")
    console.links = links
    name = f"Jo {trick} Quick"
    console.print(Paragraph(Text(name, style="bold")), Text(name, style="red"), name)
    table = Table.grid()
    table.add_row(name)
    console.print(table)
    said = COLORS.sub("", file.getvalue())
    assert INVISIBLE.search(said) is None
    assert said.count("Quick") == 4


@pytest.mark.parametrize("trick", ["\x1b[2J", "\u202e"])
def test_questions_do_not_steer_the_terminal_either(trick: str) -> None:
    prompts = Prompts(console=LinkingConsole(file=io.StringIO(), width=60))
    for shown_text in (prompts._fold(f"Is it {trick} Jo?"), prompts._title(f"Jo {trick}")):
        assert INVISIBLE.search(shown_text) is None
