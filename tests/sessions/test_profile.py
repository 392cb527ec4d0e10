"""``capability.dfa_a1_profile`` (docs/format/dfa.md#dfa-profile)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.sessions import dfa_profile
from engine.sessions.entry import Entry
from tests.sessions.builders import entry

BAND = {"secs": 100, "avg_hr": None, "avg_watts": None}
NOWHERE = {"reason": "no_samples_in_band", "estimate_eligible": False}
NOWHERE |= {"estimate_reason": "no_samples_in_band", "avg_hr": None, "avg_watts": None}


def eligible(hr: int | None, watts: int | None) -> dict[str, Any]:
    found = {"reason": "ok", "estimate_eligible": True, "estimate_reason": "ok"}
    return found | {"avg_hr": hr, "avg_watts": watts}


def dwelt(reason: str) -> dict[str, Any]:
    """A crossing that supports no estimate."""
    return eligible(150, 200) | {"estimate_eligible": False, "estimate_reason": reason}


def never(reason: str) -> dict[str, Any]:
    return NOWHERE | {"reason": reason, "estimate_reason": reason}


def session(
    ident: str,
    day: str,
    kind: str = "Ride",
    avg: float | None = None,
    drift: tuple[float, bool] | None = (0.0, True),
    valid_pct: float = 90.0,
    *,
    lt1: dict[str, Any] = NOWHERE,
    lt2: dict[str, Any] = NOWHERE,
    easy_guard: dict[str, Any] = NOWHERE,
    sufficient: bool = True,
) -> Entry:
    dfa: dict[str, Any] = {
        "avg": avg,
        "tiz_easy": BAND | {"pct": 40.0},
        "tiz_endurance": BAND | {"pct": 60.0},
        "tiz_tempo": None,
        "tiz_supra": None,
        "drift": drift and {"delta": drift[0], "interpretable": drift[1]},
        "easy_guard_crossing": easy_guard,
        "lt1_crossing": lt1,
        "lt2_crossing": lt2,
        "quality": {"valid_pct": valid_pct, "sufficient": sufficient},
    }
    return Entry(
        activity_id=ident,
        date=f"2026-{day}",
        start_datetime=f"2026-{day}T08:00:00",
        type=kind,
        name=f"session {ident}",
        dfa=dfa,
    )


UNSTEADY = dwelt("non_stationary_power")
BLIND = dwelt("unknown_artifact")
I5 = session("i5", "03-17", valid_pct=55.0, drift=None, sufficient=False)
PUBLISHED = [
    session("i1", "03-10", "Ride", 0.81, (-0.12, True), 95.5, lt1=eligible(141, 205), lt2=UNSTEADY),
    session(
        "i2",
        "03-12",
        "VirtualRide",
        0.92,
        (-0.05, True),
        90.1,
        lt1=eligible(144, 196),
        lt2=UNSTEADY,
    ),
    session(
        "i3", "03-14", "GravelRide", 0.77, (-0.31, False), 88.2, lt1=eligible(146, 212), lt2=BLIND
    ),
    session("i4", "03-16", "Ride", 0.7, (0.04, True), 99.9, lt1=eligible(147, 214)),
    I5,
    session(
        "i6",
        "03-15",
        "Run",
        0.88,
        (-0.2, True),
        92.0,
        lt1=dwelt("unknown_power"),
        easy_guard=dwelt("unknown_power"),
        lt2=never("insufficient_total_dwell"),
    ),
]


def profile(*sessions: Entry) -> dict[str, Any]:
    found = dfa_profile(sessions)
    assert found is not None
    return found


def test_the_latest_session_is_the_newest_sufficient_one():
    assert list(profile(*PUBLISHED)["latest_session"].items()) == [
        ("activity_id", "i4"),
        ("date", "2026-03-16"),
        ("name", "session i4"),
        ("sport", "Ride"),
        ("validated", True),
        ("avg", 0.7),
        ("tiz_split_pct", {"easy": 40.0, "endurance": 60.0, "tempo": 0.0, "supra": 0.0}),
        ("drift_delta", 0.04),
        ("drift_interpretable", True),
        ("quality_pct", 99.9),
        ("sufficient", True),
    ]


def test_cycling_gives_the_published_block():
    found = profile(*PUBLISHED)["trailing_by_sport"]
    assert list(found) == ["cycling", "run"]
    assert list(found["cycling"].items()) == [
        ("n_sessions", 4),
        ("date_range", ["2026-03-10", "2026-03-16"]),
        ("avg_dfa_a1", 0.8),
        ("drift_delta_mean", -0.043),
        ("easy_guard_crossing_sessions", 0),
        ("lt1_crossing_sessions", 4),
        ("lt2_crossing_sessions", 3),
        ("easy_guard_eligible_sessions", 0),
        ("lt1_eligible_sessions", 4),
        ("lt2_eligible_sessions", 0),
        ("easy_guard_estimate", None),
        ("easy_guard_reason", "no_samples_in_band"),
        (
            "lt1_estimate",
            {
                "marker_dfa_a1": 0.75,
                "hr": 144,
                "watts_outdoor": 210,
                "watts_indoor": 196,
                "n_sessions": 4,
                "n_sessions_outdoor": 3,
                "n_sessions_indoor": 1,
            },
        ),
        ("lt1_reason", "ok"),
        ("lt2_estimate", None),
        ("lt2_reason", "non_stationary_power"),
        ("quality_avg_pct", 93.4),
        ("validated", True),
        ("confidence", "moderate"),
    ]


def test_another_sport_is_not_validated_and_says_so():
    found = profile(*PUBLISHED)["trailing_by_sport"]["run"]
    note = found.pop("note")
    assert "cycling" in note
    assert "run" in note
    assert list(found.values()) == [
        1,
        ["2026-03-15", "2026-03-15"],
        0.88,
        -0.2,
        *(1, 1, 0),
        *(0, 0, 0),
        *(None, "unknown_power"),
        *(None, "unknown_power"),
        *(None, "insufficient_total_dwell"),
        92.0,
        False,
        None,
    ]


def test_without_sufficient_sessions_the_newest_one_is_named_without_values():
    assert profile(I5) == {
        "latest_session": {
            "activity_id": "i5",
            "date": "2026-03-17",
            "name": "session i5",
            "sport": "Ride",
            "validated": True,
            "avg": None,
            "tiz_split_pct": None,
            "drift_delta": None,
            "drift_interpretable": None,
            "quality_pct": 55.0,
            "sufficient": False,
        },
        "trailing_by_sport": {},
    }


def test_without_recordings_there_is_no_profile():
    assert dfa_profile([]) is None
    assert dfa_profile([entry(intervals=({},))]) is None


def window(*crossings: dict[str, Any], kind: str = "Ride") -> dict[str, Any]:
    """The block of a window whose sessions have these LT1 crossings."""
    sessions = [
        session(f"i{day}", f"03-{day:02}", kind, 0.9, lt1=found)
        for day, found in enumerate(crossings, start=1)
    ]
    family = "cycling" if kind == "Ride" else "run"
    block: dict[str, Any] = profile(*sessions)["trailing_by_sport"][family]
    return block


SHORT, SCATTERED = never("insufficient_total_dwell"), never("no_contiguous_dwell")


@pytest.mark.parametrize(
    ("crossings", "reason"),
    [
        ([UNSTEADY] + [NOWHERE] * 5, "non_stationary_power"),
        ([UNSTEADY, BLIND], "unknown_artifact"),
        ([UNSTEADY, UNSTEADY, BLIND], "non_stationary_power"),
        ([SCATTERED, SHORT], "insufficient_total_dwell"),
        ([SCATTERED, SCATTERED, SHORT], "no_contiguous_dwell"),
        ([eligible(150, 200), BLIND, BLIND], "insufficient_sessions"),
        ([eligible(150, 200)] * 3, "ok"),
        ([dwelt("ok")], "no_samples_in_band"),  # nothing to count
    ],
)
def test_the_reason_of_a_marker_is_the_most_frequent_one(crossings, reason):
    assert window(*crossings)["lt1_reason"] == reason


@pytest.mark.parametrize(
    ("count", "confidence"),
    [
        (0, None),
        (1, None),
        (2, None),
        (3, "low"),
        (4, "moderate"),
        (5, "moderate"),
        (6, "high"),
        (7, "high"),
    ],
)
def test_confidence_goes_by_the_eligible_sessions(count, confidence):
    found = window(*[eligible(150, 200)] * count + [NOWHERE] * (7 - count))
    assert found["confidence"] == confidence
    assert (found["lt1_estimate"] is None) == (count < 3)


def test_the_easy_guard_does_not_raise_confidence():
    sessions = [
        session(f"i{day}", f"03-{day:02}", avg=0.9, easy_guard=eligible(120, 150))
        for day in range(1, 8)
    ]
    found = profile(*sessions)["trailing_by_sport"]["cycling"]
    assert found["confidence"] is None
    assert found["easy_guard_estimate"]["watts_outdoor"] == 150


def test_a_window_holds_the_newest_seven_sessions():
    found = window(*[eligible(150, 200)] * 8)
    assert found["n_sessions"] == 7
    assert found["date_range"] == ["2026-03-02", "2026-03-08"]


def test_other_sports_have_one_mean_of_watts():
    found = window(eligible(150, 200), eligible(151, None), eligible(None, 203), kind="Run")
    assert list(found["lt1_estimate"].items()) == [
        ("marker_dfa_a1", 0.75),
        ("hr", 150),
        ("watts", 202),
        ("n_sessions", 3),
    ]


@pytest.mark.parametrize("kind", ["Ride", "GravelRide"])
def test_a_ride_on_a_trainer_counts_as_indoor_whatever_its_type(kind):
    inside = replace(PUBLISHED[1], type=kind, indoor=True)
    rides = [PUBLISHED[0], inside, *PUBLISHED[2:]]
    found = profile(*rides)["trailing_by_sport"]["cycling"]
    assert found == profile(*PUBLISHED)["trailing_by_sport"]["cycling"]
    assert found["lt1_estimate"]["watts_indoor"] == 196


def test_a_session_with_too_thin_a_third_names_no_drift():
    found = profile(session("a", "03-10", avg=0.9, drift=None))["latest_session"]
    assert (found["sufficient"], found["drift_delta"], found["drift_interpretable"]) == (
        True,
        None,
        None,
    )


def test_a_place_without_sessions_has_no_watts():
    estimate = window(*[eligible(150, 200)] * 3)["lt1_estimate"]
    assert (estimate["watts_indoor"], estimate["n_sessions_indoor"]) == (None, 0)


def test_a_missing_start_gives_way_to_the_date_and_ties_keep_the_file_s_order():
    early, late = session("a", "03-10"), replace(session("b", "03-11"), start_datetime="")
    assert profile(early, late)["latest_session"]["activity_id"] == "b"
    twin = session("c", "03-10")
    assert profile(early, twin)["latest_session"]["activity_id"] == "a"


@pytest.mark.parametrize("kind", ["Yoga", "Parkour", None])
def test_a_type_without_family_counts_as_other(kind):
    assert list(profile(session("a", "03-10", kind))["trailing_by_sport"]) == ["other"]


def test_without_interpretable_drift_there_is_no_mean():
    found = profile(session("a", "03-10", drift=(-0.3, False)), session("b", "03-11", drift=None))
    assert found["trailing_by_sport"]["cycling"]["drift_delta_mean"] is None
    assert found["latest_session"]["drift_delta"] is None
