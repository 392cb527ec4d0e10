"""Where the calendar stands in the season, and how FTP usually moves then.

The road season of the northern hemisphere; half a year later in the south.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Season:
    """A part of the year, and the expected FTP change over 8 weeks as a fraction, ends included."""

    name: str
    lowest: float
    highest: float


EARLY_BASE = Season("Early Base", -0.02, 0.01)
LATE_BASE = Season("Late Base / Build", 0.02, 0.05)
EARLY_RACES = Season("Build / Early Race Season", 0.01, 0.04)
PEAK = Season("Peak Race Season", 0.01, 0.03)
LATE = Season("Late Season / Transition", -0.03, 0.00)
OFF = Season("Off-season / Transition", -0.05, -0.02)

BY_TWO_MONTHS = (EARLY_BASE, LATE_BASE, EARLY_RACES, PEAK, LATE, OFF)
"""January and February first."""


SOUTHERN_AREAS = frozenset({"Australia", "Antarctica"})
SOUTHERN_ZONES = {
    "Africa": (
        "Blantyre Gaborone Harare Johannesburg Lubumbashi Lusaka Maputo Maseru Mbabane Windhoek"
    ),
    "America": (
        "Asuncion Bahia Campo_Grande Coyhaique Cuiaba La_Paz Lima Montevideo Punta_Arenas Santiago "
        "Sao_Paulo Buenos_Aires Catamarca Cordoba Jujuy Mendoza Rosario"
    ),
    "Atlantic": "South_Georgia St_Helena Stanley",
    "Brazil": "East",
    "Chile": "Continental EasterIsland",
    "Indian": ("Antananarivo Christmas Cocos Comoro Kerguelen Mauritius Mayotte Reunion"),
    "Pacific": (
        "Apia Auckland Chatham Easter Efate Fiji Gambier Niue Norfolk Noumea Pago_Pago Pitcairn "
        "Rarotonga Samoa Tahiti Tongatapu Wallis"
    ),
    "US": "Samoa",
}
"""Zones whose reference city lies at 10° S or further south (``zone.tab`` of the tz database), with
old names of the same places."""

SOUTHERN = frozenset(
    {"NZ", "NZ-CHAT"}
    | {f"{area}/{city}" for area, cities in SOUTHERN_ZONES.items() for city in cities.split()}
)


def is_southern(timezone: str | None) -> bool:
    """Whether a time zone (IANA name) has its seasons half a year later.

    Nearer the equator than 10° S, and without a zone, the northern table stays.
    """
    name = timezone or ""
    area = name.partition("/")[0]
    return name in SOUTHERN or area in SOUTHERN_AREAS or name.startswith("America/Argentina/")


def season(today: date, *, southern: bool = False) -> Season:
    """Return the part of the year that a date lies in."""
    month = (today.month + 5) % 12 + 1 if southern else today.month
    return BY_TWO_MONTHS[(month - 1) // 2]
