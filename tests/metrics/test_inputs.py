"""A name that is forgotten or misspelled must not read as "nothing to report"."""

from dataclasses import MISSING, fields, replace

import pytest

from engine.latest.derived import DerivedInputs
from engine.metrics.alerts import AlertInputs
from engine.metrics.readiness import ReadinessInputs, decide
from tests.metrics.inputs import NOTHING_KNOWN, known

KINDS = [AlertInputs, ReadinessInputs, DerivedInputs]


@pytest.mark.parametrize("kind", KINDS)
def test_no_input_has_a_default(kind):
    for field in fields(kind):
        assert field.default is MISSING, field.name
        assert field.default_factory is MISSING, field.name


def test_a_misspelled_input_is_refused():
    with pytest.raises(TypeError, match="recovery_indx"):
        replace(NOTHING_KNOWN, recovery_indx=0.3)
    with pytest.raises(TypeError, match="missing"):
        ReadinessInputs(recovery_index=0.3)
    assert decide(known(recovery_index=0.3)).recommendation == "skip"
