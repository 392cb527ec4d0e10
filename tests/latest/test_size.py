"""Long texts are cut and marked, and ``latest.json`` stays small whatever the account holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.base.text import CUT, shortened
from engine.intervals_icu import Athlete
from engine.intervals_icu.message import Message
from engine.latest.chat import MOST_NOTES, chat_notes
from engine.latest.size import LARGEST, within_limits
from engine.output.layout import to_bytes
from tests.engine.accounts import documents, small, synced


@pytest.mark.parametrize("length", [0, 4000, 4001, 10**6])
def test_a_text_has_4000_characters_at_most_and_says_when_it_had_more(length):
    text = shortened("ü" * length)
    assert len(text) <= 4000
    assert text.endswith(CUT) is (length > 4000)
    assert shortened(text) == text


def test_of_many_messages_the_newest_twenty_stay_and_the_cut_is_marked():
    notes = chat_notes([Message(f"m{n}") for n in range(MOST_NOTES + 15)], Athlete())
    assert len(notes) == MOST_NOTES == 20
    assert notes[0].text == "[… 15 earlier messages cut] m15"
    assert notes[-1].text == "m34"
    assert chat_notes([Message("a")] * 20, Athlete())[0].text == "a"


def huge(text, rows):
    """A latest.json of so many rows, each with so long a text in every place."""
    row = {"id": 1, "name": text, "chat_notes": [text] * 20, "steps": [[text]] * 50, text: text}
    return {
        "READ_THIS_FIRST": {"how": "w" * 3000},
        "athlete_notes": text * 10,
        "recent_activities": [{**row, "id": n} for n in range(rows)],
        "wellness_data": [{**row, "date": n} for n in range(rows)],
        "planned_workouts": [{**row, "id": n} for n in range(rows)],
    }


@pytest.mark.parametrize(("text", "rows"), [("\U0001f6b4" * 4000, 4), ("a" * 300, 100)])
def test_latest_json_stays_below_two_megabytes(text, rows):
    fitting, told = within_limits({"latest.json": huge(text, rows), "routes.json": {"a": text}})
    latest = fitting["latest.json"]
    assert len(to_bytes(latest)) <= LARGEST
    assert "larger than 2 MB" in told[0]
    assert latest["READ_THIS_FIRST"]["how"] == "w" * 3000
    assert latest["recent_activities"][0]["id"] == 0
    assert latest["wellness_data"][-1]["date"] == rows - 1
    assert fitting["routes.json"] == {"a": text[:4000]}


def test_what_fits_is_left_as_it_is():
    document = huge("short", 3)
    assert within_limits({"latest.json": document}) == ({"latest.json": document}, [])


@pytest.mark.process
def test_a_long_description_is_cut_in_a_sync(tmp_path):
    account = small()
    rows = [{**row, "description": "x" * 9000} for row in account.activities]
    outcome = synced(tmp_path, account=replace(account, activities=rows))
    found = {row["description"] for row in documents(tmp_path)["latest.json"]["recent_activities"]}
    assert found == {shortened("x" * 9000)}
    assert outcome.problems == ""
