import gzip
import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intervals_icu import Event
from engine.routes.document import (
    RETRY,
    Download,
    allowed_url,
    attachments_to_fetch,
    build,
    cache_token,
    event_ids_with_terrain,
)
from engine.routes.geometry import Point
from tests.routes.test_parse import FIT, POINTS, gpx, gpx_points
from tests.routes.tracks import IMPERIAL, METRIC

API = "https://intervals.icu/api/v1"
NOW = datetime(2026, 5, 1, 6, 30, tzinfo=timezone(timedelta(hours=2)))
TOKEN = cache_token()
GOOD = Download(200, gpx().encode())
SAME_PLACE = Download(200, gpx(gpx_points(points=[POINTS[0]] * 2)).encode())
NOT_FOUND = Download(404, b"", "HTTP 404")


def attachment(ident, filename):
    return {"id": ident, "filename": filename, "url": f"https://files.example/{ident}?key=secret"}


def event(ident=1, start="2026-05-01T07:30:00", attachments=(), **more):
    name = {"name": "Race", "category": "RACE_A"}
    raw = {"id": ident, "start_date_local": start, "attachments": list(attachments)}
    return Event.from_api({**raw, **name, **more})


def sync(events, cache=None, downloads=None, units=METRIC, token=TOKEN):
    made = build(events, cache, downloads or {}, units, now=NOW, version="1.0", token=token)
    text = json.dumps(made, allow_nan=False)
    return json.loads(text)


def one_route(filename="a.gpx", **more):
    return [event(attachments=[attachment("a", filename)], **more)]


FIRST_RUN = [
    event(
        1,
        attachments=[
            attachment("a1", "R.GPX"),
            attachment("a2", "notes.pdf"),
            attachment("a3", "x.tcx"),
        ],
    ),
    event(
        2,
        "2026-05-02T00:00:00",
        [attachment("a4", "y.gpx"), attachment("a1", "R.GPX")],
        name=None,
        category="NOTE",
    ),
    event(
        3, attachments=[{"filename": "b.gpx", "url": "https://x"}, {"id": "b", "filename": "b.gpx"}]
    ),
    event(4),
]
SECOND_RUN = [
    event(
        1,
        "2026-05-03T00:00:00",
        [attachment("a1", "renamed.gpx"), attachment("a3", "x.tcx")],
    ),
    event(
        2,
        "2026-05-02T09:15:00",
        [attachment("a4", "y.gpx"), attachment("a1", "R.GPX")],
        name=None,
        category="NOTE",
    ),
]
DOWNLOADS = {"a1": GOOD, "a3": NOT_FOUND, "a4": SAME_PLACE}


def test_first_run_asks_for_every_route_file_once():
    assert [a.id for a in attachments_to_fetch(FIRST_RUN, None, TOKEN, API)] == ["a1", "a3", "a4"]


def test_first_run_has_an_entry_per_attachment_in_the_order_of_the_events():
    made = sync(FIRST_RUN, downloads=DOWNLOADS, units=IMPERIAL)
    assert list(made) == ["generated_at", "sync_version", "script_hash", "events"]
    assert made["generated_at"] == "2026-05-01T06:30:00+02:00"
    good, missing, short, shared = made["events"]
    assert list(good) == [
        "event_id",
        "event_name",
        "event_date",
        "category",
        "attachment_id",
        "filename",
        "terrain_summary",
        "start_time",
    ]
    assert (good["event_id"], good["attachment_id"], good["filename"]) == (1, "a1", "R.GPX")
    assert (good["event_date"], good["start_time"]) == ("2026-05-01", "07:30")
    assert good["terrain_summary"]["display"]["total_distance"] == {"value": 0.31, "unit": "mi"}
    assert list(missing["terrain_summary"]) == ["error"]
    assert missing["start_time"] == "07:30"
    assert (short["event_id"], short["event_name"], short["category"]) == (2, None, "NOTE")
    assert list(short["terrain_summary"]) == ["error"]
    assert "shorter than 100 m" in short["terrain_summary"]["error"]
    assert "start_time" not in short
    assert (shared["event_id"], shared["attachment_id"]) == (2, "a1")
    assert shared["terrain_summary"] == good["terrain_summary"]
    assert event_ids_with_terrain(made) == {1, 2}


def test_only_events_with_an_analyzed_route_have_terrain():
    events = [
        event(1, attachments=[attachment("a3", "x.tcx"), attachment("a5", "x.fit")]),
        event(2, attachments=[attachment("a3", "x.tcx"), attachment("a1", "R.GPX")]),
        event(3, attachments=[attachment("a4", "y.gpx")]),
    ]
    first = sync(events, downloads=DOWNLOADS)
    assert event_ids_with_terrain(first) == {2}
    assert event_ids_with_terrain(sync(events, first)) == {2}


def test_second_run_takes_everything_from_the_first():
    first = sync(FIRST_RUN, downloads=DOWNLOADS, units=IMPERIAL)
    assert attachments_to_fetch(SECOND_RUN, first, TOKEN, API) == ()
    good, missing, short, shared = sync(SECOND_RUN, first)["events"]
    assert (good["event_date"], good["filename"]) == ("2026-05-03", "renamed.gpx")
    assert "start_time" not in good
    assert good["terrain_summary"]["display"]["total_distance"] == {"value": 0.5, "unit": "km"}
    assert missing["terrain_summary"]["display"] == {
        "total_distance": None,
        "total_elevation": None,
        "elevation_per_distance": None,
    }
    assert "shorter than 100 m" in short["terrain_summary"]["error"]
    assert [list(e)[-1] for e in (short, shared)] == ["start_time", "start_time"]
    assert short["start_time"] == "09:15"


def test_events_that_left_the_window_leave_the_document():
    first = sync(FIRST_RUN, downloads=DOWNLOADS)
    assert sync([], first)["events"] == []


def test_an_event_without_name_and_category():
    raw = {"id": None, "start_date_local": None, "attachments": [attachment("a", "a.gpx")]}
    made = sync([Event.from_api(raw)], downloads={"a": GOOD})
    entry = made["events"][0]
    about = ("event_id", "event_name", "event_date", "category")
    assert [entry[name] for name in about] == [None, "Unnamed", "", ""]
    assert event_ids_with_terrain(made) == frozenset()


@pytest.mark.parametrize("filename", ["route.pdf.gz", "route.gpx ", "route", "", "gpx", "a.pdf"])
def test_other_files_are_no_routes(filename):
    events = one_route(filename)
    assert attachments_to_fetch(events, None, TOKEN, API) == ()
    assert sync(events)["events"] == []


@pytest.mark.parametrize(
    ("filename", "form"),
    [("a.fit", "FIT"), ("a.FIT.gz", "FIT"), ("a.kml", "KML"), ("a.kmz", "KML")],
)
def test_formats_that_are_not_read_are_told_apart_without_a_download(filename, form):
    events = one_route(filename)
    assert attachments_to_fetch(events, None, TOKEN, API) == ()
    first = sync(events)
    error = first["events"][0]["terrain_summary"]["error"]
    assert error == f"{form} files are not supported: attach the route as GPX or TCX."
    assert attachments_to_fetch(events, first, TOKEN, API) == ()


def test_a_fit_file_under_another_name():
    under_another_name = sync(one_route(), downloads={"a": Download(200, FIT)})
    assert "FIT files" in under_another_name["events"][0]["terrain_summary"]["error"]


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_failures_that_may_pass_are_not_cached(status):
    first = sync(one_route(), downloads={"a": Download(status, b"", f"HTTP {status}")})
    assert f"HTTP {status}" in first["events"][0]["terrain_summary"]["error"]
    assert [a.id for a in attachments_to_fetch(one_route(), first, TOKEN, API)] == ["a"]
    second = sync(one_route(), first, {"a": GOOD})
    assert second["events"][0]["terrain_summary"]["total_elevation_m"] == 25


def test_no_answer_and_no_attempt_are_not_cached():
    for downloads in ({"a": Download(None, b"", "connection failed (ConnectError)")}, {}):
        first = sync(one_route(), downloads=downloads)
        assert len(attachments_to_fetch(one_route(), first, TOKEN, API)) == 1


@pytest.mark.parametrize(
    "download",
    [
        NOT_FOUND,
        Download(410, b"", "HTTP 410"),
        Download(200, b"", "larger than 20 MB"),
        Download(200, b""),
        Download(200, b"no route at all " * 9),
    ],
)
def test_failures_that_stay_are_cached(download):
    first = sync(one_route(), downloads={"a": download})
    error = first["events"][0]["terrain_summary"]["error"]
    assert not error.startswith(RETRY)
    assert attachments_to_fetch(one_route(), first, TOKEN, API) == ()
    assert sync(one_route(), first)["events"][0]["terrain_summary"]["error"] == error


def test_errors_never_hold_an_address():
    downloads = {"a": Download(None, b"", "connection failed (ConnectError)")}
    assert "secret" not in json.dumps(sync(one_route(), downloads=downloads))


def test_a_new_analysis_asks_for_all_files_again():
    first = sync(one_route(), downloads={"a": GOOD}, token="0123456789ab")
    assert len(attachments_to_fetch(one_route(), first, TOKEN, API)) == 1
    assert cache_token(strict=True) != TOKEN
    assert len(TOKEN) == 12


def test_an_earlier_analysis_stands_in_for_a_file_that_cannot_be_had_today():
    first = sync(one_route(), downloads={"a": GOOD}, token="0123456789ab")
    second = sync(one_route(), first, {"a": Download(503, b"", "HTTP 503")})
    assert second["events"] == first["events"]
    assert second["script_hash"] == "0123456789ab"
    assert len(attachments_to_fetch(one_route(), second, TOKEN, API)) == 1
    third = sync(one_route(), second, {"a": GOOD})
    assert third["script_hash"] == TOKEN


def test_an_earlier_failure_does_not_stand_in():
    first = sync(one_route(), downloads={"a": NOT_FOUND}, token="0123456789ab")
    second = sync(one_route(), first, {"a": Download(503, b"", "HTTP 503")})
    assert "HTTP 503" in second["events"][0]["terrain_summary"]["error"]
    assert second["script_hash"] == TOKEN


def test_the_last_of_two_cached_entries_wins():
    first = sync(one_route(), downloads={"a": GOOD})
    entry = first["events"][0]
    first["events"].append({**entry, "note": "later"})
    assert sync(one_route(), first)["events"][0]["note"] == "later"


SOUND = sync(one_route(), downloads={"a": GOOD})["events"][0]


@pytest.mark.parametrize(
    "events",
    [
        None,
        {},
        "text",
        [None, 1, "a", [], {}],
        [{**SOUND, "attachment_id": None}],
        [{**SOUND, "attachment_id": ["a"]}],
        [{**SOUND, "attachment_id": True}],
        [{**SOUND, "filename": None}],
        [{**SOUND, "terrain_summary": "text"}],
        [{**SOUND, "terrain_summary": None}],
        [{**SOUND, "terrain_summary": {"total_distance_km": float("nan")}}],
        [{key: value for key, value in SOUND.items() if key != "terrain_summary"}],
    ],
)
def test_a_damaged_cache_entry_is_analyzed_again(events):
    cache = {"script_hash": TOKEN, "events": events}
    assert [a.id for a in attachments_to_fetch(one_route(), cache, TOKEN, API)] == ["a"]
    assert sync(one_route(), cache, {"a": GOOD})["events"] == [SOUND]


json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)
names = ("attachment_id", "filename", "terrain_summary", "event_id", "start_time")
wild_entry = st.fixed_dictionaries({}, optional={n: json_value | st.just("a") for n in names})
wild_cache = st.fixed_dictionaries(
    {"script_hash": st.just(TOKEN) | json_value, "events": st.lists(wild_entry) | json_value}
)


@given(wild_cache | json_value)
def test_any_cache_gives_a_sound_document(cache):
    wanted = attachments_to_fetch(one_route(), cache, TOKEN, API)
    made = sync(one_route(), cache, {a.id: GOOD for a in wanted})
    assert [e["event_id"] for e in made["events"]] == [1]
    event_ids_with_terrain(made)


def test_a_breakdown_of_one_analysis_costs_one_entry(monkeypatch):
    def breaks(body):
        raise KeyError(len(body))

    monkeypatch.setattr("engine.routes.parse.parse", breaks)
    made = sync(one_route(), downloads={"a": GOOD})
    assert made["events"][0]["terrain_summary"]["error"].startswith(RETRY)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://files.example/a", True),
        ("HTTPS://files.example/a", True),
        ("http://files.example/a", False),
        ("http://127.0.0.1:8731/attachments/a", True),
        ("http://127.0.0.1:8732/attachments/a", False),
        ("http://127.0.0.1/attachments/a", False),
        ("http://user@127.0.0.1:8731/a", True),
        ("ftp://127.0.0.1:8731/a", False),
        ("file:///etc/passwd", False),
        ("https:///a", False),
        ("//files.example/a", False),
        ("http://[::1", False),
        ("http://127.0.0.1:port/a", False),
        ("", False),
    ],
)
def test_only_https_and_the_api_host_are_fetched(url, allowed):
    assert allowed_url(url, "http://127.0.0.1:8731/api/v1") is allowed


def test_default_ports_count():
    assert allowed_url("http://api.example:80/a", "http://api.example/api/v1")
    assert allowed_url("http://api.example:443/a", "https://api.example/api/v1")


def test_a_refused_address_is_told_and_not_fetched():
    raw = {"id": "a", "filename": "a.gpx", "url": "http://elsewhere.example/a"}
    events = [event(attachments=[raw])]
    assert attachments_to_fetch(events, None, TOKEN, API) == ()
    assert "not https" in sync(events)["events"][0]["terrain_summary"]["error"]


def test_points_of_the_shared_file_are_what_the_examples_say():
    assert POINTS[1] == Point(45.0009, 7.0, 105.0)


def test_a_packed_route_is_read_under_its_name():
    packed = Download(200, gzip.compress(gpx().encode()))
    (entry,) = sync(one_route("a.gpx.gz"), downloads={"a": packed})["events"]
    assert entry["filename"] == "a.gpx.gz"
    assert entry["terrain_summary"]["total_elevation_m"] == 25
    assert "notes" not in entry["terrain_summary"]


def test_what_was_left_out_is_told():
    odd = Point(45.002, 7.0, 65535)
    download = Download(200, gpx(gpx_points(points=[*POINTS, odd])).encode())
    (entry,) = sync(one_route(), downloads={"a": download})["events"]
    note = "Elevations that no place on Earth has, taken as unknown: 1."
    assert entry["terrain_summary"]["notes"] == [note]
    assert (
        "notes"
        in sync(one_route(), sync(one_route(), downloads={"a": download}))["events"][0][
            "terrain_summary"
        ]
    )


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (gpx(), "0.4 km with 20 m of climbing."),
        (gpx().replace("<ele>", "<x>").replace("</ele>", "</x>"), "0.4 km."),
        (gpx(gpx_points(points=[POINTS[0]] * 7)), "shorter than 100 m."),
    ],
)
def test_a_damaged_file_is_an_error_that_says_what_it_holds(kept, said):
    download = Download(200, kept.removesuffix("</gpx>")[:-60].encode())
    (entry,) = sync(one_route(), downloads={"a": download})["events"]
    assert "cannot be read as GPX" in entry["terrain_summary"]["error"]
    (note,) = entry["terrain_summary"]["notes"]
    assert note.endswith(said)


def test_an_error_that_was_asked_for_again_looks_like_one_that_stayed():
    empty = Download(200, b"")
    first = sync(one_route(), downloads={"a": empty})
    assert sync(one_route(), first, {"a": empty}) == sync(one_route(), first)
