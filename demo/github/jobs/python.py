"""The Python that a job finds on its PATH: a bare environment of its own, made in a moment.

Like the image of a hosted runner it has `python`, `python3` and `pip`, and no other package.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from demo.github.jobs import pip_standin

Packages = Literal["installed", "index"]
WINDOWS = os.name == "nt"
SCRIPTS = "Scripts" if WINDOWS else "bin"
NETWORK = re.compile(r"PIP_|SSL_CERT_|(HTTPS?|ALL|NO)_PROXY\Z", re.IGNORECASE)
"""How this computer reaches a package index: for the real pip, not for the job."""


def create(folder: Path, packages: Packages) -> Path:
    """Make an environment of the running interpreter; returns the folder for PATH."""
    venv.EnvBuilder(symlinks=not WINDOWS, with_pip=False).create(folder)
    return _with_pip(folder, packages)


def create_from(interpreter: str, folder: Path, packages: Packages) -> Path:
    """Make an environment of another interpreter; returns the folder for PATH."""
    command = [interpreter, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - found on PATH
    return _with_pip(folder, packages)


def find(version: str) -> str | None:
    """Interpreter for a wanted version such as `3.12`, `3.x` or nothing; None = not here."""
    running = ".".join(map(str, sys.version_info[:2]))
    wanted = ".".join(version.strip().removesuffix(".x").split(".")[:2])
    if wanted in {"", "3", "x", running} or wanted.startswith(">="):
        return sys.executable
    program = shutil.which(f"python{wanted}")
    if program is None:
        return None
    works = subprocess.run([program, "-c", ""], check=False, capture_output=True)  # noqa: S603
    return program if works.returncode == 0 else None


def _with_pip(folder: Path, packages: Packages) -> Path:
    """Put a `pip` in that serves from this interpreter's packages, or hands on to the real one."""
    scripts = folder / SCRIPTS
    site = next(folder.rglob("site-packages"))
    own = site / "pip"
    own.mkdir()
    (own / "__init__.py").write_text("", encoding="utf-8")
    shutil.copyfile(pip_standin.__file__, own / "__main__.py")
    known = {
        "site": str(site),
        "from": _site_folders() if packages == "installed" else [],
        "pip": [sys.executable, "-m", "pip"] if find_spec("pip") else [],
        "network": {name: value for name, value in os.environ.items() if NETWORK.match(name)},
    }
    (own / "standin.json").write_text(json.dumps(known), encoding="utf-8")
    for name in ("pip", "pip3"):
        script = scripts / name
        script.write_text('#!/bin/sh\nexec python3 -m pip "$@"\n', encoding="utf-8", newline="\n")
        script.chmod(0o755)
    for name in ("python", "python3"):
        if WINDOWS and not (scripts / f"{name}.exe").exists():
            shutil.copyfile(scripts / "python.exe", scripts / f"{name}.exe")
    return scripts


def _site_folders() -> list[str]:
    """Folders with the packages of the running interpreter."""
    folders = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *sys.path]
    return [path for path in dict.fromkeys(folders) if path and Path(path).is_dir()]
