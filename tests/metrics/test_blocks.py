"""The serializer that every published block goes through."""

from dataclasses import dataclass
from datetime import date

import pytest

from engine.base.numbers import is_number, ratio
from engine.base.serialize import MISSING, Absent, to_json


@dataclass(frozen=True, slots=True)
class Inner:
    second: float | None
    first: str | Absent = MISSING


@dataclass(frozen=True, slots=True)
class Outer:
    rows: tuple[Inner, ...]
    by_name: dict[str, Inner]


def test_fields_become_keys_in_order_and_absent_ones_are_dropped():
    block = to_json(Outer((Inner(1.5), Inner(None, "x")), {"b": Inner(2), "a": Inner(3)}))
    assert block == {
        "rows": [{"second": 1.5}, {"second": None, "first": "x"}],
        "by_name": {"b": {"second": 2}, "a": {"second": 3}},
    }
    assert list(block) == ["rows", "by_name"]
    assert list(block["by_name"]) == ["b", "a"]


def test_absent_in_a_mapping_is_dropped():
    assert to_json({"a": MISSING, "b": None}) == {"b": None}


def test_negative_zero_becomes_zero():
    assert str(to_json(-0.0)) == "0.0"


def test_a_value_without_json_form_is_a_mistake():
    with pytest.raises(TypeError, match="date has no JSON form"):
        to_json({"day": date(2026, 3, 18)})


@pytest.mark.parametrize("value", [True, "1", None, [], float("nan"), float("inf"), 10**400, -1e19])
def test_what_is_no_number(value):
    assert not is_number(value)


@pytest.mark.parametrize(("part", "base", "value"), [(1, 4, 0.25), (1, 0, None), (1, 5e-324, None)])
def test_ratio_is_finite_or_none(part, base, value):
    assert ratio(part, base) == value
