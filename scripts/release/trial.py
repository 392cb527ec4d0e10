"""Try a release as somebody does who has nothing else: install it alone, run what it brings.

``python trial.py FOLDER KIND`` needs this file and the files of the release, no clone: nothing but
what was packed can be found.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: Final = {"wheel": "*.whl", "sdist": "*.tar.gz"}
BUNDLE: Final = "engine.pyz"
MIRROR: Final = "demo-output"
"""Where the demonstration leaves the repository that it made."""
PROGRAMS: Final = "Scripts" if sys.platform == "win32" else "bin"
MISLEADING: Final = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
"""What could lead a program of the empty environment out of it."""


class TrialError(Exception):
    """What was released does not work; the text says what, with its output."""


@dataclass(frozen=True, slots=True)
class Place:
    """An empty environment, in a folder with nothing else in it."""

    folder: Path

    def program(self, name: str) -> str:
        """Return where a program of the environment is."""
        return str(self.folder / "empty" / PROGRAMS / name)

    def run(self, *command: str) -> str:
        """Run a command here and return what it said.

        Raises:
            TrialError: it failed.
        """
        environment = {name: text for name, text in os.environ.items() if name not in MISLEADING}
        done = subprocess.run(  # noqa: S603 - programs that this file names
            command, cwd=self.folder, env=environment, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip
        if done.returncode:
            said = " ".join([Path(command[0]).name, *command[1:]])
            raise TrialError(f"{said} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout.strip()


def with_pip(place: Place, package: Path) -> None:
    """Install a package as pip and pipx do."""
    place.run(place.program("python"), "-m", "ensurepip")
    quiet = ("--quiet", "--disable-pip-version-check")
    place.run(place.program("python"), "-m", "pip", "install", *quiet, str(package))


def try_release(
    release: Path, kind: str, install: Callable[[Place, Path], None] = with_pip
) -> tuple[str, ...]:
    """Install a package of a release and run everything in it; return what each said of itself.

    Raises:
        TrialError: something does not work, or is not what it should be.
    """
    [package] = release.absolute().glob(KINDS[kind])
    bundle = release.absolute() / BUNDLE
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Place(Path(folder))
        venv.create(place.folder / "empty", symlinks=sys.platform != "win32")
        python = place.program("python")
        # first, while there is nothing that it could borrow
        versions = [place.run(python, "-I", str(bundle), "--version")]
        install(place, package)
        versions += [
            place.run(place.program("section11-setup"), "--version"),
            place.run(place.program("section11-sync"), "--version"),
            place.run(python, "-m", "engine", "--version"),
        ]
        place.run(place.program("section11-setup"), "demo", "--yes")
        if (place.folder / MIRROR / BUNDLE).read_bytes() != bundle.read_bytes():
            raise TrialError(f"A mirror made by the {kind} has another {BUNDLE} than the release.")
    return tuple(dict.fromkeys(versions))


def main(arguments: list[str] | None = None) -> int:
    """Try what the command line names, and say how it went."""
    parser = argparse.ArgumentParser(prog="trial.py", description=__doc__)
    parser.add_argument("folder", type=Path, help="the files of the release")
    parser.add_argument("kind", choices=KINDS)
    said = parser.parse_args(arguments)
    try:
        versions = try_release(said.folder, said.kind)
    except TrialError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("\n".join((*versions, f"the demonstration runs from the {said.kind}", "")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
