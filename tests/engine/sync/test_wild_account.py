"""No account and no state file, however odd, ends a sync or spoils a file."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.base.format import DATA_FILES
from tests.engine.accounts import documents, small, strict
from tests.engine.sync.wild import (
    NONSENSE,
    all_fields,
    answers,
    each_field_wrong,
    few,
    places,
    sync_from_memory,
    with_value,
)

pytestmark = pytest.mark.slow

LISTS = ("activities", "wellness", "events", "health events")
LONG = ("history activities",)
PARTS = ("power-curves", "hr-curves", "intervals", "streams", "messages")
IDS = [f"{number}-{str(value)[:12]!a}" for number, value in enumerate(NONSENSE)]
DATED = ("id", "start_date_local", "type", "category")
COURSE = small().attachment("demo-gran-fondo.gpx")
slow = settings(
    max_examples=settings().max_examples // 3,  # two syncs each
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def shape(value):
    """The fixed members of an object, in order, a few levels deep."""
    blocks = ("READ_THIS_FIRST", "metadata", "athlete_profile", "derived_metrics", "current_status")
    more = ("readiness_decision", "summary", "weekly_summary", "workout_summary_stats", "history")
    fixed = {name: list(value[name]) for name in (*blocks, *more)}
    fixed["capability"] = list(value["derived_metrics"]["capability"])
    # A decision that falls early says nothing of TSB.
    fixed["signals"] = [key for key in value["readiness_decision"]["signals"] if key != "tsb"]
    fixed["current_status"] = [key for key in value["current_status"] if key != "weight"]
    return list(value), fixed


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """The files of the account as it should be, and the shape of the one for readers."""
    folder = tmp_path_factory.mktemp("usual")
    result = sync_from_memory(folder, answers(), file=COURSE)
    assert (result.problems, result.odd_values) == ((), {})
    return folder, shape(documents(folder)["latest.json"])


def check(folder, wild, usual, *, file=COURSE):
    """Sync twice, so that what the first leaves is read too; all files are whole JSON."""
    result = sync_from_memory(folder, wild, file=file)
    sync_from_memory(folder, wild, file=file)
    found = documents(folder)
    assert set(DATA_FILES) <= set(found)
    assert shape(found["latest.json"]) == usual[1]
    return result


# -- accounts that are all too real ------------------------------------------------------

NEW = {
    **{name: [] for name in (*LISTS, *LONG, "streams", "messages")},
    **{name: {"list": [], "activities": {}} for name in ("power-curves", "hr-curves")},
    "athlete": {"id": "i1", "timezone": "Europe/Oslo"},
    "intervals": {"id": "a1", "icu_intervals": None},
}
RIDE = {"id": "a1", "start_date_local": "2026-03-20T08:00:00", "type": "Ride", "moving_time": 3600}


def test_a_brand_new_account_has_every_file(tmp_path, usual):
    result = check(tmp_path, NEW, usual)
    assert (result.problems, result.odd_values) == ((), {})
    latest = documents(tmp_path)["latest.json"]
    assert latest["recent_activities"] == latest["wellness_data"] == []
    assert latest["current_status"]["fitness"]["ctl"] is None


def test_one_activity_is_enough(tmp_path, usual):
    result = check(tmp_path, {**NEW, "activities": [RIDE]}, usual)
    assert (result.problems, result.odd_values) == ((), {})
    (row,) = documents(tmp_path)["latest.json"]["recent_activities"]
    assert row["duration_formatted"] == "1h"


def test_a_fitness_of_zero_divides_nothing(tmp_path, usual):
    zero = {"ctl": 0.0, "atl": 0.0, "rampRate": 0.0, "weight": 0, "hrv": 0, "restingHR": 0}
    days = [{"id": f"2026-03-{day:02}", **zero, "sportInfo": []} for day in range(1, 22)]
    rides = [{**RIDE, "icu_training_load": 0, "moving_time": 0, "distance": 0}]
    result = check(tmp_path, {**NEW, "activities": rides, "wellness": days}, usual)
    assert (result.problems, result.odd_values) == ((), {})


def test_a_nasty_account(tmp_path, usual):
    """Duplicate ids, mixed types of ids, no order, foreign letters, unknown words, huge numbers."""
    ride = dict(RIDE, name="Übungsfahrt 東京 \U0001f6b4", type="Hoverboard")
    activities = [
        {**ride, "id": ident, "start_date_local": f"2026-03-{day:02}T08:00:00", "distance": size}
        for ident, day, size in (
            ("a1", 3, 10**17), ("a1", 20, -5), (7, 11, 1e17), ("7", 11, 5e-324), (None, 1, None),
            ("../../x", 19, 2), ("?&#%", 18, 3), ("東京", 17, 1), ("x" * 3000, 16, 1), ("", 15, 1),
        )
    ]  # fmt: skip
    events = [
        {"id": i, "category": c, "start_date_local": s, "name": "Ünï", "type": "Quidditch"}
        for i, c, s in (
            (1, "RACE_Z", "2026-03-30T08:00:00"), (1, "WORKOUT", "2026-03-22"),
            ("1", "RACE_A", "9999-12-31T00:00:00"), (2, "RACE_A", "0001-01-01T00:00:00"),
            (3, "SICK", "2026-02-30"), (4, None, "2026-03-21T24:00:00"), (5, "RACE_A", None),
        )
    ]  # fmt: skip
    files = [
        {"id": i, "filename": f, "url": u}
        for i, f, u in (
            (1, "a.gpx", "https://\ud800/"), (1, "b.tcx", "http://[/"), ("x", "c.gpx", "ftp://x/y"),
            (2, "d.fit", "https://x/y"), (3, "e.gpx", "file:///etc/passwd"), (4, "", "https://x"),
            (5, "f.gpx", "https://u:p@x:99999/y"),
        )
    ]  # fmt: skip
    days = [{"id": f"2026-03-{day:02}", "hrv": 10**15, "weight": -70} for day in (9, 3, 21, 3)]
    wild = {
        **NEW,
        "activities": [*activities, 3, None, [], "x"],
        "events": [*events, {**events[1], "attachments": files}],
        "wellness": [*days, {"id": "20260301"}, {"id": 20260301}, {}],
    }
    result = check(tmp_path, wild, usual)
    assert result.odd_values["activities"] == 4


# -- everything wrong, one at a time and all at once -------------------------------------


@pytest.mark.parametrize("name", [*LISTS, *LONG])
def test_each_field_of_a_record_may_hold_nonsense(tmp_path, usual, name):
    richest = max(answers()[name], key=lambda row: len(json.dumps(row)))
    wild = {**answers(), name: [*each_field_wrong(richest), *answers()[name]]}
    assert check(tmp_path, wild, usual).odd_values


@pytest.mark.parametrize("value", NONSENSE, ids=IDS)
def test_all_fields_may_hold_the_same_nonsense_with_and_without_a_date(tmp_path, usual, value):
    wild = {
        name: [*(all_fields(row, value, but) for but in (DATED, ()) for row in few(body, 2)), value]
        if isinstance(body, list)
        else all_fields(body, value, but=("id",))
        for name, body in answers().items()
    }
    check(tmp_path, wild, usual)


def recent():
    """The account with an activity of each type and little else: what has parts, and only that."""
    few_rows = {"activities": few(answers()["activities"]), "wellness": answers()["wellness"][-3:]}
    return {**NEW, "athlete": answers()["athlete"], **few_rows}


@pytest.mark.parametrize("value", NONSENSE, ids=IDS)
def test_parts_may_be_nonsense_as_a_whole(tmp_path, usual, value):
    check(tmp_path, {**recent(), **dict.fromkeys(PARTS, value)}, usual)


seeds = st.integers(min_value=0, max_value=2**32)


def spoiled(value, rng):
    """A copy of a JSON value with nonsense in some places."""
    paths = places(value)
    for path in rng.sample(paths, min(len(paths), rng.choice((0, 1, 5, 50)))):
        try:
            value = with_value(value, path, rng.choice(NONSENSE))
        except (KeyError, IndexError, TypeError):
            continue  # the place went with an earlier one
    return value


@slow
@given(seed=seeds)
def test_nonsense_anywhere_in_all_answers(usual, seed):
    rng = Random(seed)
    wild = {name: spoiled(body, rng) for name, body in answers().items()}
    wild["athlete"].setdefault("id", None)
    with tempfile.TemporaryDirectory() as folder:
        check(Path(folder), wild, usual, file=rng.choice((COURSE, b"", b"<gpx>")))


JSON = st.recursive(
    st.sampled_from(NONSENSE) | st.text(max_size=5) | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("id", "type", "list", "data", "secs", "x")), inner)
    ),
    max_leaves=20,
)


@slow
@given(data=st.data())
def test_any_json_for_the_parts(usual, data):
    wild = {**recent(), **{name: data.draw(JSON) for name in PARTS}}
    with tempfile.TemporaryDirectory() as folder:
        check(Path(folder), wild, usual)


# -- state files -------------------------------------------------------------------------


@slow
@given(seed=seeds)
def test_nonsense_anywhere_in_the_files_of_an_earlier_sync(usual, seed):
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = shutil.copytree(usual[0], Path(temporary) / "data")
        for name in DATA_FILES:
            document = spoiled(json.loads((folder / name).read_text()), rng)
            (folder / name).write_text(json.dumps(document))
        for _ in range(2):
            sync_from_memory(folder, answers(), file=COURSE)
        whole = {name: strict((folder / name).read_text()) for name in DATA_FILES}
    assert shape(whole["latest.json"]) == usual[1]
