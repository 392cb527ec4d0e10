"""The Intervals.icu stand-in answers as the service does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from demo.athlete import Account, recorded_account
from demo.intervals_icu.account import BASE_MARK
from demo.intervals_icu.faults import Buckets
from demo.intervals_icu.server import Fault, IntervalsServer, RateLimit

pytestmark = pytest.mark.process

KEY = "k-123"
NOON = datetime(2026, 3, 4, 12, 0)  # noqa: DTZ001  (the athlete's wall clock)
RECORDED = Path(__file__).parents[1] / "golden" / "i-runner-routes"


def activity(ident: str, start: str, **values: object) -> dict[str, object]:
    return {"id": ident, "start_date_local": start, "type": "Ride", **values}


ACCOUNT = Account(
    athlete={
        "id": "i77",
        "name": "Some One",
        "timezone": "Europe/Oslo",
        "icu_weight": 70.0,
        "sportSettings": [{"types": ["Ride", "VirtualRide"]}, {"types": ["Run"]}],
    },
    activities=[
        activity("a1", "2026-03-01T08:00:00", icu_training_load=50, moving_time=3600),
        activity("a2", "2026-03-03T08:00:00", type="VirtualRide", icu_training_load=40),
        activity("a3", "2026-03-03T18:00:00", type="Run"),
        activity("late", "2026-03-04T18:00:00"),
        {"id": "s1", "start_date_local": "2026-03-02T08:00:00", "_note": "Strava"},
    ],
    wellness=[{"id": f"2026-03-0{n}", "ctl": float(n), "hrv": None} for n in (5, 4, 3, 2, 1)],
    events=[
        {"id": 2, "start_date_local": "2026-03-05T00:00:00", "category": "WORKOUT"},
        {
            "id": 1,
            "start_date_local": "2026-03-04T18:00:00",
            "category": "RACE_A",
            "paired_activity_id": "late",
            "workout_doc": {"steps": [{"power": {"value": 90}, "_power": {"value": 225.0}}]},
            "attachments": [{"id": "x", "url": f"{BASE_MARK}/attachments/c.gpx"}],
        },
    ],
    changes=[
        {"at": "2026-03-04T13:00:00", "kind": "activity", "id": "a1", "set": {"name": "Renamed"}},
        {"at": "2026-03-04T13:00:00", "kind": "activity", "id": "a3", "delete": True},
        {"at": "2026-03-04T13:00:00", "kind": "gone", "id": "a2"},
        {"at": "2026-03-04T13:00:00", "kind": "athlete", "set": {"name": "New Name"}},
        {
            "at": "2026-03-04T13:00:00",
            "kind": "intervals",
            "id": "a1",
            "set": {"icu_intervals": [{"id": 9}], "icu_groups": []},
        },
    ],
    intervals=lambda _ident: {"icu_intervals": [{"id": 1}], "icu_groups": []},
    messages=lambda ident: [{"content": f"about {ident}"}],
    streams=lambda _ident: [{"type": "time", "data": [0, 1]}, {"type": "watts", "data": [5, 6]}],
    curves=lambda ident: (
        {"power": {"secs": [1, 60], "values": {"a1": [500, 300], "a2": [450, 320]}.get(ident)}}
        if ident in ("a1", "a2")
        else None
    ),
    attachment=lambda name: b"<gpx/>" if name == "c.gpx" else None,
)


@pytest.fixture
def server():
    with IntervalsServer(ACCOUNT, key=KEY, now=NOON) as running:
        yield running


@pytest.fixture
def client(server):
    with httpx.Client(base_url=server.url, auth=("API_KEY", KEY)) as http:
        yield http


def idents(response: httpx.Response) -> list[object]:
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()]


def test_a_wrong_key_gets_401_and_the_right_one_the_athlete(server, client):
    assert client.get("/athlete/0").json()["id"] == "i77"
    assert client.get("/athlete/i77").json()["name"] == "Some One"
    assert httpx.get(f"{server.url}/athlete/0", auth=("API_KEY", "other")).status_code == 401
    assert httpx.get(f"{server.url}/athlete/0", auth=("someone", KEY)).status_code == 401
    assert httpx.get(f"{server.url}/athlete/0").status_code == 401


def test_the_server_listens_on_loopback_and_names_its_url(server):
    assert server.url.startswith("http://127.0.0.1:")
    assert server.url.endswith("/api/v1")


@pytest.mark.parametrize("path", ["/athlete/i78", "/athlete/0/nothing", "/nothing", "/activity/x"])
def test_unknown_things_get_404(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client, method):
    assert client.request(method, "/athlete/0/events", json={"a": 1}).status_code == 405


def test_activities_come_newest_first_and_not_from_the_future(client):
    path = "/athlete/0/activities"
    assert idents(client.get(path, params={"oldest": "2026-01-01"})) == ["a3", "a2", "s1", "a1"]
    span = {"oldest": "2026-03-02", "newest": "2026-03-03"}
    assert idents(client.get(path, params=span)) == ["a3", "a2", "s1"]
    early = {"oldest": "2026-03-02", "newest": "2026-03-03T10:00:00"}
    assert idents(client.get(path, params=early)) == ["a2", "s1"]
    assert idents(client.get(path, params={**span, "limit": "1"})) == ["a3"]
    assert client.get(path).status_code == 422


def test_fields_cut_rows_down_to_what_is_set(client):
    rows = client.get(
        "/athlete/0/wellness",
        params={"oldest": "2026-03-04", "newest": "2026-03-04", "fields": "id,ctl,hrv"},
    ).json()
    assert rows == [{"id": "2026-03-04", "ctl": 4.0}]


def test_wellness_comes_oldest_first_and_ends_today(client):
    path = "/athlete/0/wellness"
    days = [f"2026-03-0{n}" for n in (2, 3, 4)]
    assert idents(client.get(path, params={"oldest": days[0], "newest": "2026-03-09"})) == days
    assert client.get(f"{path}/{days[0]}").json()["ctl"] == 2.0
    assert client.get(f"{path}/2026-03-05").status_code == 404
    assert idents(client.get(f"{path}.json", params={"oldest": days[2]})) == [days[2]]


def test_events_come_oldest_first_by_category_and_resolved_on_demand(server, client):
    path = "/athlete/0/events"
    assert idents(client.get(path, params={"oldest": "2026-03-01"})) == [1, 2]
    assert idents(client.get(path, params={"oldest": "2026-03-01", "category": "SICK"})) == []
    both = {"oldest": "2026-03-01", "category": "WORKOUT,RACE_A", "resolve": "true"}
    race, _ = client.get(path, params=both).json()
    assert race["workout_doc"]["steps"][0]["_power"] == {"value": 225.0}
    plain = client.get(f"{path}/1").json()
    assert "_power" not in plain["workout_doc"]["steps"][0]
    assert race["paired_activity_id"] is None, "the activity is still to come"
    link = race["attachments"][0]["url"]
    assert link == server.url.removesuffix("/api/v1") + "/attachments/c.gpx"
    assert httpx.get(link).content == b"<gpx/>"
    assert httpx.get(link.replace("c.gpx", "d.gpx")).status_code == 404


def test_one_activity_brings_its_intervals_only_when_asked(client):
    assert "icu_intervals" not in client.get("/activity/a1").json()
    full = client.get("/activity/a1", params={"intervals": "true"}).json()
    assert full["icu_intervals"] == [{"id": 1}]
    assert client.get("/activity/a1/intervals").json()["icu_intervals"] == [{"id": 1}]
    assert client.get("/activity/late").status_code == 404
    assert idents(client.get("/athlete/0/activities/a1,late,a3")) == ["a1", "a3"]


def test_streams_can_be_chosen_and_strava_stubs_have_none(client):
    kinds = [row["type"] for row in client.get("/activity/a1/streams").json()]
    assert kinds == ["time", "watts"]
    chosen = client.get("/activity/a1/streams.json", params={"types": "watts,latlng"}).json()
    assert [row["type"] for row in chosen] == ["watts"]
    assert client.get("/activity/s1/streams").status_code == 422
    assert client.get("/activity/s1/intervals").status_code == 422


def test_messages_belong_to_their_activity(client):
    assert client.get("/activity/a1/messages").json() == [{"content": "about a1"}]


def test_curves_merge_the_best_of_a_sport_group_per_range(client):
    ranges = "r.2026-03-01.2026-03-02,r.2026-03-01.2026-03-04,r.2020-01-01.2020-02-01,1y"
    answer = client.get("/athlete/0/power-curves", params={"type": "Ride", "curves": ranges})
    first, second, year = answer.json()["list"]
    assert first["id"] == "r.2026-03-01.2026-03-02"
    assert first["values"] == [500, 300]
    assert second["values"] == [500, 320]
    assert second["activity_id"] == ["a1", "a2"]
    assert second["training_load"] == 90
    assert second["watts_per_kg"] == [round(500 / 70, 3), round(320 / 70, 3)]
    assert year["end_date_local"] == "2026-03-04T00:00:00"
    assert set(answer.json()["activities"]) == {"a1", "a2"}
    assert client.get("/athlete/0/power-curves", params={"type": "Run"}).json()["list"] == []
    assert client.get("/athlete/0/power-curves").status_code == 422
    assert client.get("/athlete/0/hr-curves").json() == {"list": [], "activities": {}}


def test_edits_happen_at_their_own_time():
    later = NOON.replace(hour=14)
    with (
        IntervalsServer(ACCOUNT, key=KEY, now=later) as server,
        httpx.Client(base_url=server.url, auth=("API_KEY", KEY)) as client,
    ):
        assert client.get("/activity/a1", params={"intervals": "true"}).json()["name"] == "Renamed"
        assert client.get("/activity/a1/intervals").json()["icu_intervals"] == [{"id": 9}]
        assert client.get("/activity/a3").status_code == 404
        assert client.get("/activity/a2").status_code == 404
        listed = idents(client.get("/athlete/0/activities", params={"oldest": "2026-03-01"}))
        assert listed == ["a2", "s1", "a1"], "a gone activity still stands in the list"
        assert client.get("/athlete/0").json()["name"] == "New Name"


def test_an_aware_now_is_read_in_the_athletes_zone():
    evening = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)  # 18:30 in Oslo
    with IntervalsServer(ACCOUNT, key=KEY, now=evening) as server:
        answer = httpx.get(f"{server.url}/activity/late", auth=("API_KEY", KEY))
    assert answer.status_code == 200


def test_the_log_tells_what_was_asked_and_whether_a_key_came_along(server, client):
    client.get("/athlete/0/wellness", params={"oldest": "2026-03-01"})
    httpx.get(server.url.removesuffix("/api/v1") + "/attachments/c.gpx")
    api, file = server.requests
    assert (api.method, api.path, api.query) == (
        "GET",
        "/api/v1/athlete/0/wellness",
        "oldest=2026-03-01",
    )
    assert (api.status, api.authorized) == (200, True)
    assert (file.path, file.authorized) == ("/attachments/c.gpx", False)


def faulty(*faults: Fault) -> IntervalsServer:
    return IntervalsServer(ACCOUNT, key=KEY, now=NOON, faults=faults)


def ask(server: IntervalsServer, path: str = "/athlete/0") -> httpx.Response:
    return httpx.get(f"{server.url}{path}", auth=("API_KEY", KEY))


def test_a_status_fault_ends_after_its_turns_and_carries_retry_after():
    with faulty(Fault("athlete/0$", times=2, status=429, retry_after=7)) as server:
        first = ask(server)
        assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
        assert ask(server, "/athlete/0/wellness").status_code == 200, "another path"
        assert ask(server).status_code == 429
        assert ask(server).status_code == 200


def test_a_fault_can_let_the_first_matches_pass_and_then_last_forever():
    with faulty(Fault("athlete", skip=1, status=500)) as server:
        assert [ask(server).status_code for _ in range(4)] == [200, 500, 500, 500]


def test_a_dropped_and_a_cut_connection_are_no_answers():
    with faulty(Fault(times=1, mode="drop"), Fault(times=1, mode="cut")) as server:
        for _ in range(2):
            with pytest.raises(httpx.RemoteProtocolError):
                ask(server)
        assert ask(server).status_code == 200
        assert [request.fault for request in server.requests] == ["drop", "cut", None]


def test_a_truncated_body_is_complete_http_but_broken_json():
    with faulty(Fault(times=1, mode="truncate")) as server:
        answer = ask(server)
        assert answer.status_code == 200
        with pytest.raises(json.JSONDecodeError):
            answer.json()


def test_a_body_fault_answers_with_the_given_text():
    with faulty(Fault(mode="body", body="null")) as server:
        assert ask(server).json() is None


def test_more_than_the_burst_gets_429_with_retry_after():
    limit = RateLimit(per_second=0.001, burst=3)
    with (
        IntervalsServer(ACCOUNT, key=KEY, now=NOON, rate_limit=limit) as server,
        httpx.Client(auth=("API_KEY", KEY)) as client,
    ):
        answers = [client.get(f"{server.url}/athlete/0") for _ in range(4)]
        file = client.get(server.url.removesuffix("/api/v1") + "/attachments/c.gpx")
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].headers["Retry-After"] == "1"
    assert file.status_code == 200, "files lie elsewhere"


def test_the_bucket_refills_with_time_but_never_above_the_burst():
    now = 0.0
    buckets = Buckets(RateLimit(per_second=10, burst=20), clock=lambda: now)
    assert sum(buckets.take("me") for _ in range(30)) == 20
    now = 0.5
    assert sum(buckets.take("me") for _ in range(30)) == 5
    now = 100.0
    assert sum(buckets.take("me") for _ in range(30)) == 20
    assert buckets.take("another address")


def test_latency_delays_every_answer(monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr("demo.intervals_icu.server.time.sleep", waits.append)
    with IntervalsServer(ACCOUNT, key=KEY, now=NOON, latency_ms=80) as server:
        ask(server)
    assert waits == [0.08]


def test_a_recorded_folder_is_served_with_files_and_edits():
    account = recorded_account(RECORDED)
    key = ("API_KEY", KEY)
    for day, unit in ((9, "meters"), (11, "feet")):
        with IntervalsServer(account, key=KEY, now=NOON.replace(month=5, day=day)) as server:
            athlete = httpx.get(f"{server.url}/athlete/{account.athlete_id}", auth=key).json()
            assert athlete["measurement_preference"] == unit
            span = {"oldest": "2026-04-01", "newest": "2026-08-01"}
            events = httpx.get(f"{server.url}/athlete/0/events", params=span, auth=key).json()
            links = [file["url"] for row in events for file in row["attachments"] or []]
            assert links
            assert httpx.get(links[0]).status_code == 200
