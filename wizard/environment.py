"""Where the program runs: environment, servers, folders, keyring. Read once, passed down."""

from __future__ import annotations

import shutil
import subprocess
import sys
import webbrowser
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import platformdirs

from engine.config import DEFAULT_API_URL, LOOPBACK
from wizard import PROGRAM
from wizard.credentials import sources
from wizard.credentials.keyring_store import KeyStore
from wizard.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.credentials.sources import Found

GITHUB_API = "https://api.github.com"
GITHUB_WEB = "https://github.com"
GH_TIMEOUT_S = 10
SCREENS = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything outside that a command depends on.

    Attributes:
        env: environment variables.
        folder: where the name of the mirror is remembered.
        keys: the keyring, or nothing.
        now: the present moment, aware.
        demo: whether both servers are the embedded stand-ins.
    """

    env: Mapping[str, str]
    folder: Path
    keys: KeyStore = field(default_factory=KeyStore)
    now: Callable[[], datetime] = _now
    demo: bool = False

    @classmethod
    def real(cls, env: Mapping[str, str], tell: Callable[[str], None]) -> Environment:
        """Describe the machine that the program runs on; ``tell`` says what it lacks."""
        folder = Path(platformdirs.user_config_dir(PROGRAM, appauthor=False))
        return cls(env, folder, KeyStore(tell=tell))

    @property
    def github_url(self) -> str:
        """Base of GitHub's API."""
        return _server(self.env, "GITHUB_API_URL", GITHUB_API)

    @property
    def intervals_url(self) -> str:
        """Base of the Intervals.icu API."""
        return _server(self.env, "INTERVALS_API_URL", DEFAULT_API_URL)

    @property
    def github_host(self) -> str:
        """Name of the GitHub server, as the keyring and ``gh`` know it."""
        host = urlsplit(self.github_url).netloc
        return "github.com" if self.github_url == GITHUB_API else host

    @property
    def github_web(self) -> str:
        """Base of GitHub's pages; a demonstration shows where those of an account would be."""
        if self.demo or self.github_url == GITHUB_API:
            return GITHUB_WEB
        parts = urlsplit(self.github_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def loopback(self) -> bool:
        """Whether GitHub is imitated on this machine."""
        return urlsplit(self.github_url).hostname in LOOPBACK

    @property
    def key_name(self) -> str:
        """Name of the API key in the keyring."""
        return f"intervals:{self.intervals_url}"

    @property
    def token_name(self) -> str:
        """Name of the GitHub token in the keyring."""
        return f"github:{self.github_host}"

    def find_key(self, file: str | None) -> Found | None:
        """Look for the API key without asking; ``file`` is the value of ``--key-file``."""
        return sources.find_key(file, self.env, self.keys, self.key_name)

    def find_token(self, file: str | None) -> Found | None:
        """Look for the GitHub token without asking; ``file`` is the value of ``--token-file``."""
        return sources.find_token(file, self.env, self.keys, self.token_name, self.gh_token)

    def browse(self, page: str) -> bool:
        """Open a page in the browser; on a machine without a screen nothing is opened."""
        seen = sys.platform in {"win32", "darwin"} or any(self.env.get(name) for name in SCREENS)
        return seen and not self.demo and webbrowser.open(page)

    def gh_token(self) -> str | None:
        """Ask the GitHub CLI for its token; a server that gh does not know gets none."""
        gh = None if self.loopback else shutil.which("gh")
        if gh is None:
            return None
        try:
            answer = subprocess.run(  # noqa: S603 - the path comes from PATH, the host from the user
                [gh, "auth", "token", "--hostname", self.github_host],
                capture_output=True,
                text=True,
                timeout=GH_TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return answer.stdout.strip() or None if answer.returncode == 0 else None


def _server(env: Mapping[str, str], name: str, default: str) -> str:
    url = (env.get(name) or default).strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{name} is not an address: {url}.", f"use something like {default}")
    if parts.username or parts.password:
        raise UsageError(f"{name} must not hold a user name or password.", "remove them")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise UsageError(
            f"{name} would send secrets unencrypted to {parts.hostname}.", "use an https address"
        )
    return url
