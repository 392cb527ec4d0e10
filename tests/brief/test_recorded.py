"""The briefs of the recorded athletes: within their limits, and with nothing of their own."""

from __future__ import annotations

import pytest

from engine.base.tokens import tokens
from engine.brief import page
from engine.output.layout import to_text
from tests.brief.truth import marked, strangers
from tests.contract.recorded import RUNS, runs

pytestmark = pytest.mark.process


def texts(files):
    return {name: to_text(document) for name, document in files.items()}


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_a_brief_is_short_and_every_number_in_it_stands_in_the_files(athlete, run):
    found = runs(athlete)[run]
    assert found.brief.count("\n") <= 60
    assert tokens(found.brief) <= 2_600
    assert strangers(found.brief, found.files) == []
    assert found.brief == page(found.files, texts(found.files))


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_no_number_is_computed(athlete, run):
    """Where each number of a file is another one, the page can have none of them by chance."""
    files = marked(runs(athlete)[run].files)
    assert strangers(page(files, texts(files)), files) == []


@pytest.mark.parametrize(
    ("athlete", "run", "sentences"),
    [
        (
            "a-cyclist-build",
            "run2",
            ["**done**", "FTP outdoor", "in 8 weeks", "Races: **in ", "| Mon "],
        ),
        ("b-triathlete", "run1", ["Race week of `Lake Sprint Triathlon`", "swim: LTHR", "modify"]),
        (
            "d-empty",
            "run1",
            [
                "**go** (limited data)",
                "connect a watch or bike computer",
                "No thresholds are set",
                "Nothing is planned",
            ],
        ),
        ("f-taper-imperial", "run1", [" mi, load", " lb", "priority A"]),
        ("i-runner-routes", "run1", ["Run", "threshold pace", "`routes.json` (about 15 k"]),
    ],
)
def test_each_athlete_reads_what_matters_to_them(athlete, run, sentences):
    brief = runs(athlete)[run].brief
    assert [sentence for sentence in sentences if sentence not in brief] == []
