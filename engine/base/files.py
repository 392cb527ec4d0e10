"""Reading files that may be anything."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_file(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        OSError: it cannot be read, or is a pipe or a device, whose reader might wait for ever.
    """
    flags = getattr(os, "O_NONBLOCK", 0)

    def waiting_for_nobody(name: str, mode: int) -> int:
        return os.open(name, mode | flags)

    with open(path, "rb", opener=waiting_for_nobody) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file but a pipe or a device", str(path))
        return file.read()
