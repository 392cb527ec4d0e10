"""The small pure parts of the doctor."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.schedule import ScheduleEntry
from tests.wizard.mirrors import BY_HAND, MINE, WORKFLOW
from wizard.doctor.join_conflict import join_conflict
from wizard.doctor.names import KNOWN, meant_by
from wizard.doctor.punctuality import punctuality
from wizard.doctor.workflow_facts import read_workflow
from wizard.mirror.files.wanted import rendered
from wizard.versions import is_newer

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ATHLETEID", "ATHLETE_ID"),
        ("ATHLETE-ID", "ATHLETE_ID"),
        ("ATHLETE_IDS", "ATHLETE_ID"),
        ("GITHUB_ATHLETE_ID", "ATHLETE_ID"),
        ("INTERVALS_API_KEY", "INTERVALS_KEY"),
        ("INTERVAL_KEY", "INTERVALS_KEY"),
        ("INTERVALS_ICU_API_KEY", "INTERVALS_KEY"),
        ("API_KEY", "INTERVALS_KEY"),
        ("WEEKSTART", "WEEK_START"),
        ("ZONE_PREFERENCES", "ZONE_PREFERENCE"),
        ("ZONES", "ZONE_PREFERENCE"),
        ("athlete_id", None),  # GitHub does not tell upper from lower case
        ("DAYS", None),
        ("OPENAI_API_KEY", None),
        ("NPM_TOKEN", None),
        ("DATABASE_URL", None),
        ("", None),
    ],
)
def test_names_that_are_nearly_right(name: str, meant: str | None) -> None:
    assert meant_by(name) == meant


@given(st.text(max_size=60))
def test_any_name_is_judged(name: str) -> None:
    assert meant_by(name) in {None, *KNOWN}


BOTH = (
    '{\n  "indoor": {\n<<<<<<< HEAD\n    "2026-01-01": 250,\n    "2026-01-15": 252\n=======\n'
    '    "2026-01-01": 250\n>>>>>>> x\n  },\n  "outdoor": {"2026-01-01": 260}\n}\n'
)


def test_both_sides_of_a_conflict_are_joined() -> None:
    healed = json.loads(join_conflict(BOTH) or "")
    assert healed["indoor"] == {"2026-01-01": 250, "2026-01-15": 252}
    assert healed["outdoor"] == {"2026-01-01": 260}


def test_what_cannot_be_joined_is_not_guessed() -> None:
    assert join_conflict('{"indoor": ') is None
    assert join_conflict("[]") is None


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    join_conflict(text)
    read_workflow(text)


def scheduled(*hours: float) -> list[Any]:
    """Scheduled runs so many hours ago, newest first."""
    return [SimpleNamespace(created_at=NOON - timedelta(hours=h)) for h in sorted(hours)]


def test_due_runs_are_counted_since_the_mirror_is_known() -> None:
    entries = (ScheduleEntry("0 * * * *"),)
    since = NOON - timedelta(hours=10)
    found = punctuality(entries, scheduled(1, 5, 9), since, NOON)
    # due at 3 to 11 o'clock; that of noon may still come
    assert (found.due, found.came) == (9, 3)
    assert found.longest == timedelta(hours=4)


def test_nights_without_a_schedule_are_no_delay() -> None:
    entries = (ScheduleEntry("0 7-20 * * *", "Europe/Lisbon"),)
    found = punctuality(entries, [], NOON - timedelta(hours=48), NOON)
    assert found.due == 27  # fourteen a day; that of today at noon may still come


def test_a_full_page_says_nothing_about_what_is_older() -> None:
    runs = scheduled(*(minute / 60 for minute in range(10, 1010, 10)))
    found = punctuality((ScheduleEntry("*/10 * * * *"),), runs, NOON - timedelta(hours=48), NOON)
    assert found.due == pytest.approx(98, abs=1)
    assert found.share > 0.99


def test_our_workflow_is_understood() -> None:
    facts = read_workflow(rendered(MINE)[WORKFLOW].decode())
    assert facts.readable
    assert facts.dispatch
    assert facts.contents == "write"
    assert facts.timeout
    assert facts.concurrency


def test_the_workflow_of_the_guide_is_understood() -> None:
    facts = read_workflow(BY_HAND)
    assert facts.contents == "write"
    assert not facts.timeout
    assert not facts.concurrency
    assert not facts.stages_ftp


@pytest.mark.parametrize(
    ("permissions", "contents"),
    [
        ("permissions: write-all", "write"),
        ("permissions: read-all", "read"),
        ("permissions: {}", "none"),
        ("permissions: {issues: write}", "none"),
        ("", None),
    ],
)
def test_rights_are_read_as_github_reads_them(permissions: str, contents: str | None) -> None:
    text = f"on: push\n{permissions}\njobs:\n  a:\n    runs-on: ubuntu-latest\n"
    assert read_workflow(text).contents == contents


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("4.0.1", "4.0.0", True),
        ("4.10", "4.9", True),
        ("4.0.0", "4.0.0", False),
        ("3.9.0", "4.0.0", False),
        ("", "4.0.0", False),
        ("dev", "4.0.0", False),
        ("4.0", "4.0.0", False),
        ("4.0.0", "4.0.0rc1", True),
        ("9" * 5000, "4.0.0", False),
        ("4." + "9" * 5000, "4.0.0", False),
    ],
)
def test_versions_are_compared_by_their_numbers(one: str, other: str, newer: bool) -> None:
    assert is_newer(one, other) is newer
