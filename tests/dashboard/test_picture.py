"""The picture of any account: whole, short, the same each time, and without words of people."""

from __future__ import annotations

import copy
import math
import random
import re
from datetime import date, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given
from hypothesis import strategies as st

from engine.base.format import DASHBOARD_MARK, HISTORY, LATEST
from engine.base.tokens import tokens
from engine.dashboard import picture
from engine.dashboard.weeks import OF_WEEK
from tests.brief.test_page import JUNK, crowded, spoil
from tests.dashboard.recorded import RUNS, files
from tests.latest.builders import TODAY, document

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "style", "rect", "g", "text", "path"}
NUMBERS = st.one_of(
    st.integers(), st.floats(), st.sampled_from([10**400, 1e300, -1e300, math.nan, math.inf, 0])
)


def texts(drawn):
    return [element.text or "" for element in fromstring(drawn).iter(f"{SVG}text")]


def day(number):
    return (TODAY + timedelta(days=number)).isoformat()


def rows(count, **values):
    return [{"date": day(n - count + 1), **values} for n in range(count)]


def check(drawn):
    root = fromstring(drawn)
    assert root.tag == f"{SVG}svg"
    width, height = (int(edge) for edge in root.attrib["viewBox"].split()[2:])
    assert (width, 300 < height < 900) == (390, True)
    assert len(drawn) <= 6000
    assert drawn.startswith(DASHBOARD_MARK)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= TAGS
    assert not re.search(r"(?i)\b(nan|inf|\d+e[+-]?\d+)\b|://(?!www.w3.org/2000/svg)", drawn)
    for element in root.iter(f"{SVG}path"):
        way = element.attrib["d"]
        assert re.fullmatch(r"[MHVhvlz0-9 -]+", way)
        assert max(map(int, re.findall(r"\d+", way))) <= 390


@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_the_picture_of_a_recorded_athlete_is_small(athlete, run):
    drawn = picture(files(athlete, run))
    check(drawn)
    assert drawn == picture(copy.deepcopy(files(athlete, run)))
    assert len(drawn) <= 5000
    assert tokens(drawn) <= 2_300


def test_the_picture_of_a_triathlete_before_a_race():
    said = texts(picture(files("b-triathlete", "run2")))
    for expected in (
        "Monday, 15 June 2026",
        "Today: modify",
        "HRV 54 ms, red",
        "Sleep 5.8 h, amber",
        "ACWR 0.65",
        "CTL 73",
        "TSB 11",
        "planned, to 140",
        "Races: B in 1 d, C in 5 d, A in 55 d",
        "Load of 8 weeks, and 388 in the last 7 days",
        "baseline 69, week 69.2",
        "Resting pulse: 49",
        "Sleep of 14 nights: 5.8 h",
    ):
        assert expected in said


@pytest.mark.parametrize(
    "found", [{}, {LATEST: document()}, files("d-empty", "run1")], ids=["no files", "new", "empty"]
)
def test_an_account_without_anything_is_told_what_is_missing(found):
    drawn = picture(found)
    check(drawn)
    said = " ".join(texts(drawn))
    for expected in (
        "HRV not known",
        "CTL, ATL and TSB are not known yet",
        "No race in the calendar",
        "No session with a load",
        "None in 28 days: measure",
        "Not recorded in 14 nights",
    ):
        assert expected in said


def test_a_new_account_is_drawn_from_its_first_day():
    latest = document(wellness=[{"id": day(0), "ctl": 1.2, "atl": 6.1, "hrv": 60, "restingHR": 50}])
    said = texts(picture({LATEST: latest}))
    assert {"Form: known for 1 day", "CTL 1", "ATL 6", "HRV: 60", "no baseline yet"} <= set(said)
    assert "nothing planned" in said
    assert "limited data" in said
    assert {"easy", "no zones"}.isdisjoint(said)


def test_weeks_without_zones_are_gray():
    weeks = [{"week_start": day(-7 * n - 7), "total_tss": 200 + n} for n in range(5)]
    said = texts(picture({LATEST: document(), HISTORY: {"weekly_180d": weeks}}))
    assert "no zones" in said
    assert "easy" not in said
    assert "204" in said


def test_a_line_breaks_off_where_nothing_is_known():
    daily = rows(90, ctl=50.0, atl=50.0, tsb=0.0)
    for row in daily[30:60]:
        row["ctl"] = None
    drawn = picture({LATEST: document(), HISTORY: {"daily_90d": daily}})
    assert 'class="c" d="M3 58l84 0M183 58l84 0"' in drawn


def test_one_day_alone_can_be_seen():
    latest = document(wellness=[{"id": day(0), "hrv": 60}])
    assert 'class="c" d="M162 94h6"' in picture({LATEST: latest})


def test_what_people_wrote_is_not_in_the_picture():
    drawn = picture({LATEST: crowded("<b>Ann's</b> & race")})
    check(drawn)
    assert "Ann" not in drawn
    assert any(re.fullmatch(r"Races: A today(, A in \d+ d){3}", text) for text in texts(drawn))


def test_values_that_cannot_be_are_left_out():
    daily = rows(90, ctl=50.0, atl=60.0, tsb=-10.0, hrv=60, rhr=50, sleep_hours=8)
    plain = picture({LATEST: document(), HISTORY: {"daily_90d": daily}})
    odd = copy.deepcopy(daily)
    odd[59] |= {"ctl": 1e9, "atl": -1e9}
    drawn = picture({LATEST: document(), HISTORY: {"daily_90d": odd}})
    assert max(map(len, texts(drawn))) == max(map(len, texts(plain)))


@given(seed=st.integers(0, 10**6), junk=st.lists(JUNK, min_size=1, max_size=6))
def test_files_of_any_form_give_a_picture(seed, junk):
    chance = random.Random(seed)
    found = copy.deepcopy(files("a-cyclist-build", "run2"))
    for value in junk:
        spoil(found[LATEST], value, chance)
        spoil(found[HISTORY], value, chance)
    check(picture(found))


@given(values=st.lists(NUMBERS, min_size=1, max_size=90))
def test_numbers_of_any_size_give_a_picture(values):
    names = ("ctl", "atl", "tsb", "hrv", "rhr", "sleep_hours")
    daily = [row | dict.fromkeys(names, values[n % len(values)]) for n, row in enumerate(rows(90))]
    weeks = [
        {"week_start": day(-7 * n), "total_tss": value, **dict.fromkeys(OF_WEEK, value)}
        for n, value in enumerate(values)
    ]
    plan = [{"date": day(n % 40), "planned_tss": value} for n, value in enumerate(values)]
    latest = copy.deepcopy(EMPTY) | {"planned_workouts": plan}
    drawn = picture({LATEST: latest, HISTORY: {"daily_90d": daily, "weekly_180d": weeks}})
    check(drawn)


@given(first=st.dates(), others=st.lists(st.dates(), max_size=5))
@example(first=date.min, others=[])
@example(first=date.max, others=[date.min])
def test_days_of_any_time_give_a_picture(first: date, others: list[date]):
    latest = copy.deepcopy(EMPTY)
    latest["metadata"]["last_updated"] = first.isoformat()
    latest["race_calendar"]["all_races"] = [
        {"date": found.isoformat(), "category": "RACE_A"} for found in others
    ]
    weeks = [{"week_start": found.isoformat(), "total_tss": 5} for found in others]
    check(picture({LATEST: latest, HISTORY: {"weekly_180d": weeks}}))


EMPTY = document()
