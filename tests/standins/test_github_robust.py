"""Whatever is sent, the stand-in answers as an API does, and never with a fault of its own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.standins import openapi
from tests.standins.conftest import WORKFLOW, Api
from wizard.standins.github import GitHubServer

PARTS = st.sampled_from(
    ["athlete", "mirror", "empty", "main", "heads/main", "sync.yml", "A", "1", "%2e%2e", "é", "a b",
     "main...main", "..lock", "0" * 40, "-", "@{u}", "^main", "README.md", "x" * 300],
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text()
    | st.sampled_from(["main", "refs/heads/x", "0" * 40, "eA==", "100644", "write", "closed"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)  # fmt: skip


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


def prepare(hub):
    """Put back what an earlier example may have deleted or archived."""
    if hub.world.repository("athlete/mirror") is None:
        hub.create_repository("athlete/mirror", {".github/workflows/sync.yml": WORKFLOW})
    if hub.world.repository("athlete/empty") is None:
        hub.create_repository("athlete/empty")
    hub.repository("mirror").archived = False


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_request_makes_the_server_fail(api, data):
    prepare(api.server)
    method, path, names = data.draw(st.sampled_from(operations()))
    path = path.replace("{owner}", "athlete").replace(
        "{repo}", data.draw(st.sampled_from(["mirror", "mirror", "empty"]))
    )
    while "{" in path:
        name = path[path.index("{") : path.index("}") + 1]
        path = path.replace(name, data.draw(PARTS), 1)
    some = st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON))
    answer = api.http.request(
        method, path,
        json=data.draw(some | JSON) if names else None,
        params=data.draw(st.dictionaries(st.sampled_from(["ref", "page", "sha", "q"]), PARTS)),
    )  # fmt: skip
    assert answer.status_code < 500, answer.text
    assert api.server.observer_errors == []
