"""Settings that stand in secrets are not stated as if they were known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wizard.mirrors import add_secret, mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

pytestmark = pytest.mark.process


def test_status_and_settings_say_what_they_cannot_read(stage: Stage) -> None:
    repo = mirror(stage)
    del repo.variables["WEEK_START"]
    add_secret(repo, "WEEK_START", "sun")
    add_secret(repo, "ZONE_PREFERENCE", "run:hr")
    told = " ".join(stage.wizard("status").out.split())
    assert "week start as a secret says" in told
    assert "zone preference as a secret says" in told
    assert "Monday" not in told
    assert stage.wizard("status", "--json").json["data"]["hidden"] == [
        "week_start",
        "zone_preference",
    ]
    told = stage.wizard("settings").out
    assert told.count("as your Actions secret says") == 2
    assert "Monday" not in told
