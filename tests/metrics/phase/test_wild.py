"""Phase detection with anything that the border lets through."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.intervals_icu import Activity, Event
from engine.metrics.phase import NextRace, Week, detect
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
EVENTS = st.builds(
    Event,
    id=st.none() | st.integers(1, 4),
    start=DAYS,
    category=st.sampled_from([None, "WORKOUT", "RACE_A", "NOTE"]),
    type=st.sampled_from([None, "Ride", "Run", "?"]),
    load=NUMBERS,
    name=st.none() | st.text(max_size=10),
)
ACTIVITIES = st.builds(
    Activity,
    start=DAYS,
    type=st.sampled_from([None, "Ride", "Run", "?"]),
    load=NUMBERS,
    paired_event_id=st.none() | st.integers(1, 4),
)
RACES = st.none() | st.builds(
    NextRace, st.integers(0, 90), st.sampled_from([None, "RACE_A", "RACE_B", "RACE_C"])
)


@given(
    weeks=st.lists(WEEKS, max_size=5),
    planned=st.lists(EVENTS, max_size=6),
    done=st.lists(ACTIVITIES, max_size=6),
    race=RACES,
    labels=st.lists(LABELS, max_size=3),
    first_weekday=st.integers(0, 6),
    first_day=st.none() | st.dates(),
)
def test_any_input_gives_a_valid_block(
    weeks, planned, done, race, labels, first_weekday, first_day
):
    live = phase(
        weeks,
        planned,
        race,
        labels=labels,
        done=done,
        before=(),
        first_weekday=first_weekday,
        first_day=first_day,
        zones={"run": "hr"},
    )
    for found in (live, detect(weeks, None, labels=labels, zone_preference={})):
        block = to_json(found)
        assert json.loads(json.dumps(block, allow_nan=False)) == block
        assert found.confidence in ("high", "medium", "low")
        assert (found.phase is None) == (found.phase_duration_weeks == 0)
        assert 0 <= found.phase_duration_weeks <= len(labels) + 1
