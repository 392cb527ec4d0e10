"""The net that catches secrets, below every test, and how thorough property tests are.

``HYPOTHESIS_PROFILE=thorough`` gives them ten times as many examples.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import bundles, purity
from tests.secret_net import Net, captured_texts, install

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

# the same examples in each run, so that a change is judged by itself; "thorough" looks for new ones
settings.register_profile("fast", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

# httpcore looks for it at every lock, along the whole path when it is not there
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

NET = Net()


def pytest_configure() -> None:
    """Hang the nets."""
    install(NET)
    purity.watch()


def pytest_xdist_auto_num_workers() -> int:
    """Use one worker more than there are cores: a fifth of the time, each waits for something."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests whose fixtures start something, before they are chosen by mark."""
    purity.mark(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Begin a new record of what a test starts."""
    purity.started.clear()


@pytest.fixture(scope="session", autouse=True)
def small_bundle() -> Iterator[None]:
    """Give the mirrors of tests a bundle that does nothing."""
    with bundles.bundled(bundles.small_contents):
        yield


@pytest.fixture(scope="session", autouse=True)
def fingerprints_are_made_once() -> Iterator[None]:
    """Spare the rounds of hashing that the same few invented keys would take in every visit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashlib, "pbkdf2_hmac", lru_cache(hashlib.pbkdf2_hmac))
        yield


@pytest.fixture(scope="module")
def compiled_bundle() -> Iterator[None]:
    """Give mirrors all of the real bundle, compiled, for workflows that run it again and again."""
    with bundles.bundled(bundles.compiled_contents):
        yield


@pytest.fixture(scope="module")
def whole_bundle() -> Iterator[None]:
    """Give mirrors the real bundle, as programs outside of this process do."""
    with bundles.bundled(bundles.whole_contents):
        yield


@pytest.fixture(autouse=True)
def nothing_is_started_unmarked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that starts a program or a server without the mark `process`."""
    yield
    if request.node.get_closest_marker("process") is None:
        assert purity.started == []


@pytest.fixture(autouse=True)
def no_secret_gets_out(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test after which a key or token lies or stands where it must not."""
    # asked for first, it is there until the end
    folder: Path | None = (
        request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    )
    yield
    if folder is not None:
        NET.look_below(folder)
    caught = NET.take()
    if request.node.get_closest_marker("secrets_belong") is None:
        assert caught == []


@pytest.fixture(scope="session", autouse=True)
def no_secret_is_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Look once more at the end: at what came outside of tests."""
    yield
    assert NET.take() == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at what pytest captured, and at the text of a failure."""
    report = yield
    net = Net()
    for text, title in captured_texts(report):
        net.look(text, title)
    caught = net.take()
    if caught and item.get_closest_marker("secrets_belong") is None:
        report.outcome = "failed"
        report.longrepr = f"secrets in what was captured: {caught}"
    return report
