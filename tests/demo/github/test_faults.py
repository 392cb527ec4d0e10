from __future__ import annotations

import httpx
import pytest
from github import Auth, Github, GithubException

from demo.github import Fault
from tests.demo.conftest import Api

VARIABLES = "/repos/athlete/mirror/actions/variables"


@pytest.fixture
def mirror(hub):
    return hub.create_repository("athlete/mirror", {"a": "b"})


def make(api, name="A"):
    return api("POST", VARIABLES, name=name, value="x")


def test_a_status_fault_answers_in_place_of_the_call(api, hub, mirror):
    hub.faults.append(Fault("POST", ".*/variables", status=503, headers={"Retry-After": "1"}))
    answer = make(api)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert mirror.variables == {}
    assert make(api).status_code == 201


def test_a_fault_may_answer_with_any_body(api, hub, mirror):
    hub.faults.append(Fault(path="/user", body="<h1>Unicorn!</h1>"))
    answer = api("GET", "/user")
    assert (answer.status_code, answer.text) == (502, "<h1>Unicorn!</h1>")
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_lost_answer_has_been_carried_out(api, hub, mirror):
    hub.faults.append(Fault("POST", ".*/variables", mode="lost_answer"))
    with pytest.raises(httpx.RemoteProtocolError):
        make(api)
    assert mirror.variables["A"].value == "x"
    assert make(api).status_code == 409


def test_a_dropped_call_has_not(api, hub, mirror):
    hub.faults.append(Fault("POST", ".*/variables", mode="drop"))
    with pytest.raises(httpx.RemoteProtocolError):
        make(api)
    assert mirror.variables == {}


def test_a_slow_answer_comes_after_its_time(api, hub, mirror):
    hub.faults.append(Fault("GET", "/user", mode="slow", seconds=0.2))
    with pytest.raises(httpx.ReadTimeout):
        api.http.get("/user", timeout=0.05)
    assert api.get("/user")["login"] == "athlete"


def test_a_fault_strikes_at_the_nth_call_and_as_often_as_it_says(api, hub, mirror):
    fault = Fault("POST", ".*/variables", nth=2, times=2, status=500)
    hub.faults.append(fault)
    assert [make(api, f"A{i}").status_code for i in range(4)] == [201, 500, 500, 201]
    assert (fault.seen, fault.hits) == (4, 2)


def test_rate_limits_look_like_githubs(api, hub, mirror, clock):
    hub.faults.append(Fault(path="/user", mode="secondary_rate_limit", retry_after=7))
    hub.faults.append(Fault(path="/user", mode="rate_limit", nth=1))
    secondary, primary = api("GET", "/user"), api("GET", "/user")
    assert secondary.status_code == primary.status_code == 403
    assert secondary.headers["Retry-After"] == "7"
    assert "secondary rate limit" in secondary.json()["message"]
    assert primary.headers["X-RateLimit-Remaining"] == "0"
    assert int(primary.headers["X-RateLimit-Reset"]) > clock.now.timestamp()


def test_the_hourly_limit_counts_down_and_comes_back(api, hub, mirror, clock):
    hub.world.rate_limit = 2
    remaining = [api("GET", "/user").headers["X-RateLimit-Remaining"] for _ in range(2)]
    assert remaining == ["1", "0"]
    assert api("GET", "/user").status_code == 403
    assert api.get("/rate_limit")["rate"]["remaining"] == 0
    clock.forward(hours=1)
    assert api("GET", "/user").status_code == 200


def test_pygithub_sees_faults_as_its_own_exceptions(hub, mirror):
    hub.faults.append(Fault("GET", "/user", status=500))
    client = Github(
        base_url=hub.url, auth=Auth.Token(hub.token), retry=None,
        seconds_between_requests=None, seconds_between_writes=None,
    )  # fmt: skip
    with pytest.raises(GithubException) as caught:
        _ = client.get_user().login
    assert caught.value.status == 500


def test_the_log_keeps_everything_but_the_authorization(api, hub, mirror):
    make(api)
    (made,) = hub.requests("POST", ".*/variables")
    assert (made.method, made.status, made.token_kind) == ("POST", 201, "classic")
    assert b'"value"' in made.body
    assert made.headers["authorization"] == "***"
    assert hub.token not in repr(hub.log)
    assert hub.writes() == [made]


def test_a_lost_answer_is_in_the_log_without_a_status(api, hub, mirror):
    hub.faults.append(Fault("POST", ".*/variables", mode="lost_answer"))
    with pytest.raises(httpx.RemoteProtocolError):
        make(api)
    assert [one.status for one in hub.writes()] == [0]


def test_observers_see_each_exchange_and_their_errors_are_kept(start):
    hub = start()
    seen = []
    hub.observers[:] = [seen.append]
    api = Api(hub)
    api("GET", "/user")
    assert [str(one) for one in seen] == ["GET /user -> 200"]
    hub.observers[:] = [lambda _: 1 / 0]
    assert api("GET", "/user").status_code == 200
    assert isinstance(hub.observer_errors.pop(), ZeroDivisionError)


def test_calls_without_a_user_agent_or_of_an_unknown_version_are_refused(hub, mirror):
    assert Api(hub, headers={"User-Agent": ""})("GET", "/user").status_code == 403
    unknown = Api(hub, headers={"X-GitHub-Api-Version": "2019-01-01"})
    assert unknown("GET", "/user").status_code == 400


def test_unknown_paths_are_not_found(start):
    hub = start()
    hub.observers.clear()
    assert Api(hub)("GET", "/repos/athlete/mirror/nonsense").status_code == 404
    assert Api(hub)("PATCH", "/user/repos").status_code == 404
