"""A clock that was wrong once: what carries a time that is still to come is never fresh."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo.intervals_icu.server import Fault
from tests.engine.accounts import MORNING, documents, synced

pytestmark = [pytest.mark.process, pytest.mark.slow]

AHEAD = MORNING + timedelta(days=731)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """What a good sync, one two years ahead and another good one leave, and what the last said."""
    folder = tmp_path_factory.mktemp("ahead")
    synced(folder)
    good = documents(folder)
    synced(folder, now=AHEAD)
    ahead = documents(folder)
    outcome = synced(folder)
    return good, ahead, documents(folder), outcome


def test_the_history_is_built_anew_and_that_is_said(files):
    good, ahead, after, outcome = files
    assert ahead["history.json"]["generated_at"] > good["history.json"]["generated_at"]
    for name in ("generated_at", "data_range", "daily_90d", "weekly_180d", "monthly_3y"):
        assert after["history.json"].get(name) == good["history.json"].get(name)
    assert "history.json carries a time later than now" in outcome.problems
    assert after["latest.json"]["history"] == good["latest.json"]["history"]


def test_an_ftp_of_tomorrow_is_not_known_today(files):
    good, _, after, _ = files
    assert after["ftp_history.json"] == good["ftp_history.json"]


def test_the_session_state_of_tomorrow_holds_nothing_back(files):
    good, _, after, _ = files
    assert after["intervals.json"]["activities"] == good["intervals.json"]["activities"]


def test_a_history_of_tomorrow_that_cannot_be_built_anew_is_not_believed(tmp_path):
    synced(tmp_path, now=AHEAD)
    outcome = synced(tmp_path, faults=[Fault(r"wellness\?oldest=202[0-5]", status=404)])
    assert "history.json is kept as it was" in outcome.problems
    assert documents(tmp_path)["latest.json"]["history"]["available"] is False
