"""A run of the command against a tiny account."""

from __future__ import annotations

from pathlib import Path

from demo.athlete import Account
from demo.athlete.profile import athlete
from tests.engine.accounts import TODAY

REPOSITORY = Path(__file__).parents[3]
SETTINGS = ("ATHLETE_ID", "INTERVALS_KEY", "INTERVALS_API_URL", "SECTION11_NOW")
RIDE = {"id": "a1", "start_date_local": "2026-03-20T08:00:00", "type": "Swim", "moving_time": 3600}
TINY = Account(athlete=athlete(TODAY, 250, 70.0), activities=[RIDE])


def lines(captured):
    return [line for line in captured.splitlines() if line]
