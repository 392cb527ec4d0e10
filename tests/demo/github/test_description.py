"""The slice of GitHub's description and the stand-in's endpoints cover the same ground."""

from __future__ import annotations

import re

import pytest
from openapi_spec_validator import validate

from demo.github import http
from demo.github.faults import Exchange
from tests.demo import openapi

API_ROUTES = [r for r in http.ROUTES if openapi.API.match(r.pattern.pattern.removesuffix(r"\Z"))]


def operations():
    paths = openapi.description()[0]["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


def test_the_slice_is_a_valid_description():
    validate(openapi.description()[0])


@pytest.mark.parametrize(("method", "path"), operations())
def test_every_described_operation_is_served(method, path):
    sample = path.replace("{archive_format}", "zip").replace("{", "").replace("}", "")
    assert any(
        route.method == method.upper() and route.pattern.match(sample) for route in API_ROUTES
    )


@pytest.mark.parametrize("route", API_ROUTES, ids=lambda route: route.endpoint.__name__)
def test_every_served_endpoint_is_described(route):
    sample = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"\1", route.pattern.pattern.removesuffix(r"\Z"))
    openapi.find(route.method, sample)


def exchange(**fields):
    body = {
        "method": "POST",
        "path": "/repos/a/b/actions/variables",
        "query": {},
        "headers": {"content-type": "application/json"},
        "body": b'{"name": "A", "value": "b"}',
        "token_kind": "classic",
        "status": 201,
        "answer_headers": {"Content-Type": "application/json"},
        "answer": b"{}",
        **fields,
    }
    return Exchange(**{"target": body["path"], **body})


def test_a_proper_exchange_passes():
    openapi.check(exchange())


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"path": "/repos/a/b/nonsense"}, "not in GitHub's description"),
        ({"method": "PUT"}, "not in GitHub's description"),
        ({"body": b'{"name": "A"}'}, "'value' is a required property"),
        ({"body": b'{"name": 1, "value": "b"}'}, "1 is not of type 'string'"),
        ({"body": b'{"name": "A", "value": "b", "x": 1}'}, "unknown body members {'x'}"),
        ({"query": {"x": "1"}}, "unknown {'x'}"),
        ({"status": 200}, "status is not described"),
        ({"status": 409, "answer": b'{"message": "m"}'}, "without documentation"),
        (
            {
                "method": "GET", "path": "/repos/a/b/actions/variables/A", "body": b"",
                "status": 200, "answer": b'{"name": "A"}',
            },
            "'value' is a required property",
        ),
    ],
)  # fmt: skip
def test_an_exchange_that_breaks_the_description_fails(fields, part):
    with pytest.raises(AssertionError) as caught:
        openapi.check(exchange(**fields))
    assert part in str(caught.value)
