"""The engine as one file that runs by itself: its sources and the packages it needs.

The packages come from the wheels beside this file, which are those that ``engine/requirements.txt``
pins by hash, so nothing is installed and no index is asked where the bundle runs.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

MAIN = "__main__.py"
LICENSE = "LICENSE"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
MODE = 0o100644
UNIX = 3


@lru_cache(maxsize=1)
def engine_bundle() -> bytes:
    """Return the bundle: the same bytes for the same version, wherever it is made."""
    return zipped(contents())


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Return the SHA-256 of the bundle, in hexadecimal digits."""
    return hashlib.sha256(engine_bundle()).hexdigest()


def contents() -> dict[str, bytes]:
    """Return path and content of every file in the bundle."""
    found = dict(_sources(files("engine"), "engine"))
    for wheel in sorted(wheels(), key=lambda wheel: wheel.name):
        found |= _unpacked(wheel.read_bytes())
    found[MAIN] = (files("templates") / "files" / "main.py.txt").read_bytes()
    # its text asks to go with every copy; those of the packages are in their .dist-info
    found[LICENSE] = found[f"engine/{LICENSE}"]
    return found


def wheels() -> Iterator[Traversable]:
    """Yield the wheels of the packages that the engine needs."""
    folder = files("templates") / "wheels"
    return (file for file in folder.iterdir() if file.name.endswith(".whl"))


def zipped(content_of: dict[str, bytes]) -> bytes:
    """Pack files so that the result depends on their names and contents alone."""
    target = BytesIO()
    # stored: what compression makes of a file differs between builds of zlib
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for path, content in sorted(content_of.items()):
            entry = ZipInfo(path, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = MODE << 16
            archive.writestr(entry, content)
    return target.getvalue()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        inside = f"{path}/{item.name}"
        if item.is_dir() and item.name != "__pycache__":
            yield from _sources(item, inside)
        elif item.is_file() and not item.name.endswith(".pyc"):
            yield inside, item.read_bytes()


def _unpacked(wheel: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(wheel)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()
                if not entry.is_dir()}  # fmt: skip
