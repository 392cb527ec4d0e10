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


@pytest.fixture(scope="session")
def repeated() -> set[str]:
    """The repairs that were asked for once more after they had been made."""
    return set()


@EVERY
def test_the_fault_is_found_and_its_repair_heals_it(
    stage: Stage, fault: Fault, repeated: set[str]
) -> None:
    """What may be wanted is not repaired unless it is named, whatever is said yes to."""
    fault.spoil(stage)
    ran = stage.wizard("doctor", "--json", *(["--yes"] if fault.named else []))
    one = found(ran)[fault.id]
    assert one["severity"] == fault.severity
    assert one["deliberate"] is fault.named
    assert bool(one["repair"]) is fault.heals or fault.id == "schedule-silent"
    assert ran.code == (1 if ran.json["data"]["counts"]["error"] else 0)
    assert stage.written() == []
    if not fault.heals:
        return
    repair = ("doctor", "--json", "--fix", fault.id, *fault.arguments)
    ran = stage.wizard(*repair)
    assert fault.id not in found(ran), (found(ran), ran.json["messages"], ran.err)
    assert fault.id in ran.json["data"]["repaired"]
    if one["repair"]["id"] not in repeated:
        repeated.add(one["repair"]["id"])
        repair_once_more(stage, repair)


def repair_once_more(stage: Stage, repair: tuple[str, ...]) -> None:
    """Check that nothing is left to do; one fault stands for all that the same repair heals."""
    stage.forget_calls()
    again = stage.wizard(*repair)
    assert stage.written() == []
    assert again.json["data"]["repaired"] == []
