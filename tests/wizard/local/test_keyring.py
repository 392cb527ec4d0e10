"""``section11-setup local`` with the key in a keyring."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import keyring
import pytest

from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.wizard.local.machine import LocalMachine


pytestmark = pytest.mark.process

BACKEND = """
import json, pathlib
from keyring.backend import KeyringBackend

class Shelf(KeyringBackend):
    priority = 1
    path = pathlib.Path({path!r})

    def _all(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {{}}

    def get_password(self, service, name):
        return self._all().get(f"{{service}}/{{name}}")

    def set_password(self, service, name, value):
        self.path.write_text(json.dumps(self._all() | {{f"{{service}}/{{name}}": value}}))

    def delete_password(self, service, name):
        known = self._all()
        known.pop(f"{{service}}/{{name}}", None)
        self.path.write_text(json.dumps(known))
"""


@pytest.fixture
def shelf(machine: LocalMachine, tmp_path: Path) -> Iterator[Path]:
    """A keyring that this process and the timer's job find, as they would a real one."""
    path = tmp_path / "shelf.json"
    source = BACKEND.format(path=str(path))
    (tmp_path / "shelf_backend.py").write_text(source)
    config = machine.home / ".config" / "python_keyring"
    config.mkdir(parents=True)
    words = f"[backend]\ndefault-keyring=shelf_backend.Shelf\nkeyring-path={tmp_path}\n"
    (config / "keyringrc.cfg").write_text(words)
    module: dict[str, Any] = {}
    exec(source, module)
    known = keyring.get_keyring()
    keyring.set_keyring(module["Shelf"]())
    yield path
    keyring.set_keyring(known)


def test_the_keyring_is_taken_where_there_is_one(machine: LocalMachine, shelf: Path) -> None:
    machine.install("systemctl")
    ran = machine.local("--yes")
    assert ran.code == 0, ran.out + ran.err
    assert list(json.loads(shelf.read_text()).values()) == [KEY]
    assert not machine.key_file.parent.exists()
    assert all(KEY.encode() not in content for content in machine.files().values())
    assert machine.local("--remove", "--yes").code == 0
    assert json.loads(shelf.read_text()) == {}


def test_a_keyring_that_a_timer_cannot_open_is_found_out_at_once(
    machine: LocalMachine, shelf: Path
) -> None:
    machine.install("systemctl")
    (machine.home / ".config" / "python_keyring" / "keyringrc.cfg").unlink()
    ran = machine.local("--yes")
    assert ran.code == 1, ran.out
    assert "cannot read the API key from the keyring" in ran.out
    assert "--key-store file" in ran.out
    assert not machine.units.exists(), "a timer that cannot work is not set"
    assert machine.local("--yes", "--key-store", "file").code == 0
    assert json.loads(shelf.read_text()) == {}
    assert machine.key_file.exists()
