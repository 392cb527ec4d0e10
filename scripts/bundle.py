"""Write the engine as one zip file: what a data repository gets, without the wizard.

``python -m scripts.bundle FILE`` writes the same bytes wherever it runs, so that everybody can make
the file of a release again and compare.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from templates import MirrorSettings, render

ENGINE = "engine/"
LICENSE = "LICENSE"
ROOT = Path(__file__).parents[1]
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
MODE = 0o100644
UNIX = 3


def bundle() -> bytes:
    """Return the zip file."""
    placed = render(MirrorSettings("owner", "repository"))
    files = {path: content for path, content in placed.items() if path.startswith(ENGINE)}
    # its text asks to go with every copy
    files[LICENSE] = (ROOT / LICENSE).read_bytes()
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    """Pack files so that the result depends on their names and contents alone."""
    target = BytesIO()
    # stored: what compression makes of a file differs between builds of zlib
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for path, content in sorted(files.items()):
            entry = ZipInfo(path, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = MODE << 16
            archive.writestr(entry, content)
    return target.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Write the bundle to the file that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bundle", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.parse_args(arguments).file.write_bytes(bundle())
    return 0


if __name__ == "__main__":
    sys.exit(main())
