"""The tables in the documents say what the program does today."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path

import pytest

from engine.actions import report
from engine.base.format import MAX_DAYS
from engine.base.sports import FAMILIES
from scripts.facts import findings, pages, privacy
from templates.coaches import FIRST_QUESTION
from templates.schedule import INCLUDED_MINUTES, SHORTEST_PAUSE
from wizard.local.interval import INTERVALS
from wizard.local.settings import KEY_PLACES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ROOMS = [
    ROOT / room for room in ("engine", "wizard", "templates", "demo", "scripts", "tests", "docs")
]
SHORT = re.compile(r"`(\w[\w/-]*(?:\.py|/))`")
OF_A_MIRROR = "sync.py"
NAMED = re.compile(r"`((?:engine|wizard|templates|demo|scripts|tests|docs)/[\w./-]*)`")


@pytest.mark.parametrize("page", pages.pages(), ids=lambda page: page.name)
def test_tables_are_fresh(page):
    text = page.read_text("utf-8")
    assert pages.filled(text) == text, "run python -m scripts.facts"


def test_every_table_stands_on_a_page():
    text = "".join(page.read_text("utf-8") for page in pages.pages())
    assert {found["name"] for found in pages.BLOCK.finditer(text)} == set(pages.BLOCKS)


def test_every_module_of_checks_has_its_part():
    folder = ROOT / "wizard" / "doctor" / "checks"
    assert {path.stem for path in folder.glob("[!_]*.py")} == set(findings.AREAS)


@pytest.mark.parametrize("area", findings.AREAS)
def test_findings_are_told_in_words(area):
    told = findings.findings(importlib.import_module(f"wizard.doctor.checks.{area}"))
    assert told
    assert [one for one in told if not re.search("[a-z]{3}", one.what) or not one.helps] == []
    assert [one for one in told if "……" in one.what + one.helps] == []


def test_what_the_levels_take_out():
    """Held against words of its own, because the table is what people rely on."""
    rows = dict.fromkeys(privacy.changes().splitlines())
    assert "| `latest.json` | `athlete_notes` | as it is | `null` |" in rows
    assert "| `routes.json` | `events[].filename` | as it is | becomes *route.gpx* |" in rows
    named = [row for row in rows if ".name` |" in row and "as it is" not in row]
    assert [row.split("`")[3] for row in named] == [
        "derived_metrics.capability.dfa_a1_profile.latest_session.name",
        "recent_activities[].name",
        "activities[].name",
    ]


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_files_that_are_named_exist(page):
    named = NAMED.findall(page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/DESIGN.md"])
def test_modules_and_folders_that_are_named_in_short_exist(name):
    places = {path.as_posix() for room in ROOMS for path in [room, *room.rglob("*")]}
    short = {one.rstrip("/") for one in SHORT.findall((ROOT / name).read_text("utf-8"))}
    lost = [
        one
        for one in short - {OF_A_MIRROR}
        if not any(place.endswith("/" + one) for place in places)
    ]
    assert lost == []


@pytest.mark.parametrize("room", ["engine", "wizard"])
def test_the_design_shows_the_floors_that_are_held(room):
    text = (ROOT / "docs" / "DESIGN.md").read_text("utf-8")
    shown = text.partition(f"The floors of the {room}, ")[2].partition("\n\n")[2]
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [floors] = [one["layers"] for one in linter["contracts"] if one.get("containers") == [room]]
    assert shown.partition("\n\n")[0].split("\n    ") == ["    cli", *floors[2:]]


def test_findings_that_the_troubles_name_exist():
    text = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
    health = (ROOT / "docs" / "health.md").read_text("utf-8")
    known = set(re.findall(r"^\| `([a-z-]+)` \|", health, re.MULTILINE))
    lines = [line for line in text.splitlines() if "finding" in line]
    named = {name for line in lines for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", line)}
    assert named - {"section11-setup"} <= known


SAID = {
    "first-hour.md": [FIRST_QUESTION],
    "health.md": [f'"{report.TITLE}"', "Three scheduled failures"],
    "local.md": [
        *map("`{}`".format, INTERVALS),
        *(f"--key-store {place}" for place in KEY_PLACES[1:]),
    ],
    "schedules.md": [f"{INCLUDED_MINUTES['free']:,} minutes", "every five minutes"],
    "settings.md": [*map("`{}`".format, FAMILIES), f"{MAX_DAYS} days"],
}


@pytest.mark.parametrize("page", SAID)
def test_sentences_say_what_the_program_says(page):
    text = " ".join((ROOT / "docs" / page).read_text("utf-8").split())
    assert [words for words in SAID[page] if words not in text] == []
    assert (report.IN_A_ROW, SHORTEST_PAUSE) == (3, 5)
