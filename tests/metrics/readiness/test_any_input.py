"""Readiness: a consistent decision for any input."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.intervals_icu import Wellness
from engine.metrics.alerts import Alert
from engine.metrics.readiness import decide
from tests.metrics.inputs import known

SMALL = st.none() | st.integers(-100, 300) | st.floats(-100, 300).map(lambda x: round(x, 2))
RATIOS = st.none() | st.floats(0, 3).map(lambda x: round(x, 2))


@given(
    st.builds(
        known,
        recovery_index=RATIOS,
        recovery_index_yesterday=RATIOS,
        acwr_start_of_day=RATIOS,
        acwr_as_of_date=st.none() | st.text(max_size=10),
        latest_hrv=SMALL,
        latest_rhr=SMALL,
        hrv_baseline_7d=SMALL,
        rhr_baseline_7d=SMALL,
        phase=st.sampled_from([None, "Build", "Taper", "Nonsense"]),
        phase_week=st.none() | st.integers(0, 4),
        alerts=st.lists(
            st.builds(
                Alert,
                st.sampled_from(["hrv", "rhr", "race_week"]),
                SMALL,
                st.sampled_from(["alarm", "warning", "info"]),
                st.just("x"),
                st.just("y"),
                st.none() | st.integers(0, 7),
                st.sampled_from([1, 2, 3]),
            ),
            max_size=3,
        ).map(tuple),
        wellness=st.none()
        | st.builds(Wellness, sleep_secs=SMALL, sleep_quality=SMALL, hrv_sdnn=SMALL),
        race_week_active=st.booleans(),
        tsb=SMALL,
    )
)
def test_any_input_gives_a_consistent_decision(inputs):
    found = decide(inputs)
    block = to_json(found)
    assert json.loads(json.dumps(block, allow_nan=False)) == block
    assert (found.modification is not None) == (found.recommendation == "modify")
    assert sum(block["signal_summary"].values()) == len(block["signals"])
    assert len(block["signals"]) == 6
    assert block["limited_data"] == (block["signal_summary"]["unavailable"] > 3)
    assert found.reason
