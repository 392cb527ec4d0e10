from __future__ import annotations

import base64

import pytest

from tests.demo.conftest import WORKFLOW, Api

REPO = "/repos/athlete/mirror"
ROW = {"path": ".github/workflows/sync.yml", "mode": "100644", "type": "blob", "content": WORKFLOW}
ENCODED = base64.b64encode(WORKFLOW.encode()).decode()


@pytest.fixture
def mirror(hub):
    return hub.create_repository("athlete/mirror", {"README.md": "# Hi\n"})


def client(hub, value, **options):
    hub.add_token(value, **options)
    return Api(hub, value)


def fine(hub, **permissions):
    return client(hub, "github_pat_fine", permissions=permissions)


def test_a_classic_token_tells_its_scopes(api):
    assert api("GET", "/user").headers["X-OAuth-Scopes"] == "repo, workflow"


def test_a_token_of_gh_tells_its_scopes_too(hub):
    gh = client(hub, "gho_fromgh", scopes=("gist", "read:org", "repo"))
    assert gh("GET", "/user").headers["X-OAuth-Scopes"] == "gist, read:org, repo"
    assert hub.log[-1].token_kind == "oauth"


def test_a_fine_grained_token_does_not(hub):
    assert "X-OAuth-Scopes" not in fine(hub, contents="read")("GET", "/user").headers


@pytest.mark.parametrize("value", ["ghp_expired", "ghp_unknown"])
def test_a_wrong_or_expired_token_is_bad_credentials(hub, value):
    hub.add_token("ghp_expired", expired=True)
    answer = Api(hub, value)("GET", "/user")
    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


def test_nobody_sees_public_repositories_only(hub, mirror):
    nobody = Api(hub)
    del nobody.http.headers["Authorization"]
    assert nobody("GET", REPO).status_code == 404
    mirror.private = False
    assert nobody("GET", REPO).status_code == 200
    assert nobody("GET", f"{REPO}/actions/secrets").status_code == 401
    assert nobody("GET", "/user").status_code == 401


def test_without_the_repo_scope_a_private_repository_is_not_there(hub, mirror):
    gist = client(hub, "ghp_gist", scopes=("gist",))
    assert gist("GET", REPO).status_code == 404
    refused = gist("POST", "/user/repos", name="x")
    assert (refused.status_code, refused.headers["X-Accepted-OAuth-Scopes"]) == (404, "repo")


def test_public_repo_is_enough_for_public_repositories(hub, mirror):
    mirror.private = False
    narrow = client(hub, "ghp_public", scopes=("public_repo",))
    assert narrow("PUT", f"{REPO}/contents/x", message="m", content="eA==").status_code == 201


def test_another_persons_public_repository_can_be_read_but_not_written(api, hub):
    hub.create_repository("coach/protocol", {"a": "b"}, private=False)
    assert api.get("/repos/coach/protocol/contents/a")["name"] == "a"
    answer = api("PUT", "/repos/coach/protocol/contents/x", message="m", content="eA==")
    assert answer.status_code == 403


def test_another_persons_private_repository_is_not_there(api, hub):
    hub.create_repository("coach/protocol")
    assert api("GET", "/repos/coach/protocol").status_code == 404


@pytest.mark.parametrize("stopped_at", ["tree", "ref"])
def test_without_the_workflow_scope_a_workflow_commit_ends_in_404(hub, mirror, stopped_at):
    hub.world.workflow_refused_at = stopped_at
    narrow = client(hub, "ghp_narrow", scopes=("repo",))
    tree = narrow("POST", f"{REPO}/git/trees", tree=[ROW])
    if stopped_at == "ref":
        made = narrow("POST", f"{REPO}/git/commits", message="m", tree=tree.json()["sha"])
        ref, sha = f"{REPO}/git/refs/heads/main", made.json()["sha"]
        tree = narrow("PATCH", ref, sha=sha, force=True)
    assert (tree.status_code, tree.json()["message"]) == (404, "Not Found")
    written = narrow(
        "PUT", f"{REPO}/contents/.github/workflows/sync.yml", message="m", content=ENCODED
    )
    assert written.status_code == 404
    assert mirror.files() == ["README.md"]


def test_without_the_workflow_scope_other_files_can_be_committed(hub, mirror):
    narrow = client(hub, "ghp_narrow", scopes=("repo",))
    assert narrow("PUT", f"{REPO}/contents/x", message="m", content="eA==").status_code == 201


def test_a_workflow_file_that_stays_as_it_is_needs_no_scope(api, hub, mirror):
    hub.commit("mirror", {ROW["path"]: WORKFLOW})
    narrow = client(hub, "ghp_narrow", scopes=("repo",))
    base = narrow.get(f"{REPO}/git/trees/main")["sha"]
    answer = narrow("POST", f"{REPO}/git/trees", base_tree=base, tree=[ROW])
    assert answer.status_code == 201


def test_a_missing_permission_is_named(hub, mirror):
    answer = fine(hub, contents="write")("GET", f"{REPO}/actions/secrets")
    assert answer.status_code == 403
    assert answer.json()["message"] == "Resource not accessible by personal access token"
    assert answer.headers["X-Accepted-GitHub-Permissions"] == "secrets=read"


def test_a_missing_workflows_permission_is_named(hub, mirror):
    answer = fine(hub, contents="write")("POST", f"{REPO}/git/trees", tree=[ROW])
    assert answer.status_code == 403
    assert "workflows=write" in answer.headers["X-Accepted-GitHub-Permissions"]


@pytest.mark.parametrize(
    ("method", "path", "body", "permission"),
    [
        ("GET", f"{REPO}/contents/README.md", {}, "contents:read"),
        ("PUT", f"{REPO}/contents/x", {"message": "m", "content": "eA=="}, "contents:write"),
        ("GET", f"{REPO}/actions/secrets/public-key", {}, "secrets:read"),
        ("GET", f"{REPO}/actions/variables", {}, "actions_variables:read"),
        (
            "POST", f"{REPO}/actions/variables",
            {"name": "A", "value": "b"}, "actions_variables:write",
        ),
        ("GET", f"{REPO}/actions/runs", {}, "actions:read"),
        ("PUT", f"{REPO}/actions/permissions", {"enabled": True}, "administration:write"),
        ("POST", f"{REPO}/issues", {"title": "t"}, "issues:write"),
    ],
)  # fmt: skip
def test_each_call_needs_its_permission_and_no_other(hub, mirror, method, path, body, permission):
    name, _, level = permission.partition(":")
    lacking = client(hub, "github_pat_lacks", permissions={"pages": "write"})
    refused = lacking(method, path, **body)
    assert refused.status_code == 403
    assert refused.headers["X-Accepted-GitHub-Permissions"] == f"{name}={level}"
    if level == "write":
        reader = client(hub, "github_pat_reads", permissions={name: "read"})
        assert reader(method, path, **body).status_code == 403
    assert fine(hub, **{name: level})(method, path, **body).is_success


def test_a_repository_that_was_not_granted_is_not_there(hub, mirror):
    hub.create_repository("athlete/other", {"a": "b"})
    token = client(
        hub, "github_pat_one", permissions={"contents": "write"}, repositories=["athlete/mirror"]
    )
    assert token("GET", REPO).status_code == 200
    assert token("GET", "/repos/athlete/other").status_code == 404
    assert [repo["name"] for repo in token.get("/user/repos")] == ["mirror"]


def test_making_a_repository_needs_administration_and_all_repositories(hub):
    body = {"name": "new", "private": True}
    assert fine(hub, contents="write")("POST", "/user/repos", **body).status_code == 403
    one = client(
        hub, "github_pat_one",
        permissions={"administration": "write"}, repositories=["athlete/mirror"],
    )  # fmt: skip
    assert one("POST", "/user/repos", **body).status_code == 403
    assert fine(hub, administration="write")("POST", "/user/repos", **body).status_code == 201


def test_a_fine_grained_token_of_an_organization_reaches_that_organization_only(hub, mirror):
    hub.add_organization("club")
    hub.create_repository("club/data", {"a": "b"})
    token = client(hub, "github_pat_club", permissions={"contents": "read"}, resource_owner="club")
    assert token("GET", "/repos/club/data/contents/a").status_code == 200
    assert token("GET", REPO).status_code == 404


def test_billing_needs_the_user_scope_or_the_plan_permission(api, hub, mirror):
    path = "/users/athlete/settings/billing/usage"
    assert api("GET", path).status_code == 404
    assert client(hub, "ghp_user", scopes=("user",)).get(path) == {"usageItems": []}
    assert fine(hub, contents="read")("GET", path).status_code == 403
    assert fine(hub, plan="read").get(path) == {"usageItems": []}
