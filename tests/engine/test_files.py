"""A data folder may hold anything under our names, and keeps the rights that it was given."""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from engine.base.files import read_file
from engine.base.format import FTP_HISTORY, LATEST
from engine.cli import parser
from engine.config import CONFIG_FILE, ConfigError, resolve
from engine.output.lock import LOCK_FILE, exclusive
from engine.output.store import Store, StoreError
from engine.program import last_sync

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 21, 7, tzinfo=UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and modes are POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_a_pipe_in_place_of_a_data_file_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / LATEST)
    with pytest.raises(StoreError, match="pipe or a device"):
        Store(tmp_path, NOW).read(LATEST)
    assert last_sync(tmp_path / LATEST) is None


@posix
def test_a_device_in_place_of_a_data_file_is_named(tmp_path):
    (tmp_path / FTP_HISTORY).symlink_to("/dev/zero")
    with pytest.raises(StoreError, match="pipe or a device"):
        Store(tmp_path, NOW).read(FTP_HISTORY)


@posix
def test_a_pipe_in_place_of_the_settings_is_named(tmp_path):
    os.mkfifo(tmp_path / CONFIG_FILE)
    options = parser().parse_args(["--data-dir", str(tmp_path)])
    with pytest.raises(ConfigError, match="cannot be read"):
        resolve(options, {"ATHLETE_ID": "0", "INTERVALS_KEY": "k"})


@posix
def test_a_pipe_in_place_of_the_lock_is_named(tmp_path):
    os.mkfifo(tmp_path / LOCK_FILE)
    with pytest.raises(StoreError, match="cannot be written"), exclusive(tmp_path):
        pass


@posix
def test_a_pipe_or_a_link_where_a_file_is_prepared_goes(tmp_path):
    other = tmp_path / "other"
    other.write_text("mine")
    store = Store(tmp_path, NOW)
    prepared = tmp_path / f".{LATEST}.tmp"
    os.mkfifo(prepared)
    store.write(LATEST, {"a": 1})
    prepared.symlink_to(other)
    store.write(LATEST, {"a": 2})
    assert read_file(tmp_path / LATEST).strip()
    assert other.read_text() == "mine"


@posix
@pytest.mark.parametrize("rights", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_rights(tmp_path, rights):
    (tmp_path / LATEST).write_text("{}")
    (tmp_path / LATEST).chmod(rights)
    Store(tmp_path, NOW).write(LATEST, {"a": 1})
    assert mode(tmp_path / LATEST) == rights


@posix
def test_a_folder_that_the_sync_makes_is_its_owner_s(tmp_path):
    with exclusive(tmp_path / "data"):
        assert mode(tmp_path / "data") == 0o700


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(OSError, match="director"):
        read_file(tmp_path)
