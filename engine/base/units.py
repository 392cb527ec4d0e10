"""The athlete's units, and the display pairs that stand beside canonical metric values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.base.numbers import Number, is_number, round_half_even, round_int

if TYPE_CHECKING:
    from engine.base.decode import Fields, JsonObject

Kind: TypeAlias = Literal[
    "distance", "elevation", "elevation_per_distance", "weight", "height", "speed"
]

MILES_PER_KM = 0.621371
FEET_PER_METER = 3.28084
FEET_PER_MILE_PER_METER_PER_KM = 5.28
POUNDS_PER_KG = 2.20462
INCHES_PER_METER = 39.3701

_CONVERSIONS: dict[Kind, tuple[tuple[Number, int | None, str], tuple[Number, int | None, str]]] = {
    "distance": ((1, 2, "km"), (MILES_PER_KM, 2, "mi")),
    "elevation": ((1, None, "m"), (FEET_PER_METER, None, "ft")),
    "elevation_per_distance": ((1, None, "m/km"), (FEET_PER_MILE_PER_METER_PER_KM, None, "ft/mi")),
    "weight": ((1, 1, "kg"), (POUNDS_PER_KG, 1, "lb")),
    "height": ((100, None, "cm"), (INCHES_PER_METER, None, "in")),
    "speed": ((1, 1, "km/h"), (MILES_PER_KM, 1, "mph")),
}
"""Metric and imperial form of each kind: factor, decimals (None gives an integer), unit.

A height per distance is an integer too, so 4.6 m/km shows as 5 (defect 5.5, kept)."""

WIND_UNITS = {
    "MPS": "m/s",
    "KPH": "km/h",
    "KMH": "km/h",
    "MPH": "mph",
    "KNOTS": "kn",
    "BFT": "bft",
}
RAIN_UNITS = {"MM": "mm", "IN": "in", "INCHES": "in"}
HEIGHT_UNITS = {"IN": "in", "FEET": "in"}


@dataclass(frozen=True, slots=True)
class Units:
    """Unit codes in the order of ``athlete_profile.display_preferences``."""

    wind: str = "m/s"
    temp: str = "c"
    rain: str = "mm"
    distance: str = "metric"
    weight: str = "kg"
    height: str = "cm"

    @classmethod
    def from_athlete(cls, athlete: Fields) -> Units:
        """Read the codes from the athlete record.

        Codes that the service does not know fall back to m/s, mm, cm and metric.
        """
        return cls(
            wind=WIND_UNITS.get(athlete.text("wind_speed") or "", "m/s"),
            temp="f" if athlete.truthy("fahrenheit") else "c",
            rain=RAIN_UNITS.get(athlete.text("rain") or "", "mm"),
            distance="imperial" if athlete.text("measurement_preference") == "feet" else "metric",
            weight="lb" if athlete.truthy("weight_pref_lb") else "kg",
            height=HEIGHT_UNITS.get(athlete.text("height_units") or "", "cm"),
        )

    @property
    def imperial(self) -> bool:
        """Whether distances, climbs and speeds are shown in miles and feet."""
        return self.distance == "imperial"


def display(value: object, kind: Kind, units: Units) -> JsonObject | None:
    """Return ``{"value", "unit"}`` for a canonical metric value; None for a missing one.

    Args:
        value: km, m, m/km, kg, m (height) or km/h.
        kind: which of them.
        units: the athlete's units.
    """
    if not is_number(value):
        return None
    number: Number = value  # type: ignore[assignment]
    shown, unit = _convert(number, kind, units)
    return {"value": shown, "unit": unit}


def _convert(value: Number, kind: Kind, units: Units) -> tuple[Number, str]:
    metric, imperial = _CONVERSIONS[kind]
    if kind == "weight":
        wanted = imperial if units.weight == "lb" else metric
    elif kind == "height":
        wanted = imperial if units.height == "in" else metric
    else:
        wanted = imperial if units.imperial else metric
    factor, digits, unit = wanted
    # Multiplying by 1 would turn no integer into a float, so metric values keep their type.
    shown = value * factor
    return (round_int(shown) if digits is None else round_half_even(shown, digits)), unit
