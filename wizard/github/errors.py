"""What GitHub's refusals mean, as exceptions that carry a remedy."""

from __future__ import annotations

from wizard.errors import WizardError
from wizard.exit_codes import ExitCode


class GitHubError(WizardError):
    """GitHub answered with an error.

    Attributes:
        status: HTTP status, 0 without an answer.
        said: GitHub's own message.
    """

    exit_code = ExitCode.REFUSED

    def __init__(self, message: str, remedy: str = "", *, status: int = 0, said: str = "") -> None:
        super().__init__(message, remedy)
        self.status = status
        self.said = said


def senseless(doing: str) -> GitHubError:
    """Return the error for an answer of a form that GitHub's API does not have."""
    return GitHubError(
        f"GitHub's answer makes no sense, so it could not {doing}.",
        "run the same command again; if it stays so, check GITHUB_API_URL",
    )


class BadTokenError(GitHubError):
    """The token is wrong, expired or revoked."""

    exit_code = ExitCode.AUTH


class MissingRightError(GitHubError):
    """The token lacks a scope or permission."""

    exit_code = ExitCode.AUTH


class NotFoundError(GitHubError):
    """There is no such thing, or the token may not see it."""


class ConflictError(GitHubError):
    """GitHub's state is not what the request supposed: read again, decide again."""


class InvalidError(GitHubError):
    """GitHub understood the request and found a value wrong."""


class RateLimitedError(GitHubError):
    """GitHub asks for a longer pause than is worth waiting for."""


class AnswerLostError(GitHubError):
    """A request was sent and its answer never came: a write may have happened or not."""

    exit_code = ExitCode.FAILURE


class UnreachableError(GitHubError):
    """GitHub cannot be reached; nothing was sent."""

    exit_code = ExitCode.FAILURE
