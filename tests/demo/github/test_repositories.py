from __future__ import annotations

import pytest

from tests.demo.conftest import Api


def test_a_new_repository_is_public_unless_private_is_asked_for(api):
    assert api("POST", "/user/repos", name="open").json()["private"] is False
    assert api("POST", "/user/repos", name="closed", private=True).json()["private"] is True


def test_every_address_in_an_answer_points_back_to_the_server(api, hub):
    shape = api("POST", "/user/repos", name="mirror", private=True).json()
    addresses = [value for name, value in shape.items() if name.endswith("url") and value]
    assert len(addresses) > 40
    assert all(address.startswith(hub.url) for address in addresses)


def test_a_name_that_is_taken_is_refused_whatever_its_case(api):
    api("POST", "/user/repos", name="mirror")
    answer = api("POST", "/user/repos", name="MIRROR")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "name already exists on this account"


@pytest.mark.parametrize("name", ["", ".", "x" * 101, "mirror.git"])
def test_an_unusable_name_is_refused(api, name):
    assert api("POST", "/user/repos", name=name).status_code == 422


@pytest.mark.parametrize("text", ["two\nlines", "x" * 351])
def test_an_unusable_description_is_refused_before_anything_is_made(api, hub, text):
    assert api("POST", "/user/repos", name="mirror", description=text).status_code == 422
    assert api("GET", "/repos/athlete/mirror").status_code == 404


def test_odd_characters_in_a_name_become_hyphens(api):
    assert api("POST", "/user/repos", name="my data!").json()["name"] == "my-data-"


def test_auto_init_makes_a_first_commit_on_the_default_branch_of_the_account(start):
    hub = start(default_branch="trunk")
    made = Api(hub)("POST", "/user/repos", name="mirror", auto_init=True, description="Mine")
    assert made.json()["default_branch"] == "trunk"
    assert hub.repository("mirror").read("README.md") == b"# mirror\nMine\n"


def test_without_auto_init_there_is_no_branch(api):
    api("POST", "/user/repos", name="mirror")
    assert api.get("/repos/athlete/mirror/branches") == []


def test_the_first_commit_may_take_a_while_to_appear(api, hub):
    hub.world.settle_polls = 2
    api("POST", "/user/repos", name="mirror", auto_init=True)
    path = "/repos/athlete/mirror/git/ref/heads/main"
    assert [api("GET", path).status_code for _ in range(3)] == [409, 409, 200]


def test_listing_shows_own_and_organization_repositories(api, hub):
    hub.add_organization("club")
    for name in ("athlete/b", "athlete/a", "club/c"):
        hub.create_repository(name)
    hub.create_repository("stranger/d", private=False)
    names = [repo["full_name"] for repo in api.get("/user/repos")]
    assert names == ["athlete/a", "athlete/b", "club/c"]
    assert [r["name"] for r in api.get("/user/repos", affiliation="owner")] == ["a", "b"]
    assert api.get("/user/repos", visibility="public") == []


def test_lists_come_in_pages_with_links(api, hub):
    for index in range(5):
        hub.create_repository(f"athlete/r{index}")
    answer = api.http.get("/user/repos", params={"per_page": 2, "page": 2})
    assert [repo["name"] for repo in answer.json()] == ["r2", "r3"]
    assert answer.links["next"]["url"].startswith(hub.url)
    assert set(answer.links) == {"first", "prev", "next", "last"}


def test_a_repository_can_be_made_in_an_organization_by_its_members_only(api, hub):
    hub.add_organization("club")
    hub.add_organization("others", members=set())
    made = api("POST", "/orgs/club/repos", name="mirror", private=True)
    assert (made.status_code, made.json()["owner"]["type"]) == (201, "Organization")
    assert api("POST", "/orgs/others/repos", name="mirror").status_code == 403
    assert api("POST", "/orgs/nobody/repos", name="mirror").status_code == 404
    assert [org["login"] for org in api.get("/user/orgs")] == ["club"]


def test_visibility_description_and_default_branch_can_be_changed(api, hub):
    hub.create_repository("athlete/mirror", {"a": "b"}, private=False)
    hub.commit("mirror", {"a": "c"}, branch="other")
    path = "/repos/athlete/mirror"
    assert api("PATCH", path, private=True).json()["private"] is True
    assert api("PATCH", path, default_branch="nowhere").status_code == 422
    changed = api("PATCH", path, default_branch="other", description="x").json()
    assert (changed["default_branch"], changed["description"]) == ("other", "x")


def test_an_archived_repository_is_read_only_until_it_is_unarchived(api, hub):
    hub.create_repository("athlete/mirror", {"a": "b"}).archived = True
    path = "/repos/athlete/mirror"
    refused = api("PUT", f"{path}/contents/x", message="m", content="eA==")
    assert refused.status_code == 403
    assert "archived" in refused.json()["message"]
    assert api("PATCH", path, archived=False).status_code == 200
    assert api("PUT", f"{path}/contents/x", message="m", content="eA==").status_code == 201


def test_deleting_needs_its_own_scope(api, hub):
    hub.create_repository("athlete/mirror")
    assert api("DELETE", "/repos/athlete/mirror").status_code == 404
    hub.add_token("ghp_deletes", scopes=("repo", "delete_repo"))
    assert Api(hub, "ghp_deletes")("DELETE", "/repos/athlete/mirror").status_code == 204
    assert api("GET", "/repos/athlete/mirror").status_code == 404


def test_a_fork_is_as_public_as_its_source_and_stays_so(api, hub):
    upstream = hub.create_repository("coach/protocol", {"a": "b"}, private=False)
    made = api("POST", "/repos/coach/protocol/forks")
    assert made.status_code == 202
    assert made.json()["fork"] is True
    assert made.json()["private"] is False
    assert made.json()["parent"]["full_name"] == upstream.full_name
    refused = api("PATCH", "/repos/athlete/protocol", private=True)
    assert (refused.status_code, refused.json()["message"]) == (
        422,
        "Public forks can't be made private",
    )
    assert hub.repository("protocol").read("a") == b"b"
    assert api.get("/repos/coach/protocol/forks")[0]["full_name"] == "athlete/protocol"


def test_the_content_of_a_fork_comes_later(api, hub):
    hub.world.settle_polls = 1
    hub.create_repository("coach/protocol", {"a": "b"}, private=False)
    api("POST", "/repos/coach/protocol/forks")
    path = "/repos/athlete/protocol/git/ref/heads/main"
    assert [api("GET", path).status_code for _ in range(2)] == [409, 200]


def test_topics_are_replaced_as_a_whole(api, hub):
    hub.create_repository("athlete/mirror")
    assert api("PUT", "/repos/athlete/mirror/topics", names=["Cycling"]).json() == {
        "names": ["cycling"]
    }
    assert api.get("/repos/athlete/mirror/topics") == {"names": ["cycling"]}


def test_profiles_are_served(api, hub):
    hub.add_organization("club")
    assert api.get("/user")["login"] == "athlete"
    assert api.get("/users/athlete")["user_view_type"] == "public"
    assert api.get("/orgs/club")["login"] == "club"
    assert api.get("/orgs/club/repos") == []
    assert api("GET", "/users/nobody").status_code == 404
    assert api("GET", "/orgs/athlete").status_code == 404
