"""Each fault is found, and healed by its repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wizard.doctor.faults import FAULTS, Fault
from tests.wizard.doctor.findings import found

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

EVERY = pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lose no time looking for runs."""
    monkeypatch.setattr("wizard.mirror.workflow_run.APPEARANCE_S", 0.4)


@EVERY
def test_the_fault_is_found_and_its_repair_heals_it(stage: Stage, fault: Fault) -> None:
    fault.spoil(stage)
    ran = stage.wizard("doctor", "--json")
    one = found(ran)[fault.id]
    assert one["severity"] == fault.severity
    assert one["deliberate"] is fault.named
    assert bool(one["repair"]) is fault.heals or fault.id == "schedule-silent"
    assert ran.code == (1 if ran.json["data"]["counts"]["error"] else 0)
    assert stage.written() == []
    if fault.heals:
        heal(stage, fault)


def heal(stage: Stage, fault: Fault) -> None:
    """Repair a fault; what may be wanted is not repaired unless it is named."""
    if fault.named:
        assert fault.id in found(stage.wizard("doctor", "--json", "--yes"))
        assert stage.written() == []
    repair = ("doctor", "--json", "--fix", fault.id, *fault.arguments)
    ran = stage.wizard(*repair)
    assert fault.id not in found(ran), (found(ran), ran.json["messages"], ran.err)
    assert fault.id in ran.json["data"]["repaired"]
    stage.forget_calls()
    again = stage.wizard(*repair)
    assert stage.written() == []
    assert again.json["data"]["repaired"] == []
