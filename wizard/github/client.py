"""The thin gateway to GitHub: one method per question or change, own records in and out.

Nobody else talks to GitHub or imports PyGithub. Reading something that is not there gives None or
an empty collection; everything else that goes wrong is a :class:`~wizard.github.errors.GitHubError`
with a remedy.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from github.PublicKey import encrypt
from nacl.exceptions import CryptoError

from engine.base.decode import Fields, parse_moment
from wizard.github import errors
from wizard.github.administration import Administration
from wizard.github.administration import path_of as _path
from wizard.github.records import Account, Head, Job, PublicKey, Repository, Run, Workflow
from wizard.github.tokens import scope_remedy
from wizard.versions import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.credentials.secret import Secret

PER_PAGE = 100
VARIABLES_PER_PAGE = 30
LONGEST_LIST = 50  # pages
FILE_MODE = "100644"
RAW = "application/vnd.github.raw+json"
BAD_REQUEST, INVALID = 400, 422
LOG_TIMEOUT_S = 20


class GitHub(Administration):
    """GitHub as far as a data mirror needs it."""

    # --- account and repository ---

    def account(self) -> Account:
        """Whose token this is, and with which scopes if GitHub reports them."""
        answer = self._http.call("GET", "/user", "read the account of the token")
        body = answer.json()
        login = body.get("login") if isinstance(body, dict) else None
        if not isinstance(login, str) or not login:
            raise errors.GitHubError(
                "The server's answer does not look like GitHub's.", "check GITHUB_API_URL"
            )
        header = answer.headers.get("x-oauth-scopes")
        scopes = None if header is None else tuple(s.strip() for s in header.split(",") if s)
        return Account(login, scopes)

    def repository(self, owner: str, name: str) -> Repository | None:
        """Read a repository; None when it does not exist or the token may not see it."""
        raw = self._http.get(_path(owner, name), f"read {owner}/{name}")
        return None if raw is None else _named(Repository.from_api(raw), f"read {owner}/{name}")

    def create_repository(
        self, owner: str, name: str, *, organization: bool, description: str
    ) -> Repository:
        """Create a private repository with a first commit.

        Raises:
            ConflictError: the name is taken.
        """
        path = f"/orgs/{quote(owner)}/repos" if organization else "/user/repos"
        body = {
            "name": name,
            "description": description,
            "private": True,
            "auto_init": True,
            "has_issues": True,
            "has_projects": False,
            "has_wiki": False,
        }
        doing = f"create the repository {owner}/{name}"
        try:
            made = Repository.from_api(self._http.call("POST", path, doing, body=body).json())
            return _named(made, doing)
        except errors.InvalidError as error:
            if "already exists" not in error.said:
                raise
            raise errors.ConflictError(
                f"The name {owner}/{name} is taken on GitHub.",
                "choose another name with --repo, or let the token see that one (what was made "
                "a moment ago shows in a minute)",
                status=error.status,
                said=error.said,
            ) from None

    # --- secrets and variables ---

    def secrets(self, repo: Repository) -> dict[str, str]:
        """Map the names of the Actions secrets to the time they were set."""
        raw = self._pages(repo, "actions/secrets", "secrets", "list the secrets", PER_PAGE)
        return {str(item.get("name")): str(item.get("updated_at") or "") for item in raw}

    def secret_key(self, repo: Repository) -> PublicKey:
        """Read the key that secrets are sealed with."""
        path = _path(repo.owner, repo.name, "actions/secrets/public-key")
        doing = "read the key for secrets"
        raw = self._http.call("GET", path, doing).fields(doing)
        return PublicKey(raw.text("key_id") or "", raw.text("key") or "")

    def put_secret(self, repo: Repository, key: PublicKey, name: str, value: Secret) -> None:
        """Create or replace a secret, sealed so that only GitHub can open it."""
        try:
            sealed = encrypt(key.key, value.reveal())
        except (ValueError, TypeError, CryptoError):
            raise errors.senseless(f"seal the secret {name}") from None
        body = {"encrypted_value": sealed, "key_id": key.key_id}
        path = _path(repo.owner, repo.name, f"actions/secrets/{name}")
        self._http.call("PUT", path, f"set the secret {name}", body=body)

    def variables(self, repo: Repository) -> dict[str, str]:
        """Map the names of the Actions variables to their values."""
        raw = self._pages(
            repo, "actions/variables", "variables", "list the variables", VARIABLES_PER_PAGE
        )
        return {str(item.get("name")): str(item.get("value") or "") for item in raw}

    def create_variable(self, repo: Repository, name: str, value: str) -> None:
        """Create a variable; ConflictError when it exists."""
        path = _path(repo.owner, repo.name, "actions/variables")
        body = {"name": name, "value": value}
        self._http.call("POST", path, f"create the variable {name}", body=body)

    def update_variable(self, repo: Repository, name: str, value: str) -> None:
        """Return an existing variable another value."""
        path = _path(repo.owner, repo.name, f"actions/variables/{name}")
        body = {"name": name, "value": value}
        self._http.call("PATCH", path, f"change the variable {name}", body=body)

    # --- permissions of the workflow ---

    def workflow_permissions(self, repo: Repository) -> str | None:
        """Read ``read`` or ``write``; None when the token may not read it."""
        path = _path(repo.owner, repo.name, "actions/permissions/workflow")
        try:
            raw = self._http.get(path, "read the workflow permissions")
        except errors.MissingRightError:
            return None
        return str(raw.get("default_workflow_permissions")) if isinstance(raw, dict) else None

    def allow_workflow_writes(self, repo: Repository) -> None:
        """Let workflows of the repository write to it by default."""
        path = _path(repo.owner, repo.name, "actions/permissions/workflow")
        body = {"default_workflow_permissions": "write"}
        self._http.call("PUT", path, "set the workflow permissions", body=body)

    # --- files ---

    def head(self, repo: Repository) -> Head | None:
        """Read the newest commit of the default branch; None while there is none."""
        ref = _path(repo.owner, repo.name, f"git/ref/heads/{quote(repo.default_branch)}")
        try:
            raw = self._http.get(ref, "read the default branch")
        except errors.ConflictError:  # GitHub answers 409 for an empty repository
            return None
        if raw is None:
            return None
        doing = "read the newest commit"
        sha = _inner(raw, "object").text("sha")
        if not sha:
            raise errors.senseless("read the default branch")
        path = _path(repo.owner, repo.name, f"git/commits/{sha}")
        commit = self._http.call("GET", path, doing).fields(doing)
        tree = _inner(commit.raw, "tree").text("sha") or ""
        made_at = parse_moment(_inner(commit.raw, "committer").text("date"))
        return Head(sha, tree, commit.text("message") or "", made_at)

    def tree(self, repo: Repository, head: Head, endless: tuple[str, ...]) -> dict[str, str]:
        """Map file paths to blob SHAs.

        GitHub cuts very long listings (an archive of years); then folder after folder is read,
        without those that are ``endless``.
        """
        blobs, cut = self._tree(repo, head.tree, recursive=True)
        if not cut:
            return {path: sha for path, (kind, sha) in blobs.items() if kind == "blob"}
        top, _ = self._tree(repo, head.tree, recursive=False)
        files = {path: sha for path, (kind, sha) in top.items() if kind == "blob"}
        for folder, (kind, sha) in top.items():
            if kind == "tree" and folder not in endless:
                below, _ = self._tree(repo, sha, recursive=True)
                files |= {f"{folder}/{p}": s for p, (k, s) in below.items() if k == "blob"}
        return files

    def _tree(
        self, repo: Repository, sha: str, *, recursive: bool
    ) -> tuple[dict[str, tuple[str, str]], bool]:
        params: dict[str, str | int] = {"recursive": "1"} if recursive else {}
        path = _path(repo.owner, repo.name, f"git/trees/{sha}")
        doing = "list the files"
        answer = self._http.call("GET", path, doing, params=params).fields(doing)
        found: dict[str, tuple[str, str]] = {}
        for entry in answer.records("tree"):
            name, kind, blob = (entry.text(key) for key in ("path", "type", "sha"))
            if name and kind and blob:
                found[name] = (kind, blob)
        return found, answer.raw.get("truncated") is True

    def seed(self, repo: Repository, path: str, content: bytes, message: str) -> None:
        """Make the first commit of an empty repository, which creates its default branch."""
        body = {"message": message, "content": base64.b64encode(content).decode()}
        where = _path(repo.owner, repo.name, f"contents/{quote(path)}")
        self._http.call("PUT", where, "make the first commit", body=body)

    def commit(
        self,
        repo: Repository,
        head: Head,
        write: Mapping[str, bytes],
        remove: tuple[str, ...],
        message: str,
    ) -> Head:
        """Put all changes into one commit on the default branch.

        Raises:
            MissingRightError: the token may not change workflow files.
            ConflictError: somebody else committed in between; nothing is changed.
        """
        base = _path(repo.owner, repo.name, "git")
        entries = [
            {"path": path, "mode": FILE_MODE, "type": "blob", **self._content(repo, content)}
            for path, content in write.items()
        ]
        entries += [
            {"path": path, "mode": FILE_MODE, "type": "blob", "sha": None} for path in remove
        ]
        doing = "commit the files"
        try:
            tree = self._sha(f"{base}/trees", doing, tree=entries, base_tree=head.tree)
            commit = self._sha(
                f"{base}/commits", doing, message=message, tree=tree, parents=[head.commit]
            )
            branch = quote(repo.default_branch)
            moved = {"sha": commit, "force": False}
            self._http.call("PATCH", f"{base}/refs/heads/{branch}", doing, body=moved)
        except errors.NotFoundError as error:  # GitHub hides what this token may not do
            raise errors.MissingRightError(
                f"The GitHub token may not add workflow files to {repo.full_name}: it lacks the "
                "`workflow` scope (fine-grained: Workflows: Read and write).",
                scope_remedy(self._http.kind, self._http.pages),
                status=error.status,
            ) from None
        except errors.InvalidError as error:
            if "fast forward" not in error.said.lower():
                raise
            raise errors.ConflictError(error.message, status=error.status) from None
        return Head(commit, tree)

    def _content(self, repo: Repository, content: bytes) -> dict[str, Any]:
        """Return what a tree says of a file; only text can be sent with the tree itself."""
        try:
            return {"content": content.decode()}
        except UnicodeDecodeError:
            path = _path(repo.owner, repo.name, "git/blobs")
            encoded = base64.b64encode(content).decode()
            doing = "send a file"
            return {"sha": self._sha(path, doing, content=encoded, encoding="base64")}

    def _sha(self, path: str, doing: str, **body: Any) -> str:
        sha = self._http.call("POST", path, doing, body=body).fields(doing).text("sha")
        if not sha:
            raise errors.senseless(doing)
        return sha

    def file(self, repo: Repository, path: str, commit: str = "") -> str | None:
        """Read a file past all caches; None when it is not there.

        Args:
            repo: where it is.
            path: of the file.
            commit: as it was then; empty for the tip of the default branch.
        """
        where = _path(repo.owner, repo.name, f"contents/{quote(path)}")
        at: dict[str, str | int] = {"ref": commit} if commit else {}
        try:
            return self._http.call("GET", where, f"read {path}", accept=RAW, params=at).text
        except errors.NotFoundError:
            return None

    # --- workflow and runs ---

    def workflow(self, repo: Repository, file: str) -> Workflow | None:
        """Read the workflow; None while GitHub has not registered its file."""
        path = _path(repo.owner, repo.name, f"actions/workflows/{file}")
        raw = self._http.get(path, "read the workflow")
        return None if raw is None else Workflow.from_api(raw)

    def set_workflow(self, repo: Repository, file: str, *, enabled: bool) -> None:
        """Start or stop the schedule."""
        verb = "enable" if enabled else "disable"
        path = _path(repo.owner, repo.name, f"actions/workflows/{file}/{verb}")
        self._http.call("PUT", path, f"{verb} the workflow")

    def runs(self, repo: Repository, file: str, limit: int, event: str = "") -> tuple[Run, ...]:
        """Read the newest runs of the workflow, newest first."""
        params: dict[str, str | int] = {"per_page": limit} | ({"event": event} if event else {})
        path = _path(repo.owner, repo.name, f"actions/workflows/{file}/runs")
        answer = self._http.fields(path, "list the runs", **params)
        return tuple(Run.from_api(item) for item in answer.items("workflow_runs"))

    def dispatch(self, repo: Repository, file: str) -> int | None:
        """Start a run and give its id; None when the server does not say which one it is.

        Raises:
            NotFoundError, InvalidError: the workflow is not registered yet.
        """
        path = _path(repo.owner, repo.name, f"actions/workflows/{file}/dispatches")
        body: dict[str, Any] = {"ref": repo.default_branch, "return_run_details": True}
        try:
            answer = self._http.call("POST", path, "start the run", body=body)
        except errors.GitHubError as error:
            unknown = error.status == BAD_REQUEST or "return_run_details" in error.said
            if not unknown:
                raise
            # servers up to GitHub Enterprise 3.20 refuse the field; nothing was started
            body.pop("return_run_details")
            answer = self._http.call("POST", path, "start the run", body=body)
        raw = answer.json()
        run = raw.get("workflow_run_id") if isinstance(raw, dict) else None
        return run if isinstance(run, int) else None

    def run(self, repo: Repository, run_id: int) -> Run:
        """Read one run."""
        path = _path(repo.owner, repo.name, f"actions/runs/{run_id}")
        return Run.from_api(self._http.call("GET", path, "read the run").json())

    def jobs(self, repo: Repository, run_id: int) -> tuple[Job, ...]:
        """Read the jobs of a run with their steps."""
        path = _path(repo.owner, repo.name, f"actions/runs/{run_id}/jobs")
        answer = self._http.fields(path, "read the jobs of the run")
        return tuple(Job.from_api(item) for item in answer.items("jobs"))

    def job_log(self, repo: Repository, job_id: int) -> str:
        """Read the log of a job; empty when GitHub has none.

        The log lies on another host, which must not see the token.
        """
        path = _path(repo.owner, repo.name, f"actions/jobs/{job_id}/logs")
        try:
            answer = self._http.call("GET", path, "read the log")
            place = answer.headers.get("location")
            if not place:
                return answer.text
            log = httpx.get(
                place,
                headers={"User-Agent": USER_AGENT},
                timeout=LOG_TIMEOUT_S,
                follow_redirects=True,
            )
        except (errors.GitHubError, httpx.HTTPError, httpx.InvalidURL):
            return ""
        return log.text if log.is_success else ""

    def _pages(
        self, repo: Repository, below: str, key: str, doing: str, per_page: int
    ) -> Iterator[dict[str, Any]]:
        for page in range(1, LONGEST_LIST + 1):
            where = _path(repo.owner, repo.name, below)
            answer = self._http.fields(where, doing, per_page=per_page, page=page)
            found = answer.items(key)
            yield from (item for item in found if isinstance(item, dict))
            if len(found) < per_page:
                return
        raise errors.GitHubError(
            f"GitHub's list has no end, so it could not {doing}.", "check GITHUB_API_URL"
        )


def _named(repository: Repository, doing: str) -> Repository:
    """Return a repository that has a name, as all of GitHub's have."""
    if not repository.owner or not repository.name:
        raise errors.senseless(doing)
    return repository


def _inner(raw: Any, name: str) -> Fields:
    """Return an object within an answer; without fields where there is none."""
    return Fields(Fields(raw if isinstance(raw, dict) else {}, "answer").mapping(name) or {}, name)
