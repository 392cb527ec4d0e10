"""What the engine writes for the recorded athletes fits the schemas, at every privacy level."""

from __future__ import annotations

import json
from functools import cache

import pytest

from engine.output import privacy
from tests.contract.recorded import RUNS, runs
from tests.schemas import NAMES, faults

pytestmark = pytest.mark.process


@cache
def judged(name: str, text: str) -> list[str]:
    """The faults of a document, which most levels and runs leave as it is."""
    return faults(name, json.loads(text))


@pytest.mark.parametrize("level", ["off", "standard", "strict"])
@pytest.mark.parametrize(("athlete", "run"), RUNS)
def test_all_files_of_all_recorded_athletes_fit(athlete, run, level):
    files = {f"{name}.json": runs(athlete)[run].files[f"{name}.json"] for name in NAMES}
    names = frozenset(row["name"] for row in files["latest.json"]["recent_activities"])
    hidden = privacy.HiddenNames({}, names)
    written = privacy.apply(level, json.loads(json.dumps(files)), hidden)
    texts = {name: json.dumps(written[f"{name}.json"]) for name in NAMES}
    assert [fault for name, text in texts.items() for fault in judged(name, text)] == []
