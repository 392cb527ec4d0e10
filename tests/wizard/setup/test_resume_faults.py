"""Whatever goes wrong on the way, the end state is that of an undisturbed set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from tests.wizard.stage import end_state

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

WRITES = [
    ("POST", "/user/repos"),
    ("PUT", ".*/actions/secrets/ATHLETE_ID"),
    ("PUT", ".*/actions/secrets/INTERVALS_KEY"),
    ("POST", ".*/actions/variables"),
    ("PUT", ".*/actions/permissions/workflow"),
    ("POST", ".*/git/trees"),
    ("POST", ".*/git/commits"),
    ("PATCH", ".*/git/refs/.*"),
    ("POST", ".*/dispatches"),
]
READS = [
    ("GET", "/repos/athlete/training-data"),
    ("GET", ".*/actions/secrets/public-key"),
    ("GET", ".*/git/ref/.*"),
    ("GET", ".*/actions/runs/[0-9]+"),
    ("GET", ".*/contents/latest.json"),
]
FAULTS: dict[str, dict[str, Any]] = {
    "502": {"mode": "status", "status": 502},
    "502 for long": {"mode": "status", "status": 502, "times": 12},
    "lost answer": {"mode": "lost_answer"},
    "lost answers": {"mode": "lost_answer", "times": 2},
    "dropped": {"mode": "drop"},
    "secondary rate limit": {"mode": "secondary_rate_limit", "retry_after": 0},
}


# Each write meets a third of the faults alone; all of them together it meets in test_matrix.py.
ALONE = [
    pytest.param(*write, fault, id=f"{write[1].strip('.*/')}-{fault}")
    for place, write in enumerate(WRITES)
    for turn, fault in enumerate(FAULTS)
    if (place + turn) % 3 == 0
]


@pytest.mark.parametrize(("method", "path", "fault"), ALONE)
def test_a_fault_at_a_write_is_healed(
    stage: Stage, wanted: dict[str, Any], method: str, path: str, fault: str
) -> None:
    trouble = Fault(method, path, **FAULTS[fault])
    stage.github.faults.append(trouble)
    first = stage.setup()
    assert trouble.hits
    assert "Traceback" not in first.out + first.err
    stage.github.faults.clear()
    again = stage.setup()
    assert again.code == 0, first.out + again.out
    assert end_state(stage) == wanted
    if first.code == 0:
        assert "nothing to do" in again.out.lower()
        assert len(stage.github.repository("training-data").runs) == 1


@pytest.mark.parametrize(("method", "path"), READS, ids=[p.strip(".*/") for _, p in READS])
@pytest.mark.parametrize("fault", ["502", "dropped", "secondary rate limit"])
def test_a_fault_at_a_read_goes_unnoticed(
    stage: Stage, wanted: dict[str, Any], method: str, path: str, fault: str
) -> None:
    trouble = Fault(method, path, **FAULTS[fault])
    stage.github.faults.append(trouble)
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert trouble.hits
    assert end_state(stage) == wanted
    assert len(stage.github.repository("training-data").runs) == 1
