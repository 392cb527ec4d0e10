"""The engine in one file: the same everywhere, complete, and deaf to what lies around it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import venv
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

import engine
from templates.bundle import engine_bundle, wheels, zipped
from templates.render import render
from templates.settings import MirrorSettings

pytestmark = pytest.mark.usefixtures("whole_bundle")
ROOT = Path(__file__).parents[2]
SHADOWS = ("statistics", "json", "asyncio", "runpy", "httpx", "engine", "sitecustomize", "anyio")
MODULES = """
import engine, pkgutil
for module in pkgutil.walk_packages(engine.__path__, "engine."):
    __import__(module.name)
import certifi, httpx, zoneinfo
zoneinfo.reset_tzpath([])
zoneinfo.ZoneInfo("Europe/Lisbon")
httpx.Client().close()
assert all(".pyz" in module.__file__ for module in (engine, certifi, httpx))
"""


def inside() -> dict[str, bytes]:
    with ZipFile(BytesIO(engine_bundle())) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
        return {name: archive.read(name) for name in archive.namelist()}


def test_packing_depends_on_names_and_contents_alone():
    files = {"b": b"2", "a": b"1"}
    assert zipped(files) == zipped(dict(reversed(files.items())))


def test_the_engine_is_in_it_as_it_is():
    folder = Path(engine.__file__).parent
    sources = {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    bundled = inside()
    assert {p: text for p, text in bundled.items() if p.startswith("engine/")} == sources
    assert f'__version__ = "{engine.__version__}"' in bundled["engine/__init__.py"].decode()


def test_every_license_comes_along():
    bundled = inside()
    assert bundled["LICENSE"] == (ROOT / "LICENSE").read_bytes()
    told = {path.partition("-")[0] for path in bundled if re.search(r"LICENSE|COPYING", path)}
    assert {wheel.name.partition("-")[0] for wheel in wheels()} <= told


def test_its_packages_are_the_pinned_files_and_pure_python():
    pins = (ROOT / "engine" / "requirements.txt").read_text("utf-8")
    names = re.findall(r"^([a-z0-9-]+)==(\S+) \\$", pins, re.MULTILINE)
    carried = {wheel.name: hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels()}
    pinned = {f"{name.replace('-', '_')}-{version}" for name, version in names}
    assert {"-".join(name.split("-")[:2]) for name in carried} == pinned
    assert all(f"sha256:{digest}" in pins for digest in carried.values())
    assert all(name.endswith("-none-any.whl") for name in carried)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A bare Python and a mirror's folder, full of files that would break what imports them."""
    folder = tmp_path_factory.mktemp("hostile")
    venv.create(folder / "bare", with_pip=False)
    placed = render(MirrorSettings("ann", "training-data"))
    for name in ("engine.pyz", "sync.py"):
        (folder / name).write_bytes(placed[name])
    for name in SHADOWS:
        (folder / f"{name}.py").write_text("raise SystemExit('shadowed')\n")
    return folder


def python(folder, *arguments):
    bare = folder / "bare" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    return subprocess.run(
        [str(bare), *arguments], cwd=folder, capture_output=True, text=True, check=False, env={}
    )


@pytest.mark.process
@pytest.mark.parametrize("start", [("-I", "engine.pyz"), ("sync.py",), ("-P", "sync.py")])
def test_nothing_in_the_repository_gets_between_the_engine_and_its_imports(hostile, start):
    done = python(hostile, *start, "--days", "14")
    assert done.returncode == 3, done.stderr
    assert "ATHLETE_ID and INTERVALS_KEY not set" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.process
def test_everything_can_be_imported_from_it_alone(hostile):
    code = f"import sys; sys.path.insert(0, {str(hostile / 'engine.pyz')!r})\n{MODULES}"
    done = python(hostile, "-I", "-c", code)
    assert done.returncode == 0, done.stderr
