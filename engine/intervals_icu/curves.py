"""Mean-maximal power and heart-rate curves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from engine.base import sports
from engine.base.decode import Fields, IgnoredValues
from engine.base.numbers import is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.base.numbers import Number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Curve:
    """Best value for each duration: ``secs`` in s, ``values`` in W or bpm.

    ``indoor`` says of each value whether it was held indoors; None when its activity is unknown.
    """

    secs: tuple[Number | None, ...] = ()
    values: tuple[Number | None, ...] = ()
    indoor: tuple[bool | None, ...] = ()

    def at(self, seconds: int) -> Number | None:
        """Return the positive value at exactly this duration, or None."""
        value = self._of(self.values, seconds)
        return value if value is not None and value > 0 else None

    def indoor_at(self, seconds: int) -> bool | None:
        """Whether the value at this duration was held indoors; None when that is unknown."""
        return self._of(self.indoor, seconds)

    def _of(self, values: Sequence[T | None], seconds: int) -> T | None:
        if seconds not in self.secs:
            return None
        index = self.secs.index(seconds)
        return values[index] if index < len(values) else None


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of one answer by their id, ``r.<start>.<end>``."""

    by_id: dict[str, Curve] = field(default_factory=dict)

    @classmethod
    def from_api(
        cls, raw: Any, kind: Literal["power", "hr"], odd: IgnoredValues | None = None
    ) -> Curves:
        """Decode a curve answer; anything but an object with a list gives no curves.

        Power is read from ``watts`` and, where that is missing, from ``values``.
        """
        fields = Fields(raw if isinstance(raw, dict) else {}, f"{kind}-curves", odd)
        activities = fields.mapping("activities") or {}
        curves = {}
        for item in fields.records("list"):
            ident = item.text("id")
            if ident:
                values = item.items("watts") if kind == "power" else []
                curves[ident] = Curve(
                    secs=_numbers(item.items("secs")),
                    values=_numbers(values or item.items("values")),
                    indoor=tuple(_indoor(i, activities) for i in item.items("activity_id")),
                )
        return cls(curves)

    def only(self, *curve_ids: str) -> Curves:
        """Return some of the curves."""
        return Curves({ident: self.by_id[ident] for ident in curve_ids if ident in self.by_id})


def _indoor(ident: Any, activities: Mapping[str, Any]) -> bool | None:
    found = activities.get(str(ident))
    if not isinstance(found, dict):
        return None
    kind = Fields(found, "curves.activities").text("type")
    return found.get("trainer") is True or kind in sports.INDOOR_CYCLING_TYPES


def _numbers(values: list[Any]) -> tuple[Number | None, ...]:
    return tuple(value if is_number(value) else None for value in values)
