from __future__ import annotations

import io
import sys
import zipfile

import pytest

from tests.demo.conftest import Api
from tests.demo.workflows import FILE, Bench, lines, notes, workflow

# checkout and the token of the job

PUSH = """
- uses: actions/checkout@v6
- run: |
    git config user.name bot && git config user.email bot@example.com
    echo x > new && git add new && git commit -qm "From the job" && git push -q origin HEAD:main
"""


def test_a_checkout_has_the_files_one_commit_deep(bench):
    bench.commit("nothing yet: true\n")
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
- run: |
    git rev-list --count HEAD; git branch --show-current; git status --short; ls
    git config user.name || echo no identity
""")
    )
    assert lines(run).count("1") == 1
    assert {"main", "README.md", "no identity"} <= set(lines(run))


def test_a_checkout_can_be_deep_elsewhere_and_of_another_branch(bench):
    bench.commit("nothing yet: true\n")
    bench.hub.commit(bench.repo, {"aside": "1"}, branch="side")
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
  with: {fetch-depth: 0, path: here}
- run: git -C here rev-list --count HEAD
- uses: actions/checkout@v6
  with: {ref: side, path: there}
- run: ls there
""")
    )
    assert {"2", "aside"} <= set(lines(run))


def test_a_sparse_checkout_leaves_the_archive_out(bench):
    bench.commit(
        workflow("""
- uses: actions/checkout@v6
  with:
    sparse-checkout-cone-mode: false
    sparse-checkout: |
      /*
      !/archive/
- run: ls
- run: git add -A; git status --short
"""),
        **{"archive/2026-11/a.json": "{}", "engine/a.py": "x = 1\n"},
    )
    run = bench.run()
    assert {"engine", "README.md"} <= set(lines(run))
    assert "archive" not in lines(run)
    assert not [line for line in lines(run) if line.endswith("a.json")]


def test_a_sparse_checkout_in_cone_mode_takes_named_folders(bench):
    bench.commit(
        workflow("- uses: actions/checkout@v6\n  with: {sparse-checkout: engine}\n- run: ls"),
        **{"archive/a.json": "{}", "engine/a.py": "x = 1\n"},
    )
    run = bench.run()
    assert {"engine", "README.md"} <= set(lines(run))
    assert "archive" not in lines(run)


@pytest.mark.parametrize(
    ("head", "default", "works"),
    [
        ("permissions: {contents: write}\n", "read", True),
        ("permissions: {contents: read}\n", "write", False),
        ("", "read", False),
        ("", "write", True),
    ],
)
def test_a_push_needs_the_declared_permission(bench, head, default, works):
    bench.commit(workflow(PUSH, head=head))
    bench.repo.workflow_permissions = default
    run = bench.run()
    assert (run.conclusion == "success") is works
    assert ("From the job\n" in bench.repo.messages()) is works
    if not works:
        assert "The requested URL returned error: 403" in run.text()


def test_without_any_permission_a_private_repository_cannot_be_checked_out(bench):
    run = bench.run(workflow("- uses: actions/checkout@v6", head="permissions: {}\n"))
    assert run.conclusion == "failure"
    assert "not found" in run.text()


def test_a_job_may_not_change_workflows(bench):
    text = workflow(PUSH.replace("new", FILE), head="permissions: {contents: write}\n")
    run = bench.run(text)
    assert "refusing to allow a GitHub App" in run.text()


def test_credentials_can_be_left_out_of_the_clone(bench):
    text = workflow(
        PUSH.replace("@v6\n", "@v6\n  with: {persist-credentials: false}\n"),
        head="permissions: {contents: write}\n",
    )
    run = bench.run(text)
    assert run.conclusion == "failure"
    assert "could not read Username" in run.text()


@pytest.mark.secrets_belong("git takes the token in an address")
def test_the_token_reaches_one_repository_and_ends_with_the_job(bench):
    bench.hub.create_repository("athlete/other", {"a": "b"})
    run = bench.run(workflow("""
- run: |
    echo "${{ secrets.GITHUB_TOKEN == github.token }}"
    echo "$TOKEN" > "$RUNNER_TEMP/../../token"
    cat > call.py <<'END'
    import os, urllib.request, urllib.error
    for path in ("mirror", "other", "mirror/actions/runs", "mirror/actions/secrets"):
        call = urllib.request.Request(os.environ["GITHUB_API_URL"] + "/repos/athlete/" + path)
        call.add_header("Authorization", "Bearer " + os.environ["TOKEN"])
        try:
            print(path, urllib.request.urlopen(call).status)
        except urllib.error.HTTPError as error:
            print(path, error.code, error.headers.get("X-Accepted-GitHub-Permissions"))
    END
    python call.py
  env: {TOKEN: "${{ github.token }}"}
""", head="permissions: {actions: read}\n"))  # fmt: skip
    found = lines(run)
    assert "true" in found
    assert "mirror 200" in found
    assert "other 404 None" in found
    assert "mirror/actions/runs 200" in found
    assert "mirror/actions/secrets 403 secrets=read" in found
    token = (bench.hub.world.root / ".runner/athlete/mirror/token").read_text().strip()
    assert token.startswith("ghs_")
    assert token not in run.text()
    assert Api(bench.hub, token)("GET", "/repos/athlete/mirror").status_code == 401


# the other actions


def test_python_is_on_the_path_without_packages(bench):
    run = bench.run(
        workflow("""
- uses: actions/setup-python@v6
  id: py
  with: {python-version: "3.x"}
- run: |
    python -c 'import sys; print("version", sys.version_info[0])'
    python3 -c 'import httpx' 2>/dev/null || echo no httpx
    echo "at ${{ steps.py.outputs.python-version }}"
""")
    )
    assert {"version 3", "no httpx", f"at {sys.version.split()[0]}"} <= set(lines(run))


def test_packages_that_are_here_are_installed_without_a_network(bench):
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
- run: python3 -m pip install -q --require-hashes --no-deps --target .packages -r needs.txt
- run: python3 -c 'import h11, os; print(os.path.relpath(h11.__file__))'
  env: {PYTHONPATH: .packages}
- run: pip install httpx==0.0.1
- run: python3 -c 'import httpx, anyio, ssl; print("all there")'
"""),
        {"needs.txt": "# comment\nh11==0.16.0 \\\n    --hash=sha256:00\n"},
    )
    assert run.conclusion == "success", run.text()
    assert {".packages/h11/__init__.py", "all there"} <= set(lines(run))


def test_a_requirement_file_may_list_what_this_python_does_not_need(bench):
    run = bench.run(
        workflow("- uses: actions/checkout@v6\n- run: pip install -r needs.txt\n"
                 "- run: python3 -c 'import h11; print(h11.__name__)'"),
        {"needs.txt": "h11==0.16.0\nbackport-for-old-pythons==1.0\n"},
    )  # fmt: skip
    assert "h11" in lines(run)


def test_a_python_that_is_not_here_is_replaced_by_the_one_that_is(bench):
    run = bench.run(
        workflow("""
- uses: actions/setup-python@v6
  with: {python-version: "3.99"}
- run: python --version
""")
    )
    assert run.conclusion == "success"
    assert "Python 3.99 is not on this computer" in notes(run)[0]


def test_missing_packages_are_asked_from_the_index(start):
    bench = Bench(start, environment={"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    run = bench.run(workflow("- run: python3 -m pip install this-package-is-not-here"))
    assert run.conclusion == "failure"
    assert "No matching distribution found" in run.text()


def test_a_cache_is_saved_once_and_restored_by_key_or_prefix(bench):
    text = workflow("""
- id: cache
  uses: actions/cache@v5
  with: {path: "made\\n~/more", key: "k-KEY", restore-keys: "k-"}
- run: |
    cat made/a ~/more/b 2>/dev/null || echo nothing
    echo "hit=[${{ steps.cache.outputs.cache-hit }}]"
    mkdir -p made ~/more; echo KEY > made/a; echo KEY > ~/more/b
""")
    first = lines(bench.run(text.replace("KEY", "1")))
    assert {"nothing", "hit=[]"} <= set(first)
    again = lines(bench.run())
    assert again.count("1") == 2
    assert "hit=[true]" in again
    other = lines(bench.run(text.replace("KEY", "2")))
    assert other.count("1") == 2
    assert "hit=[false]" in other


def test_an_artifact_is_kept_for_download(bench, start):
    run = bench.run(
        workflow("""
- run: mkdir -p out/deep; echo a > out/a.json; echo b > out/deep/b.txt; echo c > out/.hidden
- uses: actions/upload-artifact@v6
  id: up
  with:
    name: training-data
    retention-days: 7
    path: |
      out
      !out/deep/*.txt
- run: echo id ${{ steps.up.outputs.artifact-id }}
""")
    )
    api = Api(bench.hub)
    (found,) = api.get(f"/repos/athlete/mirror/actions/runs/{run.id}/artifacts")["artifacts"]
    assert found["name"] == "training-data"
    assert f"id {found['id']}" in lines(run)
    path = f"/repos/athlete/mirror/actions/artifacts/{found['id']}"
    assert api.get(path) == found
    assert api.get("/repos/athlete/mirror/actions/artifacts", name="other")["artifacts"] == []
    link = api("GET", f"{path}/zip").headers["Location"]
    del api.http.headers["Authorization"]
    with zipfile.ZipFile(io.BytesIO(api("GET", link).content)) as archive:
        assert archive.namelist() == ["a.json"]


def test_an_artifact_without_files_warns_or_fails(bench):
    text = "- uses: actions/upload-artifact@v6\n  with: {path: nothing, if-no-files-found: RULE}"
    warned = bench.run(workflow(text.replace("RULE", "warn")))
    assert warned.conclusion == "success"
    assert "No files were found" in notes(warned)[0]
    assert bench.run(workflow(text.replace("RULE", "error"))).conclusion == "failure"


def test_unknown_inputs_of_an_action_are_warned_about(bench):
    run = bench.run(workflow("- uses: actions/checkout@v6\n  with: {fetch_depth: 0}"))
    assert "Unexpected input(s) 'fetch_depth'" in notes(run)[0]


def test_files_can_be_hashed_into_a_key(bench):
    run = bench.run(
        workflow("""
- uses: actions/checkout@v6
- run: |
    echo "h=[${{ hashFiles('**/*.md') }}] n=[${{ hashFiles('*.none') }}]"
""")
    )
    (line,) = [line for line in lines(run) if line.startswith("h=[")]
    assert len(line) == len("h=[] n=[]") + 64
