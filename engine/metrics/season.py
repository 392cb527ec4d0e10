"""Where the calendar stands in the season, and how FTP usually moves then.

Northern-hemisphere road season (defects 03-43 and 06-22, kept: southern athletes are
half a year off).
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


def season(today: date) -> Season:
    """Return the part of the year that a date lies in."""
    return BY_TWO_MONTHS[(today.month - 1) // 2]
