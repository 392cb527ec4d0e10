"""The schedule is exchanged inside a workflow without touching anything else."""

from __future__ import annotations

import pytest

from templates.render import workflow
from templates.schedule import ScheduleEntry, entries
from templates.settings import MirrorSettings
from templates.workflow_schedule import read_schedule, replace_schedule

WAKING = entries("15min-waking", "Europe/Rome", "ann/data")
OURS = workflow(MirrorSettings("ann", "data", timezone="Europe/Vienna"))
BY_HAND = """\
name: Mine
on:
    # every quarter
    schedule:
    # until spring
    - cron: '*/15 * * * *'   # quarter

    # by hand, too
    workflow_dispatch:
jobs: {sync: {runs-on:   ubuntu-latest, steps: [{run: 'echo "a"'}]}}
"""


def test_the_schedule_is_read_back():
    assert read_schedule(OURS) == entries("30min", "Europe/Vienna", "ann/data")
    assert read_schedule(BY_HAND) == (ScheduleEntry("*/15 * * * *"),)
    assert read_schedule("on: workflow_dispatch") == ()


def test_nothing_but_the_schedule_changes():
    changed = replace_schedule(OURS, WAKING)
    assert changed == workflow(
        MirrorSettings("ann", "data", timezone="Europe/Rome", schedule="15min-waking")
    )


def test_edits_and_comments_of_the_athlete_survive():
    assert (
        replace_schedule(BY_HAND, WAKING)
        == """\
name: Mine
on:
    # every quarter
    schedule:
    # until spring
      - cron: "8,23,38,53 7-20 * * *"
        timezone: "Europe/Rome"

    # by hand, too
    workflow_dispatch:
jobs: {sync: {runs-on:   ubuntu-latest, steps: [{run: 'echo "a"'}]}}
""".replace("8,23,38,53 7-20 * * *", WAKING[0].cron)
    )


def test_a_schedule_can_go_and_come_back():
    without = replace_schedule(OURS, ())
    assert without == workflow(MirrorSettings("ann", "data", schedule="manual"))
    assert replace_schedule(without, read_schedule(OURS)) == OURS


def test_the_same_schedule_changes_nothing():
    assert replace_schedule(BY_HAND, read_schedule(BY_HAND)) is BY_HAND


@pytest.mark.parametrize(
    "text",
    [
        "on: [push, workflow_dispatch]\njobs: {}\n",
        "on: {workflow_dispatch: }\njobs: {}\n",
        "on: push\n",
        "on:\n",
        "jobs: {}\n",
        "- a\n",
        "on: {a\n",
        "",
        "on:\n  schedule: 5\n",
        "on:\n  schedule: [a]\n",
        "on:\n  workflow_dispatch:\n  schedule: &x [{cron: '1 * * * *'}]\nx: *x\n",
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text):
    with pytest.raises(ValueError, match="workflow"):
        replace_schedule(text, WAKING)


def test_a_workflow_that_only_had_a_schedule_is_not_left_without_triggers():
    with pytest.raises(ValueError, match="safely"):
        replace_schedule("on:\n  schedule:\n    - cron: '1 * * * *'\njobs: {}\n", ())
