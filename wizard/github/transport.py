"""One request to GitHub: PyGithub's transport with retries that suit a wizard.

PyGithub's defaults repeat a POST after a 5xx (two repositories, two runs) and sleep without a word
until a rate limit resets. Here only GET is repeated by the transport; a rate limit is waited for
where the user can see it; and a write without an answer is reported as such, so that the caller
reads what is there before it decides again.

GET is repeated by urllib3's ``Retry``. The loop for rate limits is our own, because GitHub's answer
says how long to wait, and one that asks for too long is refused at once: with a library for retries
that would be three callbacks that read the same answer.
"""

from __future__ import annotations

import email.utils
import json
import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

import requests
from github import Auth, Github
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util import Retry

from engine.base.decode import Fields
from engine.config import LOOPBACK
from wizard.credentials.secret import redact
from wizard.github import errors
from wizard.github.tokens import permission_words, scope_remedy
from wizard.versions import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.credentials.secret import Secret
    from wizard.github.tokens import TokenKind, TokenPages

API_VERSION = "2022-11-28"
TIMEOUT_S = 20
GET_RETRIES = 3
RATE_LIMIT_TRIES = 4
DEFAULT_PAUSE_S = 60.0
LONGEST_PAUSE_S = 300.0
MINUTE_S = 60.0
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, INVALID, TOO_MANY = 401, 403, 404, 409, 422, 429
SERVER_ERROR = 500
REFUSED_FROM = 400
SECONDS = re.compile(r"[0-9]{1,12}")
NEVER_SENT = (ConnectTimeoutError, NameResolutionError, NewConnectionError)

Json: TypeAlias = Any
Pause: TypeAlias = "Callable[[float, str], None]"


@dataclass(frozen=True, slots=True)
class GitHubAnswer:
    """What came back: status, lower-case headers, body as text."""

    status: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> Json:
        """Decode the body; None when it is empty or not JSON."""
        try:
            return json.loads(self.text) if self.text else None
        except (ValueError, RecursionError):
            return None

    def fields(self, doing: str) -> Fields:
        """Decode an object; an empty body has no fields.

        Raises:
            GitHubError: it is something else.
        """
        raw = {} if (body := self.json()) is None else body
        if not isinstance(raw, dict):
            raise errors.senseless(doing)
        return Fields(raw, "answer")

    @property
    def said(self) -> str:
        """GitHub's own words, without anything secret."""
        body = self.json()
        if not isinstance(body, dict):
            return ""
        words = [str(body.get("message") or "")]
        details = body.get("errors")
        words += [
            str(detail.get("message") or "") if isinstance(detail, dict) else str(detail)
            for detail in (details if isinstance(details, list) else [])
        ]
        return redact("; ".join(word for word in words if word))


@dataclass(frozen=True, slots=True)
class Call:
    """One request as the view for ``--verbose`` and the tests see it."""

    verb: str
    path: str
    status: int


class GitHubHttp:
    """Sends requests, waits for rate limits, turns refusals into exceptions with a remedy."""

    def __init__(
        self,
        url: str,
        token: Secret,
        kind: TokenKind,
        pages: TokenPages,
        pause: Pause = lambda seconds, _why: time.sleep(seconds),
        watch: Callable[[Call], None] = lambda _call: None,
    ) -> None:
        self.kind = kind
        self.pages = pages
        self.loopback = urlsplit(url).hostname in LOOPBACK
        self._pause = pause
        self._watch = watch
        self._requester = Github(
            base_url=url.rstrip("/"),
            auth=Auth.Token(token.reveal()),
            retry=Retry(
                total=GET_RETRIES,
                allowed_methods=("GET", "HEAD"),
                status_forcelist=(500, 502, 503, 504),
                respect_retry_after_header=False,
                raise_on_status=False,
                backoff_factor=0.01 if self.loopback else 0.5,
            ),
            timeout=TIMEOUT_S,
            user_agent=USER_AGENT,
            seconds_between_requests=None,
            seconds_between_writes=None if self.loopback else 1,
            api_version=API_VERSION,
        ).requester

    def get(self, path: str, doing: str, **params: str | int) -> Json:
        """Read something; None when there is no such thing."""
        try:
            return self.call("GET", path, doing, params=params).json()
        except errors.NotFoundError:
            return None

    def fields(self, path: str, doing: str, **params: str | int) -> Fields:
        """Read an object; one that is not there has no fields."""
        try:
            return self.call("GET", path, doing, params=params).fields(doing)
        except errors.NotFoundError:
            return Fields({}, "answer")

    def call(
        self,
        verb: str,
        path: str,
        doing: str,
        *,
        body: Json = None,
        params: Mapping[str, str | int] | None = None,
        accept: str = "application/vnd.github+json",
    ) -> GitHubAnswer:
        """Send one request and give its answer.

        Args:
            verb: HTTP method.
            path: path below the API's base, starting with a slash.
            doing: what this is for, as in "could not ...".
            body: sent as JSON.
            params: query.
            accept: media type that is asked for.

        Raises:
            GitHubError: a subclass that says why not.
        """
        for left in reversed(range(RATE_LIMIT_TRIES)):
            answer = self._send(verb, path, doing, body, dict(params or {}), accept)
            wait = rate_limit_pause(answer)
            if wait is None:
                break
            if wait > LONGEST_PAUSE_S or not left:
                raise _limited(answer, doing, wait)
            self._pause(wait, "GitHub asks for a pause (rate limit)")
        if answer.status >= REFUSED_FROM:
            raise self._refusal(answer, verb, doing)
        return answer

    def _send(
        self, verb: str, path: str, doing: str, body: Json, params: dict[str, Any], accept: str
    ) -> GitHubAnswer:
        try:
            status, headers, text = self._requester.requestJson(
                verb, path, params, {"Accept": accept}, body
            )
        except requests.exceptions.RequestException as error:
            self._watch(Call(verb, path, 0))
            raise self._no_answer(error, verb, doing) from None
        except (AssertionError, RuntimeError, ValueError) as error:
            raise errors.GitHubError(
                f"GitHub's answer makes no sense, so it could not {doing}.",
                f"check GITHUB_API_URL ({redact(str(error))[:120]})",
            ) from None
        self._watch(Call(verb, path, status))
        return GitHubAnswer(status, headers, text or "")

    def _no_answer(
        self, error: requests.exceptions.RequestException, verb: str, doing: str
    ) -> errors.GitHubError:
        host = self._requester.hostname
        reason = getattr(error.args[0] if error.args else None, "reason", None)
        if verb == "GET" and not isinstance(reason, NEVER_SENT):
            return errors.UnreachableError(
                f"{host} gave no answer, so it could not {doing}.",
                "try the same command again in a minute",
            )
        if isinstance(reason, NEVER_SENT):
            return errors.UnreachableError(
                f"{host} cannot be reached, so it could not {doing}.",
                "check the internet connection (proxy, VPN, firewall) and run the same command",
            )
        return errors.AnswerLostError(
            f"The connection to GitHub broke while it was to {doing}.",
            "run the same command again: it looks at what is there first",
        )

    def _refusal(self, answer: GitHubAnswer, verb: str, doing: str) -> errors.GitHubError:
        status, said = answer.status, answer.said
        if status == UNAUTHORIZED:
            return errors.BadTokenError(
                "GitHub does not accept the token: it is wrong, expired or revoked.",
                f"make a new one: {self.pages.classic()}",
                status=status,
                said=said,
            )
        if status == FORBIDDEN:
            return self._forbidden(answer, doing)
        if status >= SERVER_ERROR and verb != "GET":
            return errors.AnswerLostError(
                f"GitHub failed (HTTP {status}) while it was to {doing}.",
                "run the same command again: it looks at what is there first",
                status=status,
                said=said,
            )
        kinds: dict[int, type[errors.GitHubError]] = {
            NOT_FOUND: errors.NotFoundError,
            CONFLICT: errors.ConflictError,
            INVALID: errors.InvalidError,
        }
        words = f": {said}" if said else ""
        return kinds.get(status, errors.GitHubError)(
            f"GitHub could not {doing} (HTTP {status}{words}).", status=status, said=said
        )

    def _forbidden(self, answer: GitHubAnswer, doing: str) -> errors.GitHubError:
        needed = permission_words(answer.headers.get("x-accepted-github-permissions", ""))
        lacks = f": it lacks the permission {needed}" if needed else ""
        words = "" if needed or not answer.said else f": {answer.said}"
        return errors.MissingRightError(
            f"The GitHub token may not {doing}{lacks}{words}.",
            scope_remedy(self.kind, self.pages),
            status=FORBIDDEN,
            said=answer.said,
        )


def _limited(answer: GitHubAnswer, doing: str, wait: float) -> errors.RateLimitedError:
    minutes = max(1, math.ceil(wait / MINUTE_S))
    return errors.RateLimitedError(
        f"GitHub's rate limit is used up, so it could not {doing}.",
        f"run the same command again in {minutes} minute{'' if minutes == 1 else 's'}; it goes on "
        "from there",
        status=answer.status,
        said=answer.said,
    )


def rate_limit_pause(answer: GitHubAnswer) -> float | None:
    """How many seconds GitHub asks to wait; None when this is no rate limit."""
    headers = answer.headers
    spent = headers.get("x-ratelimit-remaining") == "0"
    limited = answer.status == TOO_MANY or (
        answer.status == FORBIDDEN
        and ("retry-after" in headers or spent or "rate limit" in answer.said.lower())
    )
    if not limited:
        return None
    after = headers.get("retry-after", "")
    if SECONDS.fullmatch(after):
        return float(after)
    reset = headers.get("x-ratelimit-reset", "")
    if spent and SECONDS.fullmatch(reset):
        return max(0.0, float(reset) - _server_time(headers)) + 1
    return DEFAULT_PAUSE_S


def _server_time(headers: Mapping[str, str]) -> float:
    try:
        return email.utils.parsedate_to_datetime(headers.get("date", "")).timestamp()
    except ValueError:
        return time.time()
