"""Works as `python -m pip` inside a job: installs from packages that are already here.

`pip install` is served by linking the packages of the interpreter that runs the stand-in, whatever
their version, so that a demonstration needs no network and no time. Anything else, and packages
that are not here, are left to the real pip. This file is copied into the environment of a job and
must not import anything but the standard library.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

HERE = Path(__file__).parent
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def normal(name: str) -> str:
    """Spelling that is the same for all spellings of a package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(file: Path) -> list[str]:
    """Names of the packages in a requirements file."""
    found = (NAME.match(line.strip()) for line in file.read_text("utf-8").splitlines())
    return [match.group(0) for match in found if match]


def wanted(arguments: list[str]) -> tuple[list[str], list[str], str | None]:
    """Names asked for, names in requirement files, target folder; ValueError = for the real pip."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("-r", "--requirement", action="append", default=[])
    parser.add_argument("-t", "--target")
    for option in ("--only-binary", "--no-binary", "-c", "--constraint", "--python-version"):
        parser.add_argument(option)
    for option in ("-i", "--index-url", "--find-links", "-f", "--cache-dir", "--root-user-action"):
        parser.add_argument(option)
    parser.add_argument("names", nargs="*")
    known, _ = parser.parse_known_args(arguments)
    listed = [name for file in known.requirement for name in requirements(Path(file))]
    names = []
    for text in known.names:
        match = NAME.match(text)
        if match is None or "/" in text:
            raise ValueError(text)
        names.append(match.group(0))
    return names, listed, known.target


def found(
    names: list[str], listed: list[str], folders: list[str], *, alone: bool
) -> list[Distribution]:
    """The packages and (unless `alone`) what they need; LookupError for a named one not here.

    A requirement file may list what another version of Python would need: those may be missing.
    """
    chosen: dict[str, Distribution] = {}
    asked = {normal(name) for name in names}
    todo = sorted(asked | {normal(name) for name in listed})
    while todo:
        name = todo.pop()
        if name in chosen:
            continue
        one = next(iter(distributions(name=name, path=folders)), None)
        if one is not None and one.files:
            chosen[name] = one
            needs = [] if alone else one.requires or []
            matches = [NAME.match(text) for text in needs if "extra ==" not in text]
            todo += [normal(match.group(0)) for match in matches if match]
        elif name in asked:
            raise LookupError(name)
    return list(chosen.values())


def place(distribution: Distribution, target: Path) -> None:
    """Link the folders and files of a package into the target, or copy where links cannot be."""
    files = [file for file in distribution.files or () if ".." not in file.parts]
    for top in sorted({file.parts[0] for file in files if not file.name.endswith(".pth")}):
        source, own = Path(str(distribution.locate_file(top))), target / top
        if top == "__pycache__" or own.exists() or not source.exists():
            continue
        try:
            own.symlink_to(source, target_is_directory=source.is_dir())
        except OSError:
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, own)


def main(arguments: list[str]) -> int:
    """Serve an `install`, or hand on."""
    known = json.loads((HERE / "standin.json").read_text("utf-8"))
    if arguments[:1] == ["install"] and known["from"]:
        try:
            names, listed, target = wanted(arguments[1:])
            chosen = found(names, listed, known["from"], alone="--no-deps" in arguments)
        except (ValueError, LookupError, OSError, argparse.ArgumentError):
            chosen, target = [], None
        if chosen:
            folder = Path(target or known["site"])
            folder.mkdir(parents=True, exist_ok=True)
            for distribution in chosen:
                place(distribution, folder)
            titles = " ".join(sorted(f"{d.metadata['Name']}-{d.version}" for d in chosen))
            sys.stdout.write(f"Taken from the packages of this computer: {titles}\n")
            return 0
    if not known["pip"]:
        sys.stderr.write("ERROR: pip is not part of this Python installation\n")
        return 1
    command = [*known["pip"], "--python", sys.executable, *arguments]
    environment = {**known["network"], **os.environ}
    return subprocess.run(command, check=False, env=environment).returncode  # noqa: S603 - real pip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
