"""Real git, run without prompts; its messages never carry a credential."""

from __future__ import annotations

import base64
import os
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TIMEOUT_S = 60
_NO_PROMPTS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "advice.detachedHead=false")
_NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")
"""Hooks are somebody's programs, and would get whatever git is given."""
NOT_FOR_GIT = frozenset({"INTERVALS_KEY", "ATHLETE_ID"})
"""What git does not need, so that no helper or filter of a clone gets it."""
LOCAL_FILES = (
    ".sync_config.json", ".env", ".sync.lock", "*.tmp", "*.damaged-*", "*.replaced-*", "/archive/",
)  # fmt: skip
"""Credentials and leftovers of local runs, and snapshots, which have a branch of their own."""
_CREDENTIAL_IN_URL = re.compile(r"(?<=://)[^/@\s]+@")


class GitError(Exception):
    """A git command failed; the text is what git said, without credentials."""


@dataclass(frozen=True, slots=True)
class Git:
    """Runs git in one folder.

    Attributes:
        folder: any folder inside the working tree.
        secrets: texts that are blotted out of every message.
        config: settings for the commands, handed over in the environment and so not seen in
            a list of processes.
    """

    folder: Path
    secrets: tuple[str, ...] = field(default=(), repr=False)
    config: Mapping[str, str] = field(default_factory=dict, repr=False)

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Return what git prints.

        Raises:
            GitError: when it fails, is missing, or takes too long.
        """
        try:
            done = subprocess.run(  # noqa: S603 - fixed program, arguments are never a shell's
                ["git", *_QUIET, *_NO_HOOKS, *arguments],  # noqa: S607 - git is where the athlete has it
                cwd=self.folder,
                input=stdin,
                capture_output=True,
                timeout=TIMEOUT_S,
                env=self._environment(),
                check=False,
            )
        except FileNotFoundError as error:
            raise GitError("git is not installed, or the data directory does not exist") from error
        except subprocess.TimeoutExpired as error:
            raise GitError(f"git {arguments[0]} took longer than {TIMEOUT_S} s") from error
        if done.returncode:
            said = (done.stdout + b"\n" + done.stderr).decode(errors="replace").strip()
            raise GitError(self._blot(said) or f"git {arguments[0]} failed without a word")
        return done.stdout

    def ask(self, *arguments: str, stdin: bytes = b"") -> str | None:
        """Return what git prints, stripped; None when it fails or prints nothing."""
        try:
            return self.run(*arguments, stdin=stdin).decode(errors="replace").strip() or None
        except GitError:
            return None

    def _environment(self) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if name not in NOT_FOR_GIT}
        environment = {**given, **_NO_PROMPTS}
        count = environment.get("GIT_CONFIG_COUNT", "")
        first = int(count) if count.isascii() and count.isdigit() else 0
        for index, (key, value) in enumerate(self.config.items(), start=first):
            environment[f"GIT_CONFIG_KEY_{index}"] = key
            environment[f"GIT_CONFIG_VALUE_{index}"] = value
        environment["GIT_CONFIG_COUNT"] = str(first + len(self.config))
        return environment

    def _blot(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return _CREDENTIAL_IN_URL.sub("", text)


def keep_out_of_git(folder: Path) -> None:
    """Have the clone in ``folder`` ignore what belongs to this machine; elsewhere do nothing.

    When that cannot be written, ``git status`` lists more than it should and nothing else changes.
    """
    if not (folder / ".git").is_dir():
        return
    where = folder / ".git" / "info" / "exclude"
    try:
        text = where.read_text("utf-8") if where.exists() else ""
        missing = [pattern for pattern in LOCAL_FILES if pattern not in text.splitlines()]
        if missing:
            where.parent.mkdir(exist_ok=True)
            where.write_text(text.rstrip("\n") + "\n" + "\n".join(missing) + "\n", "utf-8")
    except (OSError, ValueError):
        return


def with_token(git: Git, url: str, token: str, server_url: str) -> Git:
    """Return a git that shows ``token`` to the GitHub server if that is where ``url`` leads.

    No other host gets to see it.

    A repository that has its own header already (an older workflow's checkout wrote it) keeps
    it: GitHub refuses a request with two. Git would show the header to wherever the server
    redirects, so with a token it follows nobody.
    """
    if not token or _origin(url) != _origin(server_url):
        return git
    if git.ask("config", "--get-urlmatch", "http.extraheader", url):
        return git
    header = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    key = f"http.{server_url.rstrip('/')}/.extraheader"
    settings = {key: f"AUTHORIZATION: basic {header}", "http.followRedirects": "false"}
    return Git(git.folder, (token, header), settings)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
