"""What each privacy level lets out, looked for in every file."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.output.privacy import PLAIN_NAME, PLAIN_TITLE, without_cuts
from engine.routes.geometry import haversine
from engine.routes.parse import parse
from tests.engine.accounts import KEY, MORNING, contents, documents, restore, small, synced

pytestmark = pytest.mark.process

SECRETS = {
    "icu_api_key": "secret-api-key-of-the-record",
    "email": "somebody@example.invalid",
    "icu_friend_invite_token": "secret-invite-token",
    "firstname": "Rosalind",
    "lastname": "Quickfoot",
    "name": "Rosalind Quickfoot",
}
PRIVATE = {
    "icu_date_of_birth": "1989-08-14",
    "city": "Nowhere-on-Sea",
    "state": "Demo-Island",
    "country": "Inventia",
    "icu_notes": "Allergic to mornings.",
}
OUTDOOR = {"Ride": "Home to Rosewood Lane", "Run": "Around the Mulberry School"}
TEXTS = {
    "activity description": "Met Cousin Vito at the harbor.",
    "coach note of an activity": "Tell the physician.",
    "message": "See you at the boathouse.",
    "event description": "Park at Cousin Vito's.",
    "coach note of an event": "Bring the blue inhaler.",
    "marker description": "Fell down the cellar stairs.",
}
LEVELS = ("off", "standard", "strict")


def private_account():
    base = small()
    (ride,) = (row for row in base.activities if row["start_date_local"][:10] == "2026-03-15")
    indoor = next(r["id"] for r in reversed(base.activities) if r["type"] == "VirtualRide")

    def streams(ident):
        """The newest outdoor ride has recorded DFA, so that its name comes into the profile."""
        rows = base.streams(ident)
        if ident != ride["id"]:
            return [row for row in rows if row["type"] != "dfa_a1"]
        recorded = [r for r in base.streams(indoor) if r["type"] not in ("latlng", "altitude")]
        return [*(r for r in rows if r["type"] in ("latlng", "altitude")), *recorded]

    def described(row):
        text = f"NOTE: {TEXTS['coach note of an activity']}\n{TEXTS['activity description']}"
        return {**row, "name": OUTDOOR.get(row["type"], row["name"]), "description": text}

    def planned(row):
        text = f"NOTE: {TEXTS['coach note of an event']}\n{TEXTS['event description']}"
        return {**row, "name": f"Plan {row['id']}", "description": text}

    marker = {
        "id": 1,
        "category": "INJURED",
        "name": "Knee",
        "start_date_local": "2026-03-17T00:00:00",
        "end_date_local": "2026-03-24T00:00:00",
        "description": TEXTS["marker description"],
    }
    return replace(
        base,
        athlete={**base.athlete, **SECRETS, **PRIVATE},
        activities=[described(row) for row in base.activities],
        events=[*map(planned, base.events), marker],
        changes=[],
        messages=lambda _: [{"content": TEXTS["message"]}],
        streams=streams,
    )


@pytest.fixture(scope="module")
def account():
    return private_account()


def run(folder, account, level, minutes=0, *options):
    # Three days ago the newest outdoor ride was fresh enough to be asked for.
    now = MORNING - timedelta(days=3) + timedelta(minutes=minutes)
    outcome = synced(folder, "--privacy", level, *options, account=account, now=now)
    assert outcome.problems == ""
    return outcome


@pytest.fixture(scope="module")
def files(tmp_path_factory, account):
    found = {}
    for level in LEVELS:
        folder = tmp_path_factory.mktemp(level)
        run(folder, account, level)
        found[level] = folder
    return found


def text_of(folder):
    return b"\n".join(contents(folder).values()).decode()


def hits(folder, words):
    text = text_of(folder)
    return {word for word in words if json.dumps(word)[1:-1] in text}


def pairs(value):
    """Every two numbers that stand side by side in a list."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from pairs(inner)
    elif isinstance(value, list):
        for a, b in itertools.pairwise(value):
            if isinstance(a, int | float) and isinstance(b, int | float):
                yield a, b
        for inner in value:
            yield from pairs(inner)


def ends(account):
    """Start and end of every track of the account."""
    tracks = [[(p.lat, p.lon) for p in parse(account.attachment("demo-gran-fondo.gpx")).points]]
    for row in account.activities[-7:]:
        if row["type"] in OUTDOOR:
            (stream,) = (s for s in account.streams(row["id"]) if s["type"] == "latlng")
            known = zip(stream["data"], stream["data2"], strict=True)
            tracks.append([pair for pair in known if None not in pair])
    return [place for track in tracks for place in (track[0], track[-1])]


def nearest(folder, account):
    """How near any two published numbers come to an end of a track (m)."""
    places = ends(account)
    near = 0.02  # degrees, more than a kilometer
    distances = [
        haversine(a, b, lat, lon)
        for a, b in {pair for document in documents(folder).values() for pair in pairs(document)}
        for lat, lon in places
        if abs(a - lat) < near and abs(b - lon) < near
    ]
    return min(distances, default=math.inf)


# -- each level --------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_secrets_of_the_record_and_the_key_appear_nowhere(files, level):
    assert hits(files[level], [*SECRETS.values(), KEY]) == set()


def test_off_keeps_everything(files, account):
    texts = {*PRIVATE.values(), *OUTDOOR.values(), *TEXTS.values()} - {"Inventia"}
    assert hits(files["off"], texts) == texts
    assert documents(files["off"])["latest.json"]["metadata"]["athlete_id"] == "i900000"
    assert nearest(files["off"], account) < 5


def test_standard_hides_the_names_of_outdoor_activities_and_the_id(files):
    assert hits(files["standard"], OUTDOOR.values()) == set()
    assert "i900000" not in text_of(files["standard"])
    found = documents(files["standard"])
    assert found["latest.json"]["metadata"]["athlete_id"] == "REDACTED"
    rows = found["latest.json"]["recent_activities"]
    assert {row["name"] for row in rows if row["type"] in OUTDOOR} == {PLAIN_NAME}
    assert PLAIN_NAME not in {row["name"] for row in rows if row["type"] == "VirtualRide"}
    assert found["latest.json"]["athlete_profile"]["location"]
    assert hits(files["standard"], TEXTS.values()) == set(TEXTS.values())


def test_the_name_in_the_dfa_profile_is_hidden(files):
    def name(level):
        capability = documents(files[level])["latest.json"]["derived_metrics"]["capability"]
        return capability["dfa_a1_profile"]["latest_session"]["name"]

    assert name("off") == OUTDOOR["Ride"]
    assert name("standard") == name("strict") == PLAIN_NAME


def test_strict_hides_person_places_texts_and_the_ends_of_tracks(files, account):
    hidden = [*PRIVATE.values(), *OUTDOOR.values(), *TEXTS.values()]
    assert hits(files["strict"], hidden) == set()
    assert nearest(files["strict"], account) >= 500
    latest = documents(files["strict"])["latest.json"]
    assert latest["athlete_profile"]["age"] == 36
    assert latest["health_context"]["current"][0]["name"] == PLAIN_TITLE
    (route,) = documents(files["strict"])["routes.json"]["events"]
    assert route["terrain_summary"]["polyline"]


def test_levels_leave_the_numbers_alone(files):
    def numbers(value):
        if isinstance(value, dict):
            coordinates = ("start_coords", "end_coords", "polyline", "ends_removed_m")
            return {k: numbers(v) for k, v in value.items() if k not in coordinates}
        if isinstance(value, list):
            return [numbers(item) for item in value]
        return value if isinstance(value, int | float) else None

    def lasting(level):
        return {
            name: {k: v for k, v in numbers(document).items() if v is not None}
            for name, document in documents(files[level]).items()
        }

    off, standard, strict = (lasting(level) for level in LEVELS)
    assert standard == off
    for block in ("derived_metrics", "current_status", "summary", "wellness_data"):
        assert strict["latest.json"][block] == off["latest.json"][block]
    assert strict["history.json"] == off["history.json"]


# -- switching ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "order",
    [
        ("strict", "standard", "off", "strict"),
        ("off", "strict", "off"),
        ("standard", "strict", "standard", "off", "standard"),
    ],
)
def test_a_switch_of_the_level_neither_leaks_nor_keeps_too_much(tmp_path, account, files, order):
    restore(tmp_path, contents(files[order[0]]))
    for minutes, level in enumerate(order[1:], start=1):
        run(tmp_path, account, level, minutes)
        fresh, here = documents(files[level]), documents(tmp_path)
        latest, wanted = here["latest.json"], fresh["latest.json"]
        assert latest["recent_activities"] == wanted["recent_activities"]
        assert latest["planned_workouts"] == wanted["planned_workouts"]
        assert latest["athlete_profile"] == wanted["athlete_profile"]
        capability = latest["derived_metrics"]["capability"]["dfa_a1_profile"]
        assert capability == wanted["derived_metrics"]["capability"]["dfa_a1_profile"]
        assert here["routes.json"]["events"] == fresh["routes.json"]["events"]
        assert here["intervals.json"]["activities"] == fresh["intervals.json"]["activities"]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_that_stays_asks_for_no_track_again(tmp_path, account, files, level):
    restore(tmp_path, contents(files[level]))
    again = run(tmp_path, account, level, 1)
    assert [line for line in again.asked() if "streams" in line or "attachments" in line] == []


def test_the_history_alone_holds_nothing_private(tmp_path, account):
    run(tmp_path, account, "strict", 0, "--generate-history")
    hidden = [*PRIVATE.values(), *OUTDOOR.values(), *TEXTS.values(), *SECRETS.values()]
    assert hits(tmp_path, hidden) == set()
    assert set(contents(tmp_path)) == {"history.json"}


@pytest.mark.parametrize("rows", [None, 3, [None, 3, {}, {"terrain_summary": 3}]])
def test_earlier_files_of_any_form_are_looked_through(rows):
    latest = {"recent_activities": rows}
    expected = rows if isinstance(rows, list) else []
    assert without_cuts("off", latest) == {"recent_activities": expected}
    assert without_cuts("strict", latest) is latest
