"""The athlete record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine.base.decode import Fields, IgnoredValues
from engine.base.numbers import is_number
from engine.base.units import Units

if TYPE_CHECKING:
    from datetime import datetime

    from engine.base.numbers import Number


@dataclass(frozen=True, slots=True)
class SportSettings:
    """Thresholds that the athlete has set for a group of activity types.

    FTP in W, heart rates in bpm, threshold pace in m/s; the zones by their upper ends, power in
    percent of FTP. Values as delivered.
    """

    types: tuple[str, ...] = ()
    lthr: Number | None = None
    max_hr: Number | None = None
    threshold_pace: Number | None = None
    pace_units: str | None = None
    ftp: Number | None = None
    indoor_ftp: Number | None = None
    power_zones: tuple[Number, ...] = ()
    hr_zones: tuple[Number, ...] = ()

    @classmethod
    def from_api(cls, fields: Fields) -> SportSettings:
        """Decode one element of ``sportSettings``."""
        return cls(
            types=tuple(t for t in fields.items("types") if isinstance(t, str)),
            lthr=fields.number("lthr"),
            max_hr=fields.number("max_hr"),
            threshold_pace=fields.number("threshold_pace"),
            pace_units=fields.text("pace_units"),
            ftp=fields.number("ftp"),
            indoor_ftp=fields.number("indoor_ftp"),
            power_zones=_numbers(fields, "power_zones"),
            hr_zones=_numbers(fields, "hr_zones"),
        )


def _numbers(fields: Fields, name: str) -> tuple[Number, ...]:
    return tuple(value for value in fields.items(name) if is_number(value))


@dataclass(frozen=True, slots=True)
class Athlete:
    """The part of the athlete record that is used; the record itself also holds secrets."""

    id: str | None = None
    name: str | None = None
    timezone: str | None = None
    date_of_birth: str | None = None
    height: Number | None = None
    sex: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    activated: str | None = None
    notes: str | None = None
    weight: Number | None = None
    resting_hr: Number | None = None
    fahrenheit: bool = False
    wind_speed_code: str | None = None
    units: Units = field(default_factory=Units)
    sport_settings: tuple[SportSettings, ...] = ()

    @classmethod
    def from_api(cls, raw: Any, odd: IgnoredValues | None = None) -> Athlete:
        """Decode the athlete record; anything but an object gives an empty athlete."""
        fields = Fields(raw if isinstance(raw, dict) else {}, "athlete", odd)
        return cls(
            id=fields.text("id"),
            name=fields.text("name"),
            timezone=fields.text("timezone"),
            date_of_birth=fields.text("icu_date_of_birth"),
            height=fields.number("height"),
            sex=fields.text("sex"),
            city=fields.text("city"),
            state=fields.text("state"),
            country=fields.text("country"),
            activated=fields.text("icu_activated"),
            notes=fields.text("icu_notes"),
            weight=fields.number("icu_weight"),
            resting_hr=fields.number("icu_resting_hr"),
            fahrenheit=fields.truthy("fahrenheit"),
            wind_speed_code=fields.text("wind_speed"),
            units=Units.from_athlete(fields),
            sport_settings=tuple(
                SportSettings.from_api(item) for item in fields.records("sportSettings")
            ),
        )

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the athlete's time zone; unchanged when that is not known."""
        return moment.astimezone(self.zone) if self.zone else moment

    @property
    def zone(self) -> ZoneInfo | None:
        """Return the athlete's time zone; None when it is missing or unknown."""
        try:
            return ZoneInfo(self.timezone) if self.timezone else None
        except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError on some platforms
            return None
        except KeyError:
            return None
