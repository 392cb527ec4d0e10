"""The published example as a whole document."""

from __future__ import annotations

import pytest

from tests.history.builders import OLD, POUNDS, RECORDS, WEEK, Raw, history


@pytest.fixture(scope="module")
def published() -> Raw:
    return history([*reversed(WEEK), OLD], RECORDS, POUNDS)
