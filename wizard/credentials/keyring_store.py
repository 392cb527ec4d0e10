"""The operating system's keyring, if there is one. Used only with consent."""

from __future__ import annotations

from dataclasses import dataclass

import keyring
from keyring.backends import fail, null
from keyring.errors import KeyringError

from wizard.credentials.secret import Secret

SERVICE = "section11-setup"
UNUSABLE = (fail.Keyring, null.Keyring)  # the null backend forgets without saying so


@dataclass(frozen=True, slots=True)
class KeyStore:
    """Keeps secrets by name, such as ``github:github.com``."""

    enabled: bool = True

    @property
    def usable(self) -> bool:
        """Whether there is a keyring that keeps what it is given."""
        try:
            return self.enabled and not isinstance(keyring.get_keyring(), UNUSABLE)
        except (KeyringError, RuntimeError):
            return False

    def get(self, name: str) -> Secret | None:
        """Return a stored secret; None when there is none or the keyring is locked."""
        if not self.usable:
            return None
        try:
            value = keyring.get_password(SERVICE, name)
        except (KeyringError, RuntimeError, OSError):
            return None
        return Secret(value) if value else None

    def put(self, name: str, secret: Secret) -> bool:
        """Store a secret; tells whether it was kept."""
        if not self.usable:
            return False
        try:
            keyring.set_password(SERVICE, name, secret.reveal())
        except (KeyringError, RuntimeError, OSError):
            return False
        return True

    def remove(self, name: str) -> None:
        """Forget a secret."""
        if not self.usable:
            return
        try:
            keyring.delete_password(SERVICE, name)
        except (KeyringError, RuntimeError, OSError):
            return
