from __future__ import annotations

import base64
import subprocess

import pytest
from github import Auth, Github, InputGitTreeElement
from github.GithubRetry import GithubRetry

from tests.demo.conftest import WORKFLOW, Api

pytestmark = pytest.mark.secrets_belong("git takes the token in an address")

REPO = "/repos/athlete/mirror"


@pytest.fixture
def mirror(hub):
    return hub.create_repository("athlete/mirror", {"README.md": "# Hi\n", "data/a.json": "{}"})


def tip(api):
    return api.get(f"{REPO}/git/ref/heads/main")["object"]["sha"]


def commit(api, rows, parent=None, **more):
    """A commit through the git data API; the branch is not moved."""
    parent = parent or tip(api)
    base = api.get(f"{REPO}/git/commits/{parent}")["tree"]["sha"]
    tree = api("POST", f"{REPO}/git/trees", base_tree=base, tree=rows)
    assert tree.status_code == 201, tree.text
    made = api(
        "POST", f"{REPO}/git/commits",
        message="Change", tree=tree.json()["sha"], parents=[parent], **more,
    )  # fmt: skip
    assert made.status_code == 201, made.text
    return made.json()["sha"]


def row(path, content):
    return {"path": path, "mode": "100644", "type": "blob", "content": content}


def test_one_commit_through_the_data_api_is_real_git(api, hub, mirror, tmp_path):
    files = {f"engine/m{index}.py": f"x = {index}\n" for index in range(50)}
    files |= {".github/workflows/sync.yml": WORKFLOW, "engine/ünï.txt": "é"}
    new = commit(api, [row(path, text) for path, text in files.items()])
    assert api("PATCH", f"{REPO}/git/refs/heads/main", sha=new).status_code == 200
    mirror.git.clone_to(tmp_path / "clone")
    for path, text in files.items():
        assert (tmp_path / "clone" / path).read_text("utf-8") == text
    assert (tmp_path / "clone" / "data" / "a.json").exists()
    assert mirror.git.git("fsck", "--strict") == b""
    assert mirror.messages()[0] == "Change"


def test_pygithub_can_commit_and_read(hub, mirror):
    client = Github(
        base_url=hub.url, auth=Auth.Token(hub.token), retry=GithubRetry(total=0),
        seconds_between_requests=None, seconds_between_writes=None,
    )  # fmt: skip
    repo = client.get_repo("athlete/mirror")
    ref = repo.get_git_ref("heads/main")
    parent = repo.get_git_commit(ref.object.sha)
    blob = repo.create_git_blob(base64.b64encode(b"\0\1").decode(), "base64")
    tree = repo.create_git_tree(
        [InputGitTreeElement("bin", "100644", "blob", sha=blob.sha)], parent.tree
    )
    ref.edit(repo.create_git_commit("Binary", tree, [parent]).sha)
    assert repo.get_contents("bin").decoded_content == b"\0\1"
    assert {item.path for item in repo.get_contents("")} == {"README.md", "bin", "data"}
    assert repo.get_branch("main").commit.commit.message == "Binary"
    assert [c.commit.message for c in repo.get_commits()] == ["Binary", "Initial commit"]


def test_a_row_without_sha_removes_the_file_and_an_empty_folder_goes_with_it(api, hub, mirror):
    gone = {"path": "data/a.json", "mode": "100644", "type": "blob", "sha": None}
    new = commit(api, [gone])
    api("PATCH", f"{REPO}/git/refs/heads/main", sha=new)
    assert mirror.files() == ["README.md"]


@pytest.mark.parametrize(
    "bad",
    [
        {"path": "/x", "mode": "100644", "type": "blob", "content": ""},
        {"path": "a/../x", "mode": "100644", "type": "blob", "content": ""},
        {"path": "x", "mode": "100644", "type": "blob"},
        {"path": "x", "mode": "100644", "type": "blob", "sha": "0" * 40},
        {"path": "x", "mode": "040000", "type": "blob", "content": ""},
    ],
)
def test_a_malformed_tree_row_is_refused(api, mirror, bad):
    assert api("POST", f"{REPO}/git/trees", tree=[bad]).status_code == 422


def test_a_branch_moves_only_forward_without_force(api, hub, mirror):
    old = tip(api)
    hub.commit("mirror", {"x": "1"})
    aside = commit(api, [row("y", "2")], parent=old)
    refused = api("PATCH", f"{REPO}/git/refs/heads/main", sha=aside)
    assert refused.json()["message"] == "Update is not a fast forward"
    assert api("PATCH", f"{REPO}/git/refs/heads/main", sha=aside, force=True).status_code == 200


def test_commits_need_a_tree_and_parents_that_exist(api, mirror):
    path, nothing = f"{REPO}/git/commits", "1" * 40
    tree = api.get(f"{REPO}/git/commits/{tip(api)}")["tree"]["sha"]
    assert api("POST", path, message="m", tree=nothing).status_code == 422
    assert api("POST", path, message="m", tree=tree, parents=[nothing]).status_code == 422
    assert api("GET", f"{path}/{nothing}").status_code == 404


def test_author_and_date_of_a_commit_are_kept(api, mirror):
    author = {"name": "Ann", "email": "ann@example.com", "date": "2026-01-02T03:04:05+02:00"}
    made = api.get(f"{REPO}/git/commits/{commit(api, [row('x', '1')], author=author)}")
    assert made["author"] == {**author, "date": "2026-01-02T01:04:05Z"}


def test_branches_can_be_made_listed_and_removed(api, mirror):
    made = api("POST", f"{REPO}/git/refs", ref="refs/heads/feature/x", sha=tip(api))
    assert made.status_code == 201
    again = api("POST", f"{REPO}/git/refs", ref="refs/heads/feature/x", sha=tip(api))
    assert again.json()["message"] == "Reference already exists"
    assert api.get(f"{REPO}/branches/feature/x")["name"] == "feature/x"
    assert len(api.get(f"{REPO}/git/matching-refs/heads/feature")) == 1
    assert [b["name"] for b in api.get(f"{REPO}/branches")] == ["feature/x", "main"]
    assert api("DELETE", f"{REPO}/git/refs/heads/feature/x").status_code == 204
    assert api("GET", f"{REPO}/git/ref/heads/feature/x").status_code == 404
    assert api("DELETE", f"{REPO}/git/refs/heads/main").status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "git/ref/heads/main", {}),
        ("GET", "commits", {}),
        ("POST", "git/blobs", {"content": "x"}),
        ("POST", "git/trees", {"tree": [row("x", "1")]}),
        ("POST", "git/refs", {"ref": "refs/heads/main", "sha": "1" * 40}),
    ],
)
def test_an_empty_repository_answers_409_to_git_questions(api, hub, method, path, body):
    hub.create_repository("athlete/mirror")
    answer = api(method, f"{REPO}/{path}", **body)
    assert (answer.status_code, answer.json()["message"]) == (409, "Git Repository is empty.")


def test_writing_a_file_makes_the_first_branch_of_an_empty_repository(api, hub):
    mirror = hub.create_repository("athlete/mirror", default_branch="trunk")
    assert api("GET", f"{REPO}/contents/x").json()["message"] == "This repository is empty."
    made = api("PUT", f"{REPO}/contents/a/x", message="First", content="eA==")
    assert made.status_code == 201
    assert (mirror.git.branch("trunk") or "").startswith(made.json()["commit"]["sha"])
    assert mirror.read("a/x") == b"x"


def test_replacing_a_file_needs_its_present_sha(api, mirror):
    path, body = f"{REPO}/contents/README.md", {"message": "m", "content": "eA=="}
    assert api("PUT", path, **body).status_code == 422
    assert api("PUT", path, **body, sha="1" * 40).status_code == 409
    sha = api.get(path)["sha"]
    assert api("PUT", path, **body, sha=sha).status_code == 200
    assert mirror.read("README.md") == b"x"


def test_a_file_can_be_removed(api, mirror):
    path = f"{REPO}/contents/README.md"
    assert api("DELETE", path, message="m", sha="1" * 40).status_code == 409
    assert api("DELETE", path, message="m", sha=api.get(path)["sha"]).status_code == 200
    assert api("GET", path).status_code == 404
    assert mirror.files() == ["data/a.json"]


def test_files_are_read_as_they_are_with_the_raw_media_type(hub, mirror):
    raw = Api(hub, headers={"Accept": "application/vnd.github.raw+json"})
    assert raw("GET", f"{REPO}/contents/README.md").content == b"# Hi\n"


def test_files_can_be_read_at_any_reference(api, hub, mirror):
    old = tip(api)
    hub.commit("mirror", {"README.md": "# New\n"}, branch="main")
    hub.commit("mirror", {"README.md": "# Aside\n"}, branch="feature/x")

    def read(ref):
        return base64.b64decode(api.get(f"{REPO}/contents/README.md", ref=ref)["content"])

    assert read("main") == b"# New\n"
    assert read(old) == read(old[:10]) == b"# Hi\n"
    assert read("feature/x") == b"# Aside\n"
    assert api("GET", f"{REPO}/contents/README.md?ref=nowhere").status_code == 404


def test_a_large_file_has_no_content_in_the_description(api, hub, mirror):
    hub.commit("mirror", {"big": b"x" * (1024 * 1024 + 1)})
    found = api.get(f"{REPO}/contents/big")
    assert (found["encoding"], found["content"], found["size"]) == ("none", "", 1024 * 1024 + 1)


def test_a_tree_is_listed_level_by_level_or_whole(api, mirror):
    flat = api.get(f"{REPO}/git/trees/main")
    assert [(item["path"], item["type"]) for item in flat["tree"]] == [
        ("README.md", "blob"),
        ("data", "tree"),
    ]
    whole = api.get(f"{REPO}/git/trees/main", recursive=1)
    assert [item["path"] for item in whole["tree"]] == ["README.md", "data", "data/a.json"]
    blob = api.get(f"{REPO}/git/blobs/{whole['tree'][2]['sha']}")
    assert base64.b64decode(blob["content"]) == b"{}"


def test_history_can_be_narrowed_to_a_path_and_a_time(api, hub, mirror, clock):
    clock.forward(hours=1)
    hub.commit("mirror", {"data/a.json": "[]"}, "Data")
    messages = [c["commit"]["message"] for c in api.get(f"{REPO}/commits", path="README.md")]
    assert messages == ["Initial commit"]
    since = api.get(f"{REPO}/commits", since="2026-11-24T12:30:00Z")
    assert [c["commit"]["message"] for c in since] == ["Data"]
    files = api.get(f"{REPO}/commits/main")["files"]
    assert [(file["filename"], file["status"]) for file in files] == [("data/a.json", "modified")]


def test_two_branches_can_be_compared(api, hub, mirror):
    api("POST", f"{REPO}/git/refs", ref="refs/heads/side", sha=tip(api))
    hub.commit("mirror", {"new": "1"}, branch="side")
    found = api.get(f"{REPO}/compare/main...side")
    assert (found["status"], found["ahead_by"], found["behind_by"]) == ("ahead", 1, 0)
    assert [file["filename"] for file in found["files"]] == ["new"]
    assert api.get(f"{REPO}/compare/side...main")["status"] == "behind"
    assert api.get(f"{REPO}/compare/main...main")["status"] == "identical"
    assert api("GET", f"{REPO}/compare/main...nowhere").status_code == 404


def test_a_protected_branch_does_not_move(api, hub, mirror):
    mirror.protected_branches.add("main")
    new = commit(api, [row("x", "1")])
    assert api("PATCH", f"{REPO}/git/refs/heads/main", sha=new).status_code == 422
    assert api("PUT", f"{REPO}/contents/x", message="m", content="eA==").status_code == 422
    assert api.get(f"{REPO}/branches/main")["protected"] is True


def test_the_readme_is_found_whatever_its_name(api, mirror):
    assert base64.b64decode(api.get(f"{REPO}/readme")["content"]) == b"# Hi\n"


# git over HTTP


def git(folder, *arguments, check=True):
    return subprocess.run(
        ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com", *arguments],
        cwd=folder, capture_output=True, text=True, check=check,
        env={"PATH": "/usr/bin:/bin", "GIT_TERMINAL_PROMPT": "0", "HOME": str(folder)},
    )  # fmt: skip


def address(hub, token=None):
    host = hub.url.removeprefix("http://")
    return f"http://x-access-token:{token or hub.token}@{host}/athlete/mirror.git"


def pushed(hub, tmp_path, files, token=None):
    """Clone, commit and push; returns what git said."""
    git(tmp_path, "clone", address(hub), "work")
    for path, text in files.items():
        target = tmp_path / "work" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    git(tmp_path / "work", "add", ".")
    git(tmp_path / "work", "commit", "-m", "Pushed")
    return git(tmp_path / "work", "push", address(hub, token), "HEAD:main", check=False)


def test_a_clone_can_be_pushed_and_workflows_in_it_become_known(api, hub, mirror, tmp_path):
    done = pushed(hub, tmp_path, {".github/workflows/sync.yml": WORKFLOW})
    assert done.returncode == 0, done.stderr
    assert mirror.messages()[0] == "Pushed\n"
    assert api.get(f"{REPO}/actions/workflows")["workflows"][0]["name"] == "Sync"


def test_a_large_push_in_chunks_arrives(hub, mirror, tmp_path):
    text = "".join(f"{index * 7919 % 100003}\n" for index in range(400_000))
    assert pushed(hub, tmp_path, {"large": text}).returncode == 0
    assert mirror.read("large") == text.encode()


def test_a_push_without_the_workflow_scope_may_not_touch_workflows(hub, mirror, tmp_path):
    hub.add_token("ghp_narrow", scopes=("repo",))
    done = pushed(hub, tmp_path, {".github/workflows/sync.yml": WORKFLOW}, "ghp_narrow")
    assert done.returncode != 0
    assert "without `workflows` permission" in done.stderr
    assert mirror.messages() == ["Initial commit"]


def test_a_push_to_a_protected_branch_is_refused(hub, mirror, tmp_path):
    mirror.protected_branches.add("main")
    done = pushed(hub, tmp_path, {"x": "1"})
    assert "GH006" in done.stderr


def test_a_private_repository_cannot_be_cloned_without_a_token(hub, mirror, tmp_path):
    done = git(tmp_path, "clone", f"{hub.url}/athlete/mirror", "work", check=False)
    assert done.returncode != 0
    mirror.private = False
    assert git(tmp_path, "clone", f"{hub.url}/athlete/mirror", "work").returncode == 0


def test_a_token_that_may_only_read_cannot_push(hub, mirror, tmp_path):
    hub.add_token("github_pat_reads", permissions={"contents": "read"})
    done = pushed(hub, tmp_path, {"x": "1"}, "github_pat_reads")
    assert "403" in done.stderr
