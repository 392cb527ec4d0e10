from __future__ import annotations

import base64

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox

ACTIONS = "/repos/athlete/mirror/actions"


@pytest.fixture
def mirror(hub):
    return hub.create_repository("athlete/mirror")


def sealed(key, text):
    box = SealedBox(PublicKey(base64.b64decode(key)))
    return base64.b64encode(box.encrypt(text.encode())).decode()


def put(api, name, text):
    key = api.get(f"{ACTIONS}/secrets/public-key")
    value = sealed(key["key"], text)
    return api("PUT", f"{ACTIONS}/secrets/{name}", encrypted_value=value, key_id=key["key_id"])


def test_a_sealed_secret_is_opened_and_never_shown(api, hub, mirror):
    assert put(api, "INTERVALS_KEY", "sesame").status_code == 201
    assert put(api, "intervals_key", "sesame 2").status_code == 204
    assert mirror.secrets["INTERVALS_KEY"].value == "sesame 2"
    assert [secret["name"] for secret in api.get(f"{ACTIONS}/secrets")["secrets"]] == [
        "INTERVALS_KEY"
    ]
    assert not any(b"sesame" in one.answer + one.body for one in hub.log)
    assert "sesame" not in repr(mirror)


def test_a_secret_sealed_with_another_key_is_refused(api, mirror):
    other = base64.b64encode(bytes(PrivateKey.generate().public_key)).decode()
    path, key = f"{ACTIONS}/secrets/A", api.get(f"{ACTIONS}/secrets/public-key")
    wrong = api("PUT", path, encrypted_value=sealed(other, "x"), key_id=key["key_id"])
    assert wrong.status_code == 422
    stale = api("PUT", path, encrypted_value=sealed(key["key"], "x"), key_id="1")
    assert stale.status_code == 422
    assert mirror.secrets == {}


@pytest.mark.parametrize("name", ["1A", "A-B", "GITHUB_X", "github_y"])
def test_an_unusable_name_is_refused(api, mirror, name):
    assert put(api, name, "x").status_code == 422
    assert api("POST", f"{ACTIONS}/variables", name=name, value="x").status_code == 422


def test_a_secret_can_be_removed_once(api, mirror):
    put(api, "A", "x")
    assert api.get(f"{ACTIONS}/secrets/A")["name"] == "A"
    assert api("DELETE", f"{ACTIONS}/secrets/A").status_code == 204
    assert api("DELETE", f"{ACTIONS}/secrets/A").status_code == 404
    assert api("GET", f"{ACTIONS}/secrets/A").status_code == 404


def test_dates_tell_when_a_setting_was_changed(api, mirror, clock):
    put(api, "A", "x")
    clock.forward(hours=2)
    put(api, "A", "y")
    assert api.get(f"{ACTIONS}/secrets/A") == {
        "name": "A",
        "created_at": "2026-11-24T12:00:00Z",
        "updated_at": "2026-11-24T14:00:00Z",
    }


def test_a_variable_is_made_once_changed_read_and_removed(api, mirror):
    path = f"{ACTIONS}/variables"
    assert api("POST", path, name="week_start", value="mon").status_code == 201
    assert api("POST", path, name="WEEK_START", value="sun").status_code == 409
    assert api("PATCH", f"{path}/WEEK_START", value="sun").status_code == 204
    assert api.get(f"{path}/week_start")["value"] == "sun"
    assert api.get(path)["total_count"] == 1
    assert api("PATCH", f"{path}/WEEK_START", name="DAYS").status_code == 204
    assert api("GET", f"{path}/WEEK_START").status_code == 404
    assert api("DELETE", f"{path}/DAYS").status_code == 204
    assert api("PATCH", f"{path}/DAYS", value="1").status_code == 404
    assert api("DELETE", f"{path}/DAYS").status_code == 404


def test_a_malformed_body_is_refused(api, hub, mirror):
    hub.observers.clear()  # the requests break the description, and are meant to
    path = f"{ACTIONS}/variables"
    assert api("POST", path, name="A").status_code == 422
    assert api("POST", path, name="A", value="").status_code == 422
    text = api.http.post(path, content=b"{", headers={"Content-Type": "application/json"})
    assert (text.status_code, text.json()["message"]) == (400, "Problems parsing JSON")
    assert api("POST", f"{ACTIONS}/variables", name=1, value="x").status_code == 422
    assert api("PUT", f"{ACTIONS}/permissions", enabled="yes").status_code == 422
    assert api.http.post(f"{ACTIONS}/variables", json=[1]).status_code == 400


def test_actions_can_be_switched_off_and_on(api, mirror):
    path = f"{ACTIONS}/permissions"
    assert api.get(path)["enabled"] is True
    assert api("PUT", path, enabled=False).status_code == 204
    assert api.get(path) == {"enabled": False, "sha_pinning_required": False}
    body = {"enabled": True, "allowed_actions": "all", "sha_pinning_required": True}
    assert api("PUT", path, **body).status_code == 204
    assert mirror.sha_pinning_required is True


def test_workflow_permissions_start_at_read_and_can_be_raised(api, mirror):
    path = f"{ACTIONS}/permissions/workflow"
    assert api.get(path)["default_workflow_permissions"] == "read"
    assert api("PUT", path, default_workflow_permissions="write").status_code == 204
    assert api.get(path)["default_workflow_permissions"] == "write"


def test_an_organization_may_lock_workflow_permissions(api, hub):
    hub.add_organization("club", locks_workflow_permissions=True)
    hub.create_repository("club/mirror")
    path = "/repos/club/mirror/actions/permissions/workflow"
    assert api("PUT", path, default_workflow_permissions="write").status_code == 409
