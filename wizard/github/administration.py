"""The part of the gateway that looks after a mirror: repairs, its removal, and what it uses."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from engine.base.decode import parse_moment
from wizard.github import errors
from wizard.github.records import ActionsPermissions, Repository, Run

if TYPE_CHECKING:
    from datetime import date, datetime

    from wizard.github.transport import GitHubHttp

PER_PAGE = 100
MOST_PAGES = 5
PROBES = {
    "commits": "read the files",
    "actions/secrets": "list the secrets",
    "actions/variables": "list the variables",
    "actions/workflows": "list the workflows",
}
"""Questions that need a permission each, and what they are for."""


class Administration:
    """Questions and changes that a set-up does not need."""

    def __init__(self, http: GitHubHttp) -> None:
        self._http = http

    @property
    def http(self) -> GitHubHttp:
        """What requests are sent with."""
        return self._http

    def repositories(self) -> tuple[Repository, ...]:
        """Read the repositories that the token sees and may work in, those pushed to last first."""
        params: dict[str, str | int] = {"sort": "pushed", "per_page": PER_PAGE}
        raw = self._http.get("/user/repos", "list the repositories", **params)
        return tuple(map(Repository.from_api, raw if isinstance(raw, list) else ()))

    def delete_secret(self, repo: Repository, name: str) -> None:
        """Remove a secret; one that is not there is fine."""
        self._delete(path_of(repo.owner, repo.name, f"actions/secrets/{name}"), f"secret {name}")

    def delete_variable(self, repo: Repository, name: str) -> None:
        """Remove a variable; one that is not there is fine."""
        path = path_of(repo.owner, repo.name, f"actions/variables/{name}")
        self._delete(path, f"variable {name}")

    def _delete(self, path: str, what: str) -> None:
        try:
            self._http.call("DELETE", path, f"remove the {what}")
        except errors.NotFoundError:
            return

    def actions_permissions(self, repo: Repository) -> ActionsPermissions | None:
        """Whether Actions is on; None when the token may not read that."""
        path = path_of(repo.owner, repo.name, "actions/permissions")
        try:
            raw = self._http.get(path, "read whether Actions is on")
        except errors.MissingRightError:
            return None
        return None if raw is None else ActionsPermissions.from_api(raw)

    def probe_rights(self) -> None:
        """Read from a repository at hand what a new one will be asked for.

        Permissions of a fine-grained token hold for all its repositories. Whether it may write is
        nothing that GitHub tells before the first write.

        Raises:
            MissingRightError: one of them lacks.
        """
        query: dict[str, str | int] = {"visibility": "private", "affiliation": "owner"}
        raw = self._http.get("/user/repos", "list the repositories", **query, per_page=1)
        if not isinstance(raw, list) or not raw:
            return
        known = Repository.from_api(raw[0])
        for below, doing in PROBES.items():
            self._http.get(path_of(known.owner, known.name, below), doing, per_page=1)

    def has_branch(self, repo: Repository, name: str) -> bool:
        """Whether a branch of this name is there."""
        path = path_of(repo.owner, repo.name, f"git/ref/heads/{quote(name)}")
        return self._http.get(path, f"look for the branch {name}") is not None

    def delete_branch(self, repo: Repository, name: str) -> None:
        """Delete a branch; one that is not there is fine."""
        path = path_of(repo.owner, repo.name, f"git/refs/heads/{quote(name)}")
        try:
            self._delete(path, f"branch {name}")
        except errors.InvalidError as error:
            if "does not exist" not in error.said:
                raise

    def kind_of_account(self, login: str) -> str | None:
        """Return ``User`` or ``Organization``; None when there is no such account."""
        raw = self._http.get(f"/users/{quote(login)}", f"look for the account {login}")
        return str(raw.get("type")) if isinstance(raw, dict) else None

    def allow_actions(self, repo: Repository) -> None:
        """Switch Actions on and let it use GitHub's own actions."""
        path = path_of(repo.owner, repo.name, "actions/permissions")
        body = {"enabled": True, "allowed_actions": "all", "sha_pinning_required": False}
        self._http.call("PUT", path, "switch Actions on", body=body)

    def make_private(self, repo: Repository) -> None:
        """Let nobody but the owner read the repository."""
        self._change(repo, "make the repository private", private=True)

    def unarchive(self, repo: Repository) -> None:
        """Let the repository be written to again."""
        self._change(repo, "unarchive the repository", archived=False)

    def _change(self, repo: Repository, doing: str, **body: bool) -> None:
        self._http.call("PATCH", path_of(repo.owner, repo.name), doing, body=body)

    def fork(self, source: str, name: str, organization: str | None) -> Repository:
        """Ask GitHub to fork a repository, its default branch only; the content comes later.

        Args:
            source: ``owner/name`` of the repository to fork.
            name: of the fork.
            organization: that shall own it; None for the account itself.
        """
        owner, _, repo = source.partition("/")
        body: dict[str, str | bool] = {"name": name, "default_branch_only": True}
        if organization is not None:
            body["organization"] = organization
        answer = self._http.call("POST", path_of(owner, repo, "forks"), f"fork {source}", body=body)
        return Repository.from_api(answer.json())

    def blob(self, repo: Repository, sha: str) -> bytes:
        """Read a file by its name in git."""
        path = path_of(repo.owner, repo.name, f"git/blobs/{sha}")
        doing = "read a file"
        content = self._http.call("GET", path, doing).fields(doing).text("content")
        try:
            return base64.b64decode(content or "")
        except ValueError:
            raise errors.senseless(doing) from None

    def has_blob(self, repo: Repository, sha: str) -> bool:
        """Whether a file of this name in git is, or was, in the repository."""
        path = path_of(repo.owner, repo.name, f"git/blobs/{sha}")
        return self._http.get(path, "look for a file") is not None

    def branch_protected(self, repo: Repository) -> bool:
        """Whether rules protect the default branch."""
        path = path_of(repo.owner, repo.name, f"branches/{quote(repo.default_branch)}")
        try:
            raw = self._http.get(path, "read the default branch")
        except errors.MissingRightError:
            return False
        return isinstance(raw, dict) and raw.get("protected") is True

    def last_change(self, repo: Repository, file: str) -> datetime | None:
        """When a file was last changed on the default branch."""
        path = path_of(repo.owner, repo.name, "commits")
        try:
            query: dict[str, str | int] = {"path": file, "per_page": 1}
            raw = self._http.call("GET", path, "read the history of a file", params=query).json()
        except errors.GitHubError:
            return None
        newest = raw[0] if isinstance(raw, list) and raw else None
        commit = newest.get("commit") if isinstance(newest, dict) else None
        committer = commit.get("committer") if isinstance(commit, dict) else None
        return parse_moment(committer.get("date")) if isinstance(committer, dict) else None

    def commits_of(self, repo: Repository, file: str, most: int) -> tuple[str, ...]:
        """Name the newest commits of the default branch that changed a file, newest first."""
        path = path_of(repo.owner, repo.name, "commits")
        query: dict[str, str | int] = {"path": file, "per_page": most}
        raw = self._http.call("GET", path, "read the history of a file", params=query).json()
        rows = raw if isinstance(raw, list) else []
        return tuple(str(row.get("sha")) for row in rows if isinstance(row, dict))

    def runs_since(self, repo: Repository, file: str, since: datetime) -> tuple[Run, ...]:
        """Read the runs of the workflow since a moment, newest first, at most the newest 500."""
        path = path_of(repo.owner, repo.name, f"actions/workflows/{file}/runs")
        found: list[Run] = []
        for page in range(1, MOST_PAGES + 1):
            answer = self._http.fields(path, "list the runs", per_page=PER_PAGE, page=page)
            runs = [Run.from_api(item) for item in answer.items("workflow_runs")]
            new = [run for run in runs if run.created_at is not None and run.created_at >= since]
            found += new
            if len(new) < PER_PAGE:
                break
        return tuple(found)

    def billed_minutes(self, login: str, month: date) -> int:
        """Read the Actions minutes that the account used in a month, all repositories together.

        Raises:
            MissingRightError: the token may not read the account's plan.
        """
        path = f"/users/{quote(login)}/settings/billing/usage"
        params = {"year": month.year, "month": month.month}
        doing = "read the minutes that were used"
        try:
            answer = self._http.call("GET", path, doing, params=params).fields(doing)
        except errors.NotFoundError as error:  # GitHub hides what this token may not read
            raise errors.MissingRightError(
                "The GitHub token may not read the minutes that were used.",
                "classic tokens need the scope `user`, fine-grained ones the account's Plan: read",
                status=error.status,
            ) from None
        items = list(answer.records("usageItems"))
        actions = [item for item in items if (item.text("product") or "").lower() == "actions"]
        minutes = [item for item in actions if (item.text("unitType") or "").lower() == "minutes"]
        return round(sum(item.number("quantity") or 0 for item in minutes))


def path_of(owner: str, name: str, below: str = "") -> str:
    """Return the API path of a repository, or of something below it."""
    base = f"/repos/{quote(owner)}/{quote(name)}"
    return f"{base}/{below}" if below else base
