"""Whatever is sent, the stand-in answers as an API does, and never with a fault of its own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.github import GitHubServer
from tests.demo import openapi
from tests.demo.conftest import WORKFLOW, Api

pytestmark = pytest.mark.process

ZEROS = "0" * 40
PARTS = st.sampled_from(
    ["athlete", "mirror", "empty", "main", "heads/main", "sync.yml", "A", "1", "0", "%2e%2e", "é",
     "main...main", "..lock", "-", "@{u}", "^main", "README.md", "%00", "'", ":", "*", "--help",
     "2026-01-01", ">=x", "x", "a b", "x" * 300, ZEROS, "a//b", ".git", "a/.", "a%0Ab"]
)  # fmt: skip
QUERY = st.sampled_from(
    ["ref", "page", "per_page", "sha", "q", "sort", "created", "since", "path", "state", "year"]
)
WORDS = ["main", "refs/heads/x", ZEROS, "eA==", "100644", "write", "closed", "a\0b", "2026-01-01"]
PLAIN = st.none() | st.booleans() | st.integers(-5, 5) | st.text() | st.sampled_from(WORDS)
JSON = st.recursive(
    PLAIN | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
AUTHOR = st.fixed_dictionaries({"name": PLAIN, "email": PLAIN, "date": PLAIN})
ROW = st.fixed_dictionaries(
    {"path": PARTS | PLAIN, "mode": st.just("100644") | PLAIN, "type": st.just("blob")},
    optional={"content": PLAIN, "sha": PLAIN},
)
NEARLY = {
    "name": PARTS, "message": st.text(), "content": st.just("eA==") | st.text(), "title": st.text(),
    "tree": st.lists(ROW, max_size=2), "author": AUTHOR, "committer": AUTHOR, "value": st.text(),
    "ref": PARTS, "branch": PARTS, "sha": st.just(ZEROS), "labels": st.lists(PLAIN, max_size=2),
    "body": st.text(), "enabled": st.booleans(), "encrypted_value": st.just("eA=="),
    "inputs": st.dictionaries(st.just("days"), PLAIN), "key_id": st.just("1"),
}  # fmt: skip


def operations():
    found = []
    for path, methods in openapi.description()[0]["paths"].items():
        for method, operation in methods.items():
            content = openapi.resolved(operation.get("requestBody", {})).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            names = sorted(openapi.resolved(schema).get("properties", {}))
            found.append((method.upper(), path, names))
    return found


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with GitHubServer(tmp_path_factory.mktemp("hub"), scopes=("repo", "workflow", "user")) as hub:
        hub.world.rate_limit = 10**9
        yield Api(hub)
        for repo in hub.world.repositories.values():
            repo.git.git("fsck", "--strict")


def prepare(hub):
    """Put back what an earlier example may have deleted or archived."""
    if hub.world.repository("athlete/mirror") is None:
        hub.create_repository("athlete/mirror", {".github/workflows/sync.yml": WORKFLOW})
    if hub.world.repository("athlete/empty") is None:
        hub.create_repository("athlete/empty")
    hub.repository("mirror").archived = False


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_request_makes_the_server_fail(api, data):
    prepare(api.server)
    method, path, names = data.draw(st.sampled_from(operations()))
    repo = data.draw(st.sampled_from(["mirror", "mirror", "empty"]))
    path = path.replace("{owner}", "athlete").replace("{repo}", repo)
    while "{" in path:
        name = path[path.index("{") : path.index("}") + 1]
        path = path.replace(name, data.draw(PARTS), 1)
    nearly = st.fixed_dictionaries({n: NEARLY[n] for n in names if n in NEARLY})
    wild = st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON))
    body = data.draw(nearly | wild | JSON) if names else None
    query = data.draw(st.dictionaries(QUERY, PARTS, max_size=2))
    answer = api.http.request(method, path, json=body, params=query)
    assert answer.status_code < 500, answer.text
    assert api.server.observer_errors == []
