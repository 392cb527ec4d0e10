"""What must hold for ``derived_metrics`` whatever the service or a state file delivers."""

import json
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.history.stored import StoredHistory
from engine.intervals_icu import Activity, Curves, Event, Wellness
from engine.latest.derived import derive
from engine.metrics.capability.curve_delta import windows
from engine.metrics.capability.sustainability import CURVE_TYPES, window
from engine.metrics.ftp import FtpHistory
from engine.metrics.recovery import Mornings
from engine.metrics.thresholds import SportThresholds, power_model
from tests.metrics.builders import TODAY, ago, inputs
from tests.metrics.test_derived import KEYS

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.just([None, {}, "z1"]),
    st.floats(),
    st.integers(),
    st.just(10**400),
    st.just(-0.0),
)
DAYS = st.integers(0, 40).map(lambda days: f"{ago(days)}T07:00:00")
KINDS = ["Ride", "VirtualRide", "GravelRide", "Run", "Rowing", "NordicSki", "Swim", "AlpineSki"]


def odd_or(sane):
    return sane | ODD


def record(**fields):
    return st.fixed_dictionaries({}, optional={name: odd_or(sane) for name, sane in fields.items()})


ZONE = record(id=st.sampled_from(["Z1", "z3", "Z4", "Z7", "SS"]), secs=st.integers(-60, 9000))
ACTIVITY = record(
    id=st.text(max_size=3),
    start_date_local=DAYS,
    type=st.sampled_from(KINDS),
    icu_training_load=st.integers(0, 300) | st.floats(0, 300),
    icu_zone_times=st.lists(odd_or(ZONE), max_size=4),
    icu_hr_zone_times=st.lists(odd_or(st.integers(0, 4000)), max_size=9),
    icu_hr_decoupling=st.floats(-20, 20),
    decoupling=st.floats(-20, 20),
    icu_variability_index=st.floats(1, 1.1),
    icu_efficiency_factor=st.floats(0.5, 2.5),
    icu_hrr=st.integers(0, 60) | record(value=st.integers(0, 60), hrr=st.integers(0, 60)),
    moving_time=st.integers(0, 20000),
).map(Activity.from_api)
NIGHT = record(
    id=st.integers(0, 30).map(ago),
    hrv=st.floats(5, 260),
    restingHR=st.integers(30, 90),
    weight=st.floats(40, 120),
    vo2max=st.floats(30, 80),
    sportInfo=st.lists(
        record(
            type=st.just("Ride"),
            eftp=st.floats(100, 400),
            wPrime=st.floats(5000, 40000),
            pMax=st.floats(300, 1500),
        ),
        max_size=2,
    ),
).map(Wellness.from_api)
EVENT = record(start_date_local=DAYS, category=st.sampled_from(["WORKOUT", "RACE_B", "NOTE"])).map(
    Event.from_api
)
SECS = st.lists(odd_or(st.sampled_from([5, 60, 300, 600, 1200, 3600])), max_size=6)
VALUES = st.lists(odd_or(st.integers(0, 500) | st.floats(0, 500)), max_size=6)


def curves(kind, *ids):
    holders = st.lists(odd_or(st.sampled_from(["i1", "i2"])), max_size=4)
    row = record(
        id=st.sampled_from(ids), secs=SECS, watts=VALUES, values=VALUES, activity_id=holders
    )
    rides = st.sampled_from([{"type": "VirtualRide"}, {"trainer": True}, {"type": []}])
    answer = odd_or(
        record(
            list=st.lists(odd_or(row), max_size=3),
            activities=odd_or(st.dictionaries(st.sampled_from(["i1", "i2"]), odd_or(rides))),
        )
    )
    return answer.map(lambda raw: Curves.from_api(raw, kind))


DELTA_IDS = [span.curve_id for span in windows(TODAY)]
PROFILE_ID = window(TODAY).curve_id
TYPES = [kind for kinds in CURVE_TYPES.values() for kind in kinds]
NUMBER = st.none() | st.integers(-5, 500) | st.floats(-5, 500)
WEEK = record(
    week_start=st.sampled_from([ago(2), ago(9), ago(16), ago(23)]),
    ctl_end=st.floats(0, 150),
    acwr=st.floats(0, 3),
    monotony=st.floats(0, 5),
    phase_detected=st.sampled_from(["Build", "Base"]),
)
INPUTS = st.builds(
    inputs,
    power_model=st.lists(NIGHT, max_size=2).map(power_model),
    week_start=st.integers(0, 6),
    zone_preference=st.sampled_from([{}, {"run": "hr"}, {"other": "hr", "cycling": "hr"}]),
    activities_28d=st.lists(ACTIVITY, max_size=8),
    activities_7d=st.lists(ACTIVITY, max_size=6),
    activities_display=st.lists(ACTIVITY, max_size=6),
    timezone=st.sampled_from([None, "", "Australia/Sydney", "?"]),
    wellness_28d=st.lists(NIGHT, max_size=4),
    wellness_7d=st.lists(NIGHT, max_size=4),
    mornings=st.lists(NIGHT, max_size=12).map(Mornings.of),
    events_7d=st.lists(EVENT, max_size=4),
    events_display=st.lists(EVENT, max_size=4),
    power_delta_curves=st.lists(st.none() | curves("power", *DELTA_IDS), max_size=2),
    hr_delta_curves=st.none() | curves("hr", *DELTA_IDS),
    sport_curves=st.dictionaries(
        st.sampled_from(TYPES),
        st.tuples(st.none() | curves("power", PROFILE_ID), st.none() | curves("hr", PROFILE_ID)),
        max_size=3,
    ),
    thresholds=st.dictionaries(
        st.sampled_from(["cycling", "run", "rowing"]),
        st.builds(SportThresholds, NUMBER, NUMBER, NUMBER, st.none(), NUMBER, NUMBER),
    ),
    unreadable=st.integers(0, 9),
    activated=st.none() | DAYS | st.text(max_size=10),
    profile_weight=NUMBER,
    ftp_history=odd_or(
        st.dictionaries(
            st.sampled_from(["indoor", "outdoor"]),
            odd_or(st.dictionaries(st.sampled_from([ago(0), ago(55), "x"]), odd_or(NUMBER))),
        )
    ).map(FtpHistory.from_json),
    stored_weeks=st.lists(odd_or(WEEK), max_size=4).map(
        lambda rows: (
            StoredHistory.from_json(
                {"generated_at": "2026-03-18", "weekly_180d": rows}
            ).stored_weeks
        )
    ),
)


def numbers_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for item in value for number in numbers_in(item)]
    return [value] if isinstance(value, float) else []


@settings(deadline=None)
@given(INPUTS)
def test_any_input_gives_the_55_keys_and_finite_numbers(given_inputs):
    block = to_json(derive(given_inputs))
    assert list(block) == KEYS
    assert json.loads(json.dumps(block, allow_nan=False)) == block
    for number in numbers_in(block):
        assert math.isfinite(number)
        assert number or math.copysign(1, number) == 1


@given(st.recursive(ODD, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_serializer_keeps_json_as_it_is_but_for_negative_zero(value):
    assert repr(to_json(value)).replace("-0.0", "0.0") == repr(value).replace("-0.0", "0.0")
