"""What the API key may still ask of Intervals.icu is shown by status and doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demo.intervals_icu.server import IntervalsServer
from tests.wizard.mirrors import mirror
from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from demo.athlete import Account
    from tests.wizard.stage import Stage

pytestmark = [pytest.mark.process, pytest.mark.slow]


@pytest.mark.parametrize(("left", "low"), [("2400,4800", False), ("2400,12", True)])
def test_status_and_doctor_say_what_is_left(
    stage: Stage, account: Account, monkeypatch: pytest.MonkeyPatch, left: str, *, low: bool
) -> None:
    mirror(stage)
    with IntervalsServer(account, key=KEY) as server:
        server.tell_budget(left)
        monkeypatch.setenv("INTERVALS_API_URL", server.url)
        quarter, day = left.split(",")
        words = f"{quarter} of 2500 requests in 15 minutes and {day} of 5000 today are left"
        shown = stage.wizard("status")
        assert words in " ".join(shown.out.split())
        assert stage.wizard("status", "--json").json["data"]["requests_left"] == {
            "quarter_left": int(quarter),
            "quarter_limit": 2500,
            "day_left": int(day),
            "day_limit": 5000,
        }
        checked = stage.wizard("doctor")
        told = " ".join(checked.out.split())
        assert words in told
        assert ("hardly a request left" in told) is low


def test_a_service_that_says_nothing_or_is_away_costs_status_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    assert stage.wizard("status", "--json").json["data"]["requests_left"] is None
    monkeypatch.setenv("INTERVALS_API_URL", "http://127.0.0.1:1")
    assert stage.wizard("status", "--json").json["data"]["requests_left"] is None
