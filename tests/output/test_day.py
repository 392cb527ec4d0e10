"""A day of 96 syncs stays within its budget of commits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.output.mirror import NOON, latest, sync

pytestmark = pytest.mark.process

MIDNIGHT = NOON.replace(hour=0, minute=7)
ACTIVITIES = (31, 52, 77)
WELLNESS = (26, 86)


def test_a_day_with_three_activities_and_two_wellness_updates_makes_few_commits(mirror):
    folder = mirror.checkout()
    sync(folder, MIDNIGHT - timedelta(minutes=15))
    start = len(mirror.log())
    for run in range(96):
        now = MIDNIGHT + timedelta(minutes=15 * run)
        rides = [{"id": number} for number, at in enumerate(ACTIVITIES) if at <= run]
        record = {"date": f"{now:%Y-%m-%d}", "entries": sum(at <= run for at in WELLNESS)}
        sync(folder, now, latest(now, recent_activities=rides, wellness_data=[record]))
    subjects = mirror.log()[:-start][::-1]
    assert subjects == [
        "sync: wellness 22 Nov",
        "sync: nothing new",
        "sync: wellness 22 Nov",
        "sync: 1 new activity",
        "sync: 1 new activity",
        "sync: nothing new",
        "sync: 1 new activity",
        "sync: wellness 22 Nov",
    ]
