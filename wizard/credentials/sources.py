"""Where the API key and the GitHub token come from, without asking anybody."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.config import clean_key
from wizard.credentials.secret import Secret
from wizard.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.credentials.keyring_store import KeyStore

KEY_VARIABLE = "INTERVALS_KEY"
TOKEN_VARIABLES = ("GH_TOKEN", "GITHUB_TOKEN")
GH = "the GitHub CLI (gh)"
KEYRING = "the keyring"
PASTED = "your input"
STDIN = "-"
LARGEST_FILE = 10_000  # bytes; a key file holds one line


@dataclass(frozen=True, slots=True)
class Found:
    """A secret and where it was found, in words."""

    secret: Secret
    source: str

    @property
    def pasted(self) -> bool:
        """Whether it was typed, so that keeping it can be offered."""
        return self.source == PASTED


def find_key(file: str | None, env: Mapping[str, str], keys: KeyStore, name: str) -> Found | None:
    """Look for the API key: file, environment, keyring.

    Args:
        file: path of a file that holds it; "-" is standard input.
        env: environment variables.
        keys: the keyring.
        name: of the key in the keyring.

    Raises:
        UsageError: the file cannot be read.
    """
    return _first(
        lambda: _clean(_from_file(file, "--key-file")),
        lambda: _clean(_found(env.get(KEY_VARIABLE, ""), KEY_VARIABLE)),
        lambda: _stored(keys, name),
    )


def pasted_key(secret: Secret) -> Found:
    """Return the API key in what somebody typed or pasted."""
    return Found(Secret(clean_key(secret.reveal())), PASTED)


def _clean(found: Found | None) -> Found | None:
    return found and Found(Secret(clean_key(found.secret.reveal())), found.source)


def find_token(
    file: str | None,
    env: Mapping[str, str],
    keys: KeyStore,
    name: str,
    gh_token: Callable[[], str | None],
) -> Found | None:
    """Look for the GitHub token: file, environment, GitHub CLI, keyring.

    Args:
        file: path of a file that holds it; "-" is standard input.
        env: environment variables.
        keys: the keyring.
        name: of the token in the keyring.
        gh_token: asks the GitHub CLI.

    Raises:
        UsageError: the file cannot be read.
    """
    return _first(
        lambda: _from_file(file, "--token-file"),
        *(lambda name=name: _found(env.get(name, ""), name) for name in TOKEN_VARIABLES),
        lambda: _found(gh_token() or "", GH),
        lambda: _stored(keys, name),
    )


def _first(*places: Callable[[], Found | None]) -> Found | None:
    return next((found for place in places if (found := place()) is not None), None)


def _found(value: str, source: str) -> Found | None:
    return Found(Secret(value), source) if value.strip() else None


def _stored(keys: KeyStore, name: str) -> Found | None:
    secret = keys.get(name)
    return Found(secret, KEYRING) if secret else None


def _from_file(path: str | None, flag: str) -> Found | None:
    if path is None:
        return None
    try:
        if path == STDIN:
            # one line each, so that key and token can both come this way
            text = sys.stdin.readline(LARGEST_FILE)
        else:
            text = Path(path).read_text(encoding="utf-8-sig")[:LARGEST_FILE]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise UsageError(f"{flag} {path} cannot be read: {reason}.", "check the path") from None
    found = _found(text, "standard input" if path == STDIN else path)
    if found is None:
        raise UsageError(f"{flag} {path} is empty.", "put the secret on its first line")
    return found
