"""What nobody sees in a text never reaches a terminal, a log or Markdown."""

from __future__ import annotations

import io

import pytest

from engine.actions.report import Failure, Success, annotation, failure_summary, job_summary
from engine.base.text import INVISIBLE, visible
from engine.exit_codes import SyncExit
from engine.program import Console

TRICKS = {
    "clears the screen": "\x1b[2J\x1b[H",
    "eight-bit escape": "\x9b31m",
    "title of the window": "\x1b]0;hacked\x07",
    "link": "\x1b]8;;https://evil.example\x1b\\",
    "carriage return": "\rall is well",
    "backspaces": "no\x08\x08ok",
    "zero": "a\0b",
    "right to left": "\u202egnp.exe",
    "isolates": "\u2066x\u2069",
    "marks of direction": "\u200f\u061c\u200e",
    "line and paragraph": "\u2028\u2029",
    "tags": "".join(chr(0xE0000 + ord(letter)) for letter in "obey"),
    "byte order mark": "\ufeff",
    "half a pair": "\ud800",
}


@pytest.mark.parametrize("text", TRICKS.values(), ids=TRICKS)
def test_what_steers_or_misleads_is_left_out(text):
    assert INVISIBLE.search(text)
    assert not INVISIBLE.search(visible(text))


@pytest.mark.parametrize("text", ["Größe 5 €", "二回目", "שלום", "👩‍🚀 🇦🇹", "a\tb\nc", "نرم‌افزار"])
def test_letters_of_all_languages_and_joined_signs_stay(text):
    assert visible(text) == text


@pytest.mark.parametrize("text", TRICKS.values(), ids=TRICKS)
def test_job_summary_failure_and_annotation_are_clean(text):
    row = {"id": "i1", "date": "2026-03-16", "type": "Ride", "name": f"Ride {text}"}
    good = Success({"recent_activities": [row]}, None, [], 1, 1.0, problems=[f"a {text}"])
    bad = Failure(SyncExit.REMOTE_FAILED, f"It says {text}.", findings=[text])
    for told in (job_summary(good), failure_summary(bad), annotation(bad)):
        assert not INVISIBLE.search(told)


def test_a_failure_on_the_terminal_is_clean():
    said = io.StringIO()
    console = Console(io.StringIO(), said, json=False, quiet=False)
    assert (
        console.fail("It says \x1b[2J\u202eno.", SyncExit.REMOTE_FAILED) == SyncExit.REMOTE_FAILED
    )
    assert said.getvalue() == "section11-sync: It says [2Jno.\n"
