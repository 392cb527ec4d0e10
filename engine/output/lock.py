"""One sync at a time in a data directory, by a lock that the operating system releases."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.output.store import unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_FILE = ".sync.lock"
HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
"""What the operating systems say when somebody else has the lock."""


class LockedError(Exception):
    """Another sync is running in the same data directory."""


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; it ends with the process, however that ends.

    Where the file system has no locks, the sync runs without one.

    Raises:
        LockedError: another process holds it.
        StoreError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (folder / LOCK_FILE).open("a+b")
    except OSError as error:
        raise unwritable(folder, error) from error
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            if error.errno in HELD:
                raise LockedError(
                    f"Another sync is running in {folder.resolve()}: wait until it has finished."
                ) from error
        yield


if sys.platform == "win32":  # pragma: no cover - measured on Linux
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
