"""What GitHub Actions tells a step, and the few calls to GitHub's API that the engine makes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx

from engine.base.format import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_API_URL = "https://api.github.com"
DEFAULT_SERVER_URL = "https://github.com"
API_VERSION = "2022-11-28"
TIMEOUT_S = 10.0
DEADLINE_S = 20.0
"""Of a public document as a whole, however slowly it comes."""
PAGE = 100
MAX_BYTES = 2_000_000
"""Of a public document."""


@dataclass(frozen=True, slots=True)
class Actions:
    """The run that the engine is part of.

    Attributes:
        repository: data repository as ``owner/name``.
        token: the run's own token; never printed.
        api_url: base of GitHub's API.
        server_url: address of the GitHub server.
        run_id: number of this run.
        event: what started it, such as ``schedule``.
        workflow: file name of the workflow.
        summary: file that takes the job summary.
    """

    repository: str
    token: str = field(repr=False)
    api_url: str = DEFAULT_API_URL
    server_url: str = DEFAULT_SERVER_URL
    run_id: int = 0
    event: str = ""
    workflow: str = "auto-sync.yml"
    summary: Path | None = None

    @property
    def run_url(self) -> str:
        """Address of this run's page."""
        return f"{self.server_url}/{self.repository}/actions/runs/{self.run_id}"

    @property
    def scheduled(self) -> bool:
        """Whether the schedule started this run."""
        return self.event == "schedule"


def from_environment(environment: Mapping[str, str]) -> Actions | None:
    """Read the run from the environment; None outside of GitHub Actions."""
    if environment.get("GITHUB_ACTIONS") != "true":
        return None
    run_id = environment.get("GITHUB_RUN_ID") or ""
    reference = (environment.get("GITHUB_WORKFLOW_REF") or "").partition("@")[0]
    summary = environment.get("GITHUB_STEP_SUMMARY")
    return Actions(
        repository=environment.get("GITHUB_REPOSITORY") or "",
        token=environment.get("GITHUB_TOKEN") or "",
        api_url=(environment.get("GITHUB_API_URL") or DEFAULT_API_URL).rstrip("/"),
        server_url=(environment.get("GITHUB_SERVER_URL") or DEFAULT_SERVER_URL).rstrip("/"),
        run_id=int(run_id) if run_id.isascii() and run_id.isdigit() else 0,
        event=environment.get("GITHUB_EVENT_NAME") or "",
        workflow=reference.rpartition("/")[2] or "auto-sync.yml",
        summary=Path(summary) if summary else None,
    )


class ActionsApiError(Exception):
    """GitHub's API gave no usable answer; callers of this module stay silent about it."""


class RepositoryApi:
    """The data repository's issues and runs. Use as ``with``."""

    def __init__(self, actions: Actions) -> None:
        self._http = httpx.Client(
            base_url=f"{actions.api_url}/repos/{actions.repository}",
            headers={
                "Authorization": f"Bearer {actions.token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": API_VERSION,
                "User-Agent": USER_AGENT,
            },
            timeout=TIMEOUT_S,
        )
        self._workflow = actions.workflow

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def issues(self, label: str, state: str) -> list[Mapping[str, Any]]:
        """List the newest issues with a label; ``state`` is ``open`` or ``all``."""
        query = {"labels": label, "state": state, "per_page": str(PAGE)}
        return _objects(self._ask("GET", "/issues", query=query))

    def open_issue(self, title: str, body: str, label: str) -> str:
        """Open an issue and give its address."""
        issue = self._ask("POST", "/issues", {"title": title, "body": body, "labels": [label]})
        return str(issue.get("html_url") or "") if isinstance(issue, dict) else ""

    def close_issue(self, number: int, comment: str) -> None:
        """Close an issue with a last word."""
        self._ask("POST", f"/issues/{number}/comments", {"body": comment})
        self._ask("PATCH", f"/issues/{number}", {"state": "closed", "state_reason": "completed"})

    def runs(self) -> list[Mapping[str, Any]]:
        """List the newest completed runs of this workflow, newest first."""
        query = {"status": "completed", "per_page": "20"}
        answer = self._ask("GET", f"/actions/workflows/{self._workflow}/runs", query=query)
        return _objects(answer.get("workflow_runs") if isinstance(answer, dict) else None)

    def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        try:
            response = self._http.request(method, path, json=body, params=query)
            response.raise_for_status()
            return response.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
            raise ActionsApiError(f"{method} {path}: {type(error).__name__}") from error


def public_document(url: str) -> Any:
    """Return a JSON document; None when there is no address or anything goes wrong."""
    if not url:
        return None
    try:
        name = {"User-Agent": USER_AGENT}
        with httpx.stream(
            "GET", url, headers=name, timeout=TIMEOUT_S, follow_redirects=True
        ) as response:
            response.raise_for_status()
            content, end = bytearray(), time.monotonic() + DEADLINE_S
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES or time.monotonic() > end:
                    return None
        return json.loads(content)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
        return None


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
