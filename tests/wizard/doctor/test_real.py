"""The doctor and a mirror in which the real engine runs the committed workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demo.github.jobs.runner import Runner
from tests.wizard.mirrors import NAME
from tests.wizard.stage import KEY

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

pytestmark = pytest.mark.usefixtures("compiled_bundle")


def test_a_mirror_with_the_real_engine_is_well_falls_ill_and_is_healed(stage: Stage) -> None:
    stage.github.world.runner = Runner({"INTERVALS_API_URL": stage.intervals.url})
    assert stage.setup().code == 0
    well = stage.wizard("doctor", "--json")
    assert well.json["data"]["counts"] == {"error": 0, "warning": 0, "note": 0}, well.out

    repo = stage.github.repository(NAME)
    repo.secrets["INTERVALS_KEY"].value = "revoked-long-ago"
    stage.github.wait(stage.github.dispatch(repo, "auto-sync.yml"))
    ill = stage.wizard("doctor", "--json")
    (failed,) = [one for area in ill.json["data"]["areas"] for one in area["findings"]]
    assert failed["id"] == "run-failed"
    assert "Intervals.icu refused the API key" in failed["what"]
    assert failed["why"].startswith("Intervals.icu")
    assert failed["repair"]["id"] == "secrets"
    assert "revoked-long-ago" not in ill.out + ill.err

    healed = stage.wizard("doctor", "--fix", "--json")
    assert healed.code == 0, healed.out
    assert healed.json["data"]["repaired"] == ["run-failed"]
    assert repo.secrets["INTERVALS_KEY"].value == KEY
    assert repo.runs[-1].conclusion == "success"
