"""Cut the part of GitHub's OpenAPI description that the GitHub stand-in serves.

    npm i @octokit/openapi
    python slice.py node_modules/@octokit/openapi

writes `api.github.com.json.gz` beside this file. Prose, examples and vendor extensions are
dropped, and so are discriminators (one of them names the type of an array, which no validator
can follow; `oneOf` says the same); nullable enumerations get null as a member, as OpenAPI 3.0
asks and GitHub answers. Types, formats and required members stay as GitHub published them.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OUTPUT = HERE / "api.github.com.json.gz"
DROPPED = {"description", "example", "examples", "summary", "externalDocs", "tags", "discriminator"}

REPOSITORY = "/repos/{owner}/{repo}"
ACTIONS = f"{REPOSITORY}/actions"
OPERATIONS = {
    "/user": "get",
    "/user/repos": "get post",
    "/user/orgs": "get",
    "/users/{username}": "get",
    "/users/{username}/settings/billing/usage": "get",
    "/orgs/{org}": "get",
    "/orgs/{org}/repos": "get post",
    "/rate_limit": "get",
    "/search/issues": "get",
    REPOSITORY: "get patch delete",
    f"{REPOSITORY}/forks": "get post",
    f"{REPOSITORY}/topics": "get put",
    f"{REPOSITORY}/readme": "get",
    f"{REPOSITORY}/commits": "get",
    f"{REPOSITORY}/commits/{{ref}}": "get",
    f"{REPOSITORY}/branches": "get",
    f"{REPOSITORY}/branches/{{branch}}": "get",
    f"{REPOSITORY}/compare/{{basehead}}": "get",
    f"{REPOSITORY}/contents/{{path}}": "get put delete",
    f"{REPOSITORY}/git/ref/{{ref}}": "get",
    f"{REPOSITORY}/git/matching-refs/{{ref}}": "get",
    f"{REPOSITORY}/git/refs": "post",
    f"{REPOSITORY}/git/refs/{{ref}}": "patch delete",
    f"{REPOSITORY}/git/commits": "post",
    f"{REPOSITORY}/git/commits/{{commit_sha}}": "get",
    f"{REPOSITORY}/git/trees": "post",
    f"{REPOSITORY}/git/trees/{{tree_sha}}": "get",
    f"{REPOSITORY}/git/blobs": "post",
    f"{REPOSITORY}/git/blobs/{{file_sha}}": "get",
    f"{REPOSITORY}/issues": "get post",
    f"{REPOSITORY}/issues/{{issue_number}}": "get patch",
    f"{REPOSITORY}/issues/{{issue_number}}/comments": "get post",
    f"{REPOSITORY}/labels": "get post",
    f"{REPOSITORY}/check-runs/{{check_run_id}}/annotations": "get",
    f"{ACTIONS}/secrets/public-key": "get",
    f"{ACTIONS}/secrets": "get",
    f"{ACTIONS}/secrets/{{secret_name}}": "get put delete",
    f"{ACTIONS}/variables": "get post",
    f"{ACTIONS}/variables/{{name}}": "get patch delete",
    f"{ACTIONS}/permissions": "get put",
    f"{ACTIONS}/permissions/workflow": "get put",
    f"{ACTIONS}/workflows": "get",
    f"{ACTIONS}/workflows/{{workflow_id}}": "get",
    f"{ACTIONS}/workflows/{{workflow_id}}/enable": "put",
    f"{ACTIONS}/workflows/{{workflow_id}}/disable": "put",
    f"{ACTIONS}/workflows/{{workflow_id}}/dispatches": "post",
    f"{ACTIONS}/workflows/{{workflow_id}}/runs": "get",
    f"{ACTIONS}/runs": "get",
    f"{ACTIONS}/runs/{{run_id}}": "get",
    f"{ACTIONS}/runs/{{run_id}}/jobs": "get",
    f"{ACTIONS}/runs/{{run_id}}/logs": "get",
    f"{ACTIONS}/runs/{{run_id}}/cancel": "post",
    f"{ACTIONS}/runs/{{run_id}}/rerun": "post",
    f"{ACTIONS}/runs/{{run_id}}/artifacts": "get",
    f"{ACTIONS}/jobs/{{job_id}}": "get",
    f"{ACTIONS}/jobs/{{job_id}}/logs": "get",
    f"{ACTIONS}/artifacts": "get",
    f"{ACTIONS}/artifacts/{{artifact_id}}": "get",
    f"{ACTIONS}/artifacts/{{artifact_id}}/{{archive_format}}": "get",
}


def lookup(document: dict[str, Any], pointer: str) -> Any:
    """Return what a local `$ref` such as `#/components/schemas/issue` points at."""
    found: Any = document
    for part in pointer.removeprefix("#/").split("/"):
        found = found[part]
    return found


def stripped(node: Any, *, names: bool = False) -> Any:
    """Copy `node` without prose; `names` says that its keys are names chosen by the API."""
    if isinstance(node, list):
        return [stripped(item) for item in node]
    if not isinstance(node, dict):
        return node
    if not names and node.get("nullable") is True and None not in node.get("enum", [None]):
        node = {**node, "enum": [*node["enum"], None]}
    return {
        key: stripped(value, names=key == "properties" and not names)
        for key, value in node.items()
        if names or not (key in DROPPED or key.startswith("x-"))
    }


def references(node: Any) -> set[str]:
    """Every local `$ref` inside `node`."""
    if isinstance(node, list):
        return set().union(*map(references, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(references, node.values()))


def cut(document: dict[str, Any]) -> dict[str, Any]:
    """Keep the operations above and every component that they reach."""
    paths = {
        path: {
            # a response is a required member of an operation, and its description of a response
            method: described(stripped(document["paths"][path][method]))
            for method in methods.split()
        }
        for path, methods in OPERATIONS.items()
    }
    components: dict[str, dict[str, Any]] = {}
    wanted = references(paths)
    while wanted:
        pointer = wanted.pop()
        kind, name = pointer.removeprefix("#/components/").split("/")
        if name in components.setdefault(kind, {}):
            continue
        component = stripped(lookup(document, pointer))
        if kind == "responses":
            component.setdefault("description", "")
        components[kind][name] = component
        wanted |= references(component)
    return {
        "openapi": document["openapi"],
        "info": stripped(document["info"]),
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {kind: dict(sorted(names.items())) for kind, names in components.items()},
    }


def described(operation: dict[str, Any]) -> dict[str, Any]:
    """Give each response the (empty) description that OpenAPI insists on."""
    for response in operation["responses"].values():
        if "$ref" not in response:
            response.setdefault("description", "")
    return operation


def main() -> None:
    """Read the package named on the command line, write the slice."""
    package = Path(sys.argv[1])
    document = json.loads((package / "generated" / "api.github.com.json").read_text("utf-8"))
    text = json.dumps(cut(document), separators=(",", ":"), sort_keys=True)
    OUTPUT.write_bytes(gzip.compress(text.encode(), mtime=0))
    sys.stdout.write(
        f"{len(OPERATIONS)} paths, {len(text)} bytes, {OUTPUT.stat().st_size} packed\n"
    )


if __name__ == "__main__":
    main()
