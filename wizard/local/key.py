"""The API key on this machine: in the keyring, with consent in a file, or kept nowhere."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.credentials.secret import Secret
from wizard.errors import AuthError, WizardError
from wizard.local.settings import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.credentials.keyring_store import KeyStore
    from wizard.local.settings import KeyPlace

VARIABLE = "INTERVALS_KEY"
FOLDER = "local-key"
FILE = "intervals.env"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class LocalKey:
    """Keeps the key of one Intervals.icu server.

    Attributes:
        config: folder of this program's settings.
        intervals_url: base of the server's API.
        keys: the keyring, or nothing.
    """

    config: Path
    intervals_url: str
    keys: KeyStore

    @property
    def file(self) -> Path:
        """Path of the file: in a folder that holds nothing else."""
        return self.config / FOLDER / FILE

    @property
    def name(self) -> str:
        """Name in the keyring; not the wizard's own, so that removing it takes nothing else."""
        return f"local:{self.intervals_url}"

    def read(self, place: KeyPlace) -> Secret | None:
        """Return the stored key; None when there is none.

        Raises:
            AuthError: the file can be read by others, or not by us.
        """
        if place == "keyring":
            return self.keys.get(self.name)
        if place == "environment":
            value = os.environ.get(VARIABLE, "")
            return Secret(value) if value.strip() else None
        try:
            others = os.name == "posix" and stat.S_IMODE(self.file.stat().st_mode) & OTHERS
            text = self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            raise AuthError(f"{self.file} cannot be read.", "check its owner and rights") from None
        if others:
            raise AuthError(
                f"Other users can read the API key in {self.file}.", f"chmod 600 '{self.file}'"
            )
        name, _, value = text.strip().partition("=")
        return Secret(value) if name == VARIABLE and value.strip() else None

    def write(self, place: KeyPlace, secret: Secret) -> None:
        """Store the key there and nowhere else.

        Raises:
            WizardError: it was not kept.
        """
        if place == "file":
            write_file(self.file, f"{VARIABLE}={secret.reveal()}\n".encode(), mode=0o600)
            self.keys.remove(self.name)
            return
        if place == "environment":
            self.remove()
            return
        if not self.keys.put(self.name, secret):
            raise WizardError(
                "The keyring of this computer did not keep the key.",
                "unlock it, or add --key-store file to keep the key in a file",
            )
        self._remove_file()

    def remove(self) -> None:
        """Forget the key."""
        self.keys.remove(self.name)
        self._remove_file()

    def _remove_file(self) -> None:
        try:
            self.file.unlink(missing_ok=True)
            if self.file.parent.exists():
                self.file.parent.rmdir()
        except OSError as error:
            raise WizardError(
                f"{self.file} cannot be deleted: {error.strerror}.", "delete it by hand"
            ) from None
