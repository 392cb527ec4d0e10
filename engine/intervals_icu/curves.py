"""Mean-maximal power and heart-rate curves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from engine.base.decode import Fields, IgnoredValues
from engine.base.numbers import is_number

if TYPE_CHECKING:
    from engine.base.numbers import Number


@dataclass(frozen=True, slots=True)
class Curve:
    """Best value for each duration: ``secs`` in s, ``values`` in W or bpm."""

    secs: tuple[Number | None, ...] = ()
    values: tuple[Number | None, ...] = ()

    def at(self, seconds: int) -> Number | None:
        """Return the positive value at exactly this duration, or None."""
        if seconds not in self.secs:
            return None
        index = self.secs.index(seconds)
        value = self.values[index] if index < len(self.values) else None
        return value if value is not None and value > 0 else None


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
        curves = {}
        for item in fields.records("list"):
            ident = item.text("id")
            if ident:
                values = item.items("watts") if kind == "power" else []
                curves[ident] = Curve(
                    secs=_numbers(item.items("secs")),
                    values=_numbers(values or item.items("values")),
                )
        return cls(curves)


def _numbers(values: list[Any]) -> tuple[Number | None, ...]:
    return tuple(value if is_number(value) else None for value in values)
