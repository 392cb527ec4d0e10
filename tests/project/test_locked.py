"""One lock says what everybody works with, and everything that names a version agrees with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def locked(name):
    """Requirements of a lock file, by name."""
    text = (ROOT / name).read_text("utf-8")
    lines = re.findall(r"^([\w.-]+==[^\\\n]+?)(?: \\)?$", text, re.MULTILINE)
    found = {}
    for line in lines:
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def version(requirement):
    [pin] = requirement.specifier
    return pin.version


LOCK = locked("requirements-dev.lock")
ENGINE = locked("engine/requirements.txt")
DIRECT = [
    Requirement(text)
    for text in (
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["dev"],
        *PROJECT["build-system"]["requires"],
    )
]


@pytest.mark.parametrize("wanted", DIRECT, ids=str)
def test_every_direct_dependency_is_locked_within_its_range(wanted):
    for system, title in SYSTEMS.items():
        for python in PYTHONS:
            where = default_environment() | {
                "sys_platform": system,
                "platform_system": title,
                "os_name": "nt" if system == "win32" else "posix",
                "python_version": python,
                "python_full_version": f"{python}.0",
            }
            if wanted.marker is not None and not wanted.marker.evaluate(where):
                continue
            pins = LOCK.get(canonicalize_name(wanted.name), [])
            here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(where)]
            assert len(here) == 1, f"{wanted} for {system}, {python}: make lock"
            assert wanted.specifier.contains(version(here[0])), f"{here[0]}: make lock"


def test_every_file_of_the_lock_has_a_hash():
    text = (ROOT / "requirements-dev.lock").read_text("utf-8")
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    pins = [block for block in blocks if re.match(r"[\w.-]+==", block)]
    assert len(pins) == sum(map(len, LOCK.values()))
    assert all("--hash=sha256:" in block for block in pins)


def test_tests_run_with_the_packages_of_the_engine():
    different = {
        name: (version(pin), [version(one) for one in LOCK.get(name, [])])
        for name, [pin] in ENGINE.items()
        if [version(one) for one in LOCK.get(name, [])] != [version(pin)]
    }
    assert different == {}


CONFIG = YAML(typ="safe").load(ROOT / ".pre-commit-config.yaml")
HOOKS = {hook["id"]: hook for repo in CONFIG["repos"] for hook in repo["hooks"]}
PINS = [Requirement(text) for hook in HOOKS.values() for text in hook["additional_dependencies"]]


@pytest.mark.parametrize("pin", PINS, ids=str)
def test_pre_commit_works_with_the_versions_of_the_lock(pin):
    [known] = LOCK[canonicalize_name(pin.name)]
    assert pin.specifier == known.specifier


def test_pre_commit_needs_nothing_but_pypi_on_every_system():
    assert [repo["repo"] for repo in CONFIG["repos"]] == ["local"]
    assert {hook["language"] for hook in HOOKS.values()} == {"python"}


def test_pre_commits_mypy_knows_the_types_of_all_dependencies():
    there = {canonicalize_name(Requirement(text).name)
             for text in HOOKS["mypy"]["additional_dependencies"]}  # fmt: skip
    needed = {canonicalize_name(Requirement(text).name)
              for text in PROJECT["project"]["dependencies"]}  # fmt: skip
    assert needed <= there
