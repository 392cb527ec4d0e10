"""A GitHub stand-in for each test, every exchange held against GitHub's own description."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from demo.github import GitHubServer
from tests.demo import openapi
from tests.demo.workflows import Bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORKFLOW = """\
name: Sync
on:
  workflow_dispatch:
  schedule:
    - cron: "7,37 * * * *"
jobs:
  sync:
    runs-on: ubuntu-latest
    steps:
      - run: echo hello
"""


@dataclass
class Clock:
    """Time that moves only when it is told to."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@dataclass
class Api:
    """A plain client: every call returns the httpx answer."""

    server: GitHubServer
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        token = self.token or self.server.token
        self.http = httpx.Client(
            base_url=self.server.url,
            headers={"Authorization": f"Bearer {token}", **self.headers},
            trust_env=False,
            verify=False,
        )

    def __call__(self, method: str, address: str, **body: Any) -> httpx.Response:
        return self.http.request(method, address, json=body or None)

    def get(self, address: str, **query: Any) -> Any:
        answer = self.http.get(address, params=query or None)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., GitHubServer]]:
    """Start servers with options; at the end no exchange may have broken the description."""
    servers: list[GitHubServer] = []

    def make(**options: Any) -> GitHubServer:
        server = GitHubServer(tmp_path / f"hub{len(servers)}", **options).start()
        server.observers.append(openapi.check)
        servers.append(server)
        return server

    yield make
    for server in servers:
        server.close()
        assert server.observer_errors == []


@pytest.fixture
def hub(start: Callable[..., GitHubServer], clock: Clock) -> GitHubServer:
    return start(clock=clock)


@pytest.fixture
def api(hub: GitHubServer) -> Iterator[Api]:
    client = Api(hub)
    yield client
    client.http.close()


@pytest.fixture
def bench(start: Callable[..., GitHubServer]) -> Bench:
    return Bench(start)
