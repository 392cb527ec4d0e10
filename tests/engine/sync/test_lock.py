"""One sync at a time in a folder, and no lock outlives its process."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from engine.output import lock
from engine.output.lock import LOCK_FILE, LockedError, exclusive
from engine.output.store import StoreError

HOLD = """
import sys
from pathlib import Path
from engine.output.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


@pytest.mark.process
def test_a_second_sync_is_told_to_wait(tmp_path, holder):
    told = pytest.raises(LockedError, match=r"Another sync is running in .*: wait")
    with told, exclusive(tmp_path):
        pass


@pytest.mark.process
def test_another_folder_is_free(tmp_path, holder):
    with exclusive(tmp_path / "other"):
        assert (tmp_path / "other" / LOCK_FILE).exists()


@pytest.mark.process
def test_the_lock_ends_with_its_process_however_that_ends(tmp_path, holder):
    holder.kill()
    holder.wait()
    with exclusive(tmp_path):
        pass


def test_the_lock_ends_with_the_block_and_after_an_error(tmp_path):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), exclusive(tmp_path):
            1 / 0  # noqa: B018


@pytest.mark.parametrize("content", [b"", b'{"pid": 1, "started": "2020-01-01T00:00:00"}', b"[]"])
def test_a_lock_file_of_another_program_does_not_matter(tmp_path, content):
    (tmp_path / LOCK_FILE).write_bytes(content)
    with exclusive(tmp_path):
        pass
    assert (tmp_path / LOCK_FILE).read_bytes() == content


def test_a_file_system_without_locks_gets_along_without(tmp_path, monkeypatch):
    def refuse(_descriptor):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with exclusive(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreError, match=r"file.* cannot be written"), exclusive(path):
            pass
