"""What the tests of the project share: one built release."""

from __future__ import annotations

import pytest

from scripts.release.assets import build
from tests.bundles import bundled, whole_contents


@pytest.fixture(scope="package")
def release(tmp_path_factory):
    """Return a folder with everything that a release publishes."""
    folder = tmp_path_factory.mktemp("release")
    with bundled(whole_contents):
        build(folder)
    return folder
