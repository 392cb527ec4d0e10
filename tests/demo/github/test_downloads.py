from __future__ import annotations

import pytest


@pytest.fixture
def mirror(hub):
    return hub.create_repository("athlete/mirror", {"data/latest.json": '{"a": 1}'}, private=False)


def test_a_raw_file_is_served_at_branch_and_commit(api, hub, mirror):
    hub.commit("mirror", {"data/latest.json": "{}"}, branch="feature/x")
    path = "/raw/athlete/mirror"
    answer = api("GET", f"{path}/main/data/latest.json")
    assert (answer.json(), answer.headers["Cache-Control"]) == ({"a": 1}, "max-age=300")
    assert api("GET", f"{path}/{mirror.head}/data/latest.json").json() == {"a": 1}
    assert api("GET", f"{path}/refs/heads/main/data/latest.json").json() == {"a": 1}
    assert api("GET", f"{path}/feature/x/data/latest.json").json() == {}
    assert api("GET", f"{path}/main/nothing").status_code == 404


def test_a_raw_file_of_a_private_repository_needs_a_token(api, mirror):
    mirror.private = True
    path = "/raw/athlete/mirror/main/data/latest.json"
    assert api("GET", path).status_code == 200
    del api.http.headers["Authorization"]
    assert api("GET", path).status_code == 404


def test_web_addresses_lead_to_a_page(api, mirror):
    page = api("GET", "/athlete/mirror/actions")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "data/latest.json" in page.text
    assert api("GET", "/athlete/nothing").status_code == 404
