"""Hold exchanges with the GitHub stand-in against GitHub's own OpenAPI description.

server.observers.append(openapi.check)
...
assert server.observer_errors == []
"""

import gzip
import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from demo.github import Exchange

SLICE = Path(__file__).parent.parent / "data" / "github-openapi" / "api.github.com.json.gz"
API = re.compile(r"/(user|users|orgs|repos|rate_limit|search)(/|\Z)")
WITH_SLASHES = {"path", "ref", "basehead", "branch", "tree_sha"}
VALUES = re.compile(
    rb"(?P<sha>\b[0-9a-f]{40}\b)|(?P<moment>\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"
    rb'|(?P<number>\d{4,})|"(?P<base64>[\w+/=\\]{60,})"'
)
"""What differs from one exchange to the next and is all the same to the description."""
Asked = tuple[str, str, bytes, tuple[tuple[str, str], ...]]
"""Method, target, body, and those headers that the description says something about."""
UNDESCRIBED_ANSWERS = re.compile(r"vnd\.github\.(v3\.)?(raw|sha|diff|patch)")


@cache
def description() -> tuple[dict[str, Any], OpenAPI]:
    """The slice as data and as openapi-core's object; one test validates it."""
    document = json.loads(gzip.decompress(SLICE.read_bytes()))
    return document, OpenAPI.from_dict(document, config=Config(spec_validator_cls=None))


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every path template with the expression that matches it; fixed text before variables."""

    def expression(template: str) -> str:
        parts = re.split(r"\{(\w+)\}", template)
        for index in range(1, len(parts), 2):
            name = parts[index]
            parts[index] = f"(?P<{name}>{'.*' if name in WITH_SLASHES else '[^/]+'})"
        return "".join(parts).replace("/(?P<path>.*)", "/?(?P<path>.*)")

    templates = sorted(description()[0]["paths"], key=lambda path: path.replace("{", "~"))
    return [(template, re.compile(expression(template))) for template in templates]


@dataclass
class CoreRequest:
    """The request in the form that openapi-core reads."""

    host_url: str
    path: str
    method: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None


@dataclass
class CoreResponse:
    """The answer in the form that openapi-core reads."""

    status_code: int
    content_type: str
    headers: Headers
    data: bytes | None


@lru_cache(maxsize=2000)
def find(method: str, path: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Template, path variables and operation of a call; fails for what GitHub does not offer."""
    document, _ = description()
    for template, pattern in patterns():
        found = pattern.fullmatch(path)
        if found and method.lower() in document["paths"][template]:
            return template, found.groupdict(), document["paths"][template][method.lower()]
    raise AssertionError(f"{method} {path} is not in GitHub's description (or in our slice of it)")


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a `$ref`."""
    while "$ref" in node:
        target: Any = description()[0]
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def check(exchange: Exchange) -> None:
    """Fail when the request or the answer of an exchange breaks GitHub's description."""
    if not API.match(exchange.path) or exchange.fault:
        return
    template, _, _ = find(exchange.method, urlsplit(exchange.target).path)
    request = asked(exchange)
    try:
        for form, judge in (
            (request_form(request, exchange), check_request),
            (answer_form(template, exchange), check_answer),
        ):
            if form not in taken:
                judge(request, exchange)
                taken.add(form)
    except OpenAPIError as error:
        cause = error.__cause__
        details = "; ".join(str(e.message)[-200:] for e in getattr(cause, "schema_errors", ()))
        raise AssertionError(f"{exchange}: {str(error)[:300]} {details[:600]}") from error


taken: set[tuple[object, ...]] = set()
"""Forms of requests and of answers that the description allows."""


def request_form(request: Asked, exchange: Exchange) -> tuple[object, ...]:
    """Return what a request has in common with others that the description judges alike."""
    method, target, body, headers = request
    return ("request", method, plain(target.encode()), plain(body), headers, *exchange.query)


def answer_form(template: str, exchange: Exchange) -> tuple[object, ...]:
    """Return what an answer has in common with others that the description judges alike."""
    return (
        "answer",
        exchange.method,
        template,
        exchange.status,
        plain(exchange.answer),
        exchange.headers.get("accept"),
        tuple(exchange.answer_headers),
        exchange.answer_headers.get("Content-Type"),
    )


@lru_cache(maxsize=1000)
def plain(text: bytes) -> bytes:
    """Return a text with names in the place of all that is the same to the description."""
    return VALUES.sub(lambda value: (value.lastgroup or "").encode(), text)


@cache
def described_headers(method: str, template: str) -> set[str]:
    """Name the headers of a request that the description says something about."""
    operation = description()[0]["paths"][template][method.lower()]
    described = map(resolved, operation.get("parameters", ()))
    return {p["name"].lower() for p in described if p["in"] == "header"} | {"content-type"}


def asked(exchange: Exchange) -> Asked:
    """Return the part of a request that the description says something about."""
    template, _, _ = find(exchange.method, urlsplit(exchange.target).path)
    wanted = described_headers(exchange.method, template)
    headers = sorted((k, v) for k, v in exchange.headers.items() if k.lower() in wanted)
    return exchange.method, exchange.target, exchange.body, tuple(headers)


def core_request(request: Asked) -> CoreRequest:
    """Return a request in the form that openapi-core reads."""
    method, target, body, headers = request
    url = urlsplit(target)
    template, variables, _ = find(method, url.path)
    for name, value in variables.items():
        # openapi-core cannot match a variable with a slash; its text does not matter to the schema
        template = template.replace(f"{{{name}}}", unquote(value).replace("/", "-") or "-")
    return CoreRequest(
        host_url="",
        path=template,
        method=method.lower(),
        parameters=RequestParameters(
            query=ImmutableMultiDict(parse_qsl(url.query, keep_blank_values=True)),
            header=Headers(headers),
        ),
        content_type=dict(headers).get("content-type", "application/json"),
        body=body or None,
    )


def check_request(request: Asked, exchange: Exchange) -> None:
    """Fail for a request that GitHub would not take."""
    _, core = description()
    core.validate_request(core_request(request))
    check_names(exchange)


def check_names(exchange: Exchange) -> None:
    """Fail for parameters and body members that GitHub does not know."""
    _, _, operation = find(exchange.method, urlsplit(exchange.target).path)
    known = {resolved(p)["name"] for p in operation.get("parameters", ())}
    assert set(exchange.query) <= known, f"{exchange}: unknown {set(exchange.query) - known}"
    if not exchange.body:
        return
    content = resolved(operation.get("requestBody", {})).get("content", {})
    assert content, f"{exchange}: takes no body"
    schema = resolved(content["application/json"]["schema"])
    body = json.loads(exchange.body)
    if "properties" in schema and isinstance(body, dict):
        unknown = set(body) - set(schema["properties"])
        assert not unknown, f"{exchange}: unknown body members {unknown}"


def check_answer(request: Asked, exchange: Exchange) -> None:
    """Fail for an answer that GitHub would not give."""
    if exchange.status == 0:
        return
    if exchange.status >= 400:
        # not every refusal is described, and some are described so that nothing can match
        body = json.loads(exchange.answer)
        assert isinstance(body["message"], str), f"{exchange}: an error without message"
        assert "documentation_url" in body, f"{exchange}: an error without documentation"
        return
    _, _, operation = find(exchange.method, urlsplit(exchange.target).path)
    described = operation["responses"].get(str(exchange.status))
    assert described, f"{exchange}: status is not described"
    if not exchange.answer:
        return
    if UNDESCRIBED_ANSWERS.search(exchange.headers.get("accept", "")) and exchange.status == 200:
        return
    _, core = description()
    answer = CoreResponse(
        status_code=exchange.status,
        content_type=exchange.answer_headers.get("Content-Type", "application/json"),
        headers=Headers(exchange.answer_headers),
        data=exchange.answer,
    )
    core.validate_response(core_request(request), answer)
