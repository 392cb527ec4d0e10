"""A machine with neither timer nor keyring, such as a container: it syncs by hand all the same."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo terminals are needed", allow_module_level=True)

from tests.wizard.local.machine import one_sentence
from tests.wizard.stage import KEY
from tests.wizard.terminal import ENTER, Terminal

if TYPE_CHECKING:
    from tests.wizard.local.machine import LocalMachine

pytestmark = [pytest.mark.process, pytest.mark.slow]


def test_by_hand_needs_neither_timer_nor_key_file(
    machine: LocalMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = machine.local("--yes", "--json", "--schedule", "manual")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["settings"]["key_place"] == "environment"
    assert ran.json["data"]["numbers"]
    assert not any(KEY in text for text in map(str, machine.files().values()))
    assert machine.local("--sync").code == 0
    again = machine.local("--yes", "--schedule", "manual")
    assert "Nothing to do" in again.out
    monkeypatch.delenv("INTERVALS_KEY")
    ran = machine.local("--sync", "--json")
    assert ran.code == 3
    assert "INTERVALS_KEY" in ran.json["error"]["remedy"]


def test_a_timer_cannot_take_the_key_from_the_environment(machine: LocalMachine) -> None:
    machine.install("systemctl")
    ran = machine.local("--yes", "--json", "--key-store", "environment")
    assert ran.code == 2
    assert "A timer does not see your environment" in one_sentence(ran)


def test_a_person_in_a_container_is_asked_and_not_sent_away(machine: LocalMachine) -> None:
    with Terminal("local", env=dict(os.environ)) as screen:
        screen.wait_for("nothing refreshes by itself")
        for question in ("Is that right?", "Folder", "Anything else to change?", "Go ahead?"):
            screen.wait_for(question)
            screen.send(ENTER)
        assert screen.end() == 0, screen.text
    assert machine.files()
