"""The operating system's keyring, if there is one. Used only with consent.

A keyring may be locked behind a prompt that nobody sees, and then it never answers; it may also
fail in ways of its own, of D-Bus for instance. Either way it counts as none, and is said once.
"""

from __future__ import annotations

import queue
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import keyring
from keyring.backends import fail, null
from keyring.errors import PasswordDeleteError

from wizard.credentials.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

T = TypeVar("T")
SERVICE = "section11-setup"
UNUSABLE = (fail.Keyring, null.Keyring)  # the null backend forgets without saying so
DEADLINE_S = 5.0
GOES_ON = "so it goes on as without one. Unlock it and run the command again to use it"


def _to_standard_error(words: str) -> None:
    sys.stderr.write(f"{words}\n")


@dataclass(frozen=True, slots=True)
class KeyStore:
    """Keeps secrets by name, such as ``github:github.com``.

    Attributes:
        enabled: whether the keyring is used at all.
        tell: says, once, that the keyring does not work.
        deadline_s: how long it has for an answer.
    """

    enabled: bool = True
    tell: Callable[[str], None] = _to_standard_error
    deadline_s: float = DEADLINE_S
    _given_up: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)

    @property
    def usable(self) -> bool:
        """Whether there is a keyring that keeps what it is given."""
        return self._ask(lambda _ring: True) is True

    def get(self, name: str) -> Secret | None:
        """Return a stored secret; None when there is none or the keyring does not work."""
        value = self._ask(lambda ring: ring.get_password(SERVICE, name))
        return Secret(value) if value else None

    def put(self, name: str, secret: Secret) -> bool:
        """Store a secret; tells whether it was kept."""

        def keep(ring: KeyringBackend) -> bool:
            ring.set_password(SERVICE, name, secret.reveal())
            return True

        return self._ask(keep) is True

    def remove(self, name: str) -> None:
        """Forget a secret."""

        def forget(ring: KeyringBackend) -> None:
            try:
                ring.delete_password(SERVICE, name)
            except PasswordDeleteError:  # it held none
                return

        self._ask(forget)

    def _ask(self, question: Callable[[KeyringBackend], T]) -> T | None:
        """Ask in a thread that may be left behind; None when there is no keyring that answers.

        The first failure is the last: whoever waits once for a dead keyring need not wait again.
        """
        if not self.enabled or self._given_up.is_set():
            return None
        answers: queue.SimpleQueue[T | BaseException | None] = queue.SimpleQueue()

        def answer() -> None:
            try:
                ring = keyring.get_keyring()
                answers.put(None if isinstance(ring, UNUSABLE) else question(ring))
            except BaseException as error:  # noqa: BLE001 - backends raise what they like
                answers.put(error)

        threading.Thread(target=answer, name="keyring", daemon=True).start()
        try:
            answered = answers.get(timeout=self.deadline_s)
        except queue.Empty:
            self._give_up(f"did not answer within {self.deadline_s:g} seconds")
            return None
        if isinstance(answered, BaseException):
            self._give_up(f"failed ({type(answered).__name__})")
            return None
        return answered

    def _give_up(self, what: str) -> None:
        self._given_up.set()
        self.tell(f"The keyring of this computer {what}, {GOES_ON}.")
