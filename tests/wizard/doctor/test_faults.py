"""Each fault is found, and healed by its repair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wizard.doctor.faults import FAULTS, Fault

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

EVERY = pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
HEALED = [fault for fault in FAULTS if fault.heals]
HEALING = pytest.mark.parametrize("fault", HEALED, ids=[fault.name for fault in HEALED])


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lose no time looking for runs."""
    monkeypatch.setattr("wizard.mirror.workflow_run.APPEARANCE_S", 0.4)


def findings(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the findings by their id."""
    return {found["id"]: found for area in data["areas"] for found in area["findings"]}


@EVERY
def test_the_fault_is_found(stage: Stage, fault: Fault) -> None:
    fault.spoil(stage)
    ran = stage.wizard("doctor", "--json")
    found = findings(ran.json["data"])
    assert fault.id in found, found
    assert found[fault.id]["severity"] == fault.severity
    assert found[fault.id]["deliberate"] is fault.named
    assert bool(found[fault.id]["repair"]) is fault.heals or fault.id == "schedule-silent"
    assert ran.code == (1 if ran.json["data"]["counts"]["error"] else 0)
    assert stage.written() == []


@HEALING
def test_the_repair_heals_it(stage: Stage, fault: Fault) -> None:
    fault.spoil(stage)
    ran = stage.wizard("doctor", "--json", "--fix", fault.id, *fault.arguments)
    data = ran.json["data"]
    assert fault.id not in findings(data), (findings(data), ran.json["messages"], ran.err)
    assert fault.id in data["repaired"]
    stage.forget_calls()
    again = stage.wizard("doctor", "--json", "--fix", fault.id, *fault.arguments)
    assert stage.written() == []
    assert again.json["data"]["repaired"] == []


@pytest.mark.parametrize("fault", [f for f in HEALED if f.named], ids=lambda fault: fault.name)
def test_what_may_be_wanted_is_not_repaired_unnamed(stage: Stage, fault: Fault) -> None:
    fault.spoil(stage)
    ran = stage.wizard("doctor", "--json", "--yes")
    assert fault.id in findings(ran.json["data"])
    assert stage.written() == []
