"""A keyring that hangs, fails or is locked counts as none, within seconds, and is said once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from wizard.credentials.keyring_store import KeyStore
from wizard.credentials.secret import Secret
from wizard.local.settings import LocalSettings, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.process
IMPATIENT_S = 0.05
DBUS = 'org.freedesktop.DBus.Error.NoReply: "Did not receive a reply"'


class Ring(KeyringBackend):
    """Does the same whatever it is asked for."""

    priority = 9.0  # type: ignore[assignment]

    def __init__(self, does: Callable[[], str | None]) -> None:
        super().__init__()
        self.does = does
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002 - its shape
        self.asked += 1
        return self.does()

    def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
        self.get_password(service, username)

    def delete_password(self, service: str, username: str) -> None:
        self.get_password(service, username)


@pytest.fixture
def put() -> Iterator[Callable[[Callable[[], str | None]], Ring]]:
    """Put a keyring in the place of the real one."""
    before = keyring.get_keyring()

    def place(does: Callable[[], str | None]) -> Ring:
        ring = Ring(does)
        keyring.set_keyring(ring)
        return ring

    yield place
    keyring.set_keyring(before)


def _raises(error: BaseException) -> Callable[[], str | None]:
    def fail() -> str | None:
        raise error

    return fail


def test_one_that_never_answers_is_waited_for_once(
    put: Callable[[Callable[[], str | None]], Ring],
) -> None:
    never, said = threading.Event(), list[str]()
    ring = put(lambda: str(never.wait()))
    store = KeyStore(tell=said.append, deadline_s=IMPATIENT_S)
    assert store.get("github:github.com") is None
    assert store.get("intervals:x") is None
    assert not store.put("github:github.com", Secret("a-token-of-github"))
    store.remove("github:github.com")
    assert not store.usable
    assert ring.asked == 1, "no thread is left waiting for each question"
    assert len(said) == 1
    assert "did not answer within 0.05 seconds" in said[0]
    never.set()


class PanicError(BaseException):
    """What a backend in another language may raise: no `Exception`."""


@pytest.mark.parametrize(
    "error", [KeyringLocked("x"), ValueError(DBUS), PanicError("x"), SystemExit(1)], ids=repr
)
def test_whatever_it_raises_means_that_there_is_none(
    put: Callable[[Callable[[], str | None]], Ring], error: BaseException
) -> None:
    put(_raises(error))
    said: list[str] = []
    store = KeyStore(tell=said.append)
    assert store.get("x") is None
    assert not store.put("x", Secret("a-secret-value"))
    store.remove("x")
    assert len(said) == 1
    assert said[0].startswith(f"The keyring of this computer failed ({type(error).__name__})")


def test_forgetting_what_it_does_not_hold_is_no_failure(
    put: Callable[[Callable[[], str | None]], Ring],
) -> None:
    put(_raises(PasswordDeleteError("no such password")))
    said: list[str] = []
    store = KeyStore(tell=said.append)
    store.remove("x")
    assert store.usable
    assert said == []


@pytest.mark.slow
def test_the_job_of_a_timer_ends_and_says_why(tmp_path: Path) -> None:
    lines = (
        "import time",
        "from keyring.backend import KeyringBackend",
        "class Ring(KeyringBackend):",
        "    priority = 9",
        "    def get_password(self, service, username):",
        "        time.sleep(10**6)",
        "    set_password = delete_password = get_password",
    )
    (tmp_path / "slow_ring.py").write_text("\n".join(lines))
    settings = LocalSettings(
        folder=str(tmp_path / "data"), athlete="i1", timer="cron", key_place="keyring"
    )
    file = tmp_path / "local.json"
    file.write_text(to_text(settings))
    path = os.pathsep.join([str(tmp_path), *sys.path])
    ran = subprocess.run(
        [sys.executable, "-m", "wizard.local.run", "--settings", str(file)],
        env={
            "HOME": str(tmp_path),
            "PYTHONPATH": path,
            "PYTHON_KEYRING_BACKEND": "slow_ring.Ring",
        },
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 3
    said = ran.stderr.splitlines()
    assert len(said) == 2
    assert "did not answer within 5 seconds" in said[0]
    assert "cannot read the API key from the keyring" in said[1]
