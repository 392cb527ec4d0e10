"""Phase detection with anything that the border lets through."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.metrics.phase import NextRace, PlannedSession, Week
from tests.metrics.phase.cases import phase

NUMBERS = st.none() | st.integers(-(10**18), 10**18) | st.floats(-1e18, 1e18)
COUNTS = st.none() | st.integers(-3, 10)
LABELS = st.none() | st.sampled_from(["Build", "Base", "Deload", "Overreached", "", "Nonsense"])
DAYS = st.dates(date(2025, 3, 1), date(2025, 4, 15)).map(date.isoformat) | st.text(max_size=12)
WEEKS = st.builds(
    Week,
    DAYS,
    NUMBERS,
    NUMBERS,
    COUNTS,
    COUNTS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    LABELS,
    COUNTS,
    COUNTS,
)
SESSIONS = st.builds(
    PlannedSession,
    DAYS,
    st.sampled_from([None, "WORKOUT", "RACE_A", "NOTE"]),
    st.sampled_from([None, "Ride", "Run", "?"]),
    NUMBERS,
    st.none() | st.text(max_size=10),
    st.none() | st.text(max_size=10),
)
RACES = st.none() | st.builds(
    NextRace, st.integers(0, 90), st.sampled_from([None, "RACE_A", "RACE_B", "RACE_C"])
)


@given(
    weeks=st.lists(WEEKS, max_size=5),
    planned=st.lists(SESSIONS, max_size=6),
    race=RACES,
    previous=LABELS,
    first_weekday=st.integers(0, 6),
    backfill=st.booleans(),
)
def test_any_input_gives_a_valid_block(weeks, planned, race, previous, first_weekday, backfill):
    found = phase(
        weeks,
        planned,
        race,
        previous=previous,
        first_weekday=first_weekday,
        backfill=backfill,
        zones={"run": "hr"},
    )
    block = to_json(found)
    assert json.loads(json.dumps(block, allow_nan=False)) == block
    assert found.confidence in ("high", "medium", "low")
    assert (found.phase is None) == (found.phase_duration_weeks == 0) or not weeks
    assert 0 <= found.phase_duration_weeks <= max(1, len(weeks))
