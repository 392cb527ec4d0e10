"""What the engine writes for the recorded athletes fits the schemas, at every privacy level."""

from __future__ import annotations

import json

import pytest

from engine.output import privacy
from tests.contract.recorded import RUNS, runs
from tests.schemas import NAMES, faults_of_files

pytestmark = pytest.mark.process


@pytest.mark.parametrize("level", ["off", "standard", "strict"])
@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_all_files_of_all_recorded_athletes_fit(athlete, run, level):
    files = {f"{name}.json": runs(athlete)[run].files[f"{name}.json"] for name in NAMES}
    names = frozenset(row["name"] for row in files["latest.json"]["recent_activities"])
    hidden = privacy.HiddenNames({}, names)
    written = privacy.apply(level, json.loads(json.dumps(files)), hidden)
    assert faults_of_files(written) == []
