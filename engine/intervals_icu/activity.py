"""A completed activity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.base import sports
from engine.base.decode import Fields, Id, IgnoredValues, JsonObject, parse_day
from engine.base.numbers import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.numbers import Number

UNKNOWN_TYPE = "Unknown"
"""Stands for the type of a record that has none."""
STRAVA = "STRAVA"
ZONE_IDS = ("z1", "z2", "z3", "z4", "z5", "z6", "z7")


@dataclass(frozen=True, slots=True)
class Weather:
    """Weather along the activity, in the units that the API delivers."""

    wind_speed: Number | None = None
    wind_gust: Number | None = None
    wind_deg: Number | None = None
    headwind_pct: Number | None = None
    tailwind_pct: Number | None = None
    temp: Number | None = None
    temp_device: Number | None = None
    feels_like: Number | None = None
    feels_like_min: Number | None = None
    feels_like_max: Number | None = None
    temp_min: Number | None = None
    temp_max: Number | None = None
    clouds: Number | None = None
    rain: Number | None = None
    snow: Number | None = None

    @classmethod
    def from_api(cls, fields: Fields) -> Weather:
        """Decode the weather fields of an activity; all records without any share one object."""
        found = cls(
            wind_speed=fields.number("average_wind_speed"),
            wind_gust=fields.number("average_wind_gust"),
            wind_deg=fields.number("prevailing_wind_deg"),
            headwind_pct=fields.number("headwind_percent"),
            tailwind_pct=fields.number("tailwind_percent"),
            temp=fields.number("average_weather_temp"),
            temp_device=fields.number("average_temp"),
            feels_like=fields.number("average_feels_like"),
            feels_like_min=fields.number("min_feels_like"),
            feels_like_max=fields.number("max_feels_like"),
            temp_min=fields.number("min_weather_temp"),
            temp_max=fields.number("max_weather_temp"),
            clouds=fields.number("average_clouds"),
            rain=fields.number("max_rain"),
            snow=fields.number("max_snow"),
        )
        return NO_WEATHER if found == NO_WEATHER else found


NO_WEATHER = Weather()
NO_STREAMS: frozenset[str] = frozenset()
"""Shared like that, as the records of three years have none."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, with alternative field names of the API already resolved.

    Times in s, distance in m, speed in m/s, power in W, heart rate in bpm, intensity in percent
    of threshold. ``type`` is ``Unknown`` and ``name`` empty when the record lacks the key;
    ``has_id`` tells an absent id from a null one. ``stream_types`` is empty when the record does
    not say which streams there are; ``may_have_chat`` is false when it says that there is no chat;
    ``refusal`` is what the service says instead of a record that it may not hand out.
    """

    id: Id | None = None
    has_id: bool = True
    start: str | None = None
    type: str | None = UNKNOWN_TYPE
    name: str | None = ""
    moving_time: Number | None = None
    distance: Number | None = None
    load: Number | None = None
    intensity: Number | None = None
    average_power: Number | None = None
    normalized_power: Number | None = None
    average_hr: Number | None = None
    max_hr: Number | None = None
    cadence: Number | None = None
    average_speed: Number | None = None
    max_speed: Number | None = None
    pace: Number | None = None
    temperature: Number | None = None
    weather_text: str | None = None
    humidity: Number | None = None
    wind_speed: Number | None = None
    joules: Number | None = None
    calories: Number | None = None
    carbs_used: Number | None = None
    carbs_ingested: Number | None = None
    variability_index: Number | None = None
    decoupling: Number | None = None
    efficiency_factor: Number | None = None
    hr_recovery: Number | None = None
    elevation_gain: Number | None = None
    feel: Number | None = None
    rpe: Number | None = None
    power_zones: dict[str, Number] = field(default_factory=dict)
    hr_zones: tuple[Number | None, ...] = ()
    has_pace_zones: bool = False
    trainer: bool = False
    has_weather: bool = False
    weather: Weather = NO_WEATHER
    description: str | None = None
    interval_summary: tuple[str, ...] | None = None
    intervals_edited: bool = False
    sync_date: str | None = None
    paired_event_id: Id | None = None
    source: str | None = None
    refusal: str | None = None
    stream_types: frozenset[str] = NO_STREAMS
    may_have_chat: bool = True

    @classmethod
    def from_api(cls, raw: JsonObject, odd: IgnoredValues | None = None) -> Activity:
        """Decode one activity record."""
        fields = Fields(raw, "activity", odd)
        return cls(
            id=fields.identifier("id"),
            has_id="id" in fields,
            start=fields.text("start_date_local"),
            type=fields.text("type") if "type" in fields else UNKNOWN_TYPE,
            name=fields.text("name") if "name" in fields else "",
            moving_time=fields.number("moving_time"),
            distance=fields.number("distance"),
            load=fields.number("icu_training_load"),
            intensity=fields.number("icu_intensity"),
            average_power=fields.first_number(
                "average_watts", "avg_watts", "average_power", "avgWatts", "icu_average_watts"
            ),
            normalized_power=fields.first_number(
                "weighted_average_watts",
                "np",
                "icu_pm_np",
                "normalizedPower",
                "icu_weighted_avg_watts",
            ),
            average_hr=fields.first_number(
                "average_heartrate", "avg_hr", "average_heart_rate", "avgHr", "icu_average_hr"
            ),
            max_hr=fields.first_number(
                "max_heartrate", "max_hr", "max_heart_rate", "maxHr", "icu_max_hr"
            ),
            cadence=fields.first_number("average_cadence", "avg_cadence", "icu_average_cadence"),
            average_speed=fields.number("average_speed"),
            max_speed=fields.number("max_speed"),
            pace=fields.number("pace") or None,
            temperature=fields.first_known(
                "average_weather_temp", "average_temp", "avg_temp", "average_temperature"
            ),
            weather_text=fields.text("weather_description") or fields.text("weather"),
            humidity=fields.first_known("humidity", "average_humidity"),
            wind_speed=fields.first_known("average_wind_speed", "wind_speed"),
            joules=fields.number("icu_joules"),
            calories=fields.first_number("calories", "icu_calories"),
            carbs_used=fields.number("carbs_used"),
            carbs_ingested=fields.number("carbs_ingested"),
            variability_index=fields.number("icu_variability_index"),
            decoupling=fields.first_known("icu_hr_decoupling", "decoupling"),
            efficiency_factor=fields.number("icu_efficiency_factor"),
            hr_recovery=_hr_recovery(fields),
            elevation_gain=fields.number("total_elevation_gain"),
            feel=fields.number("feel"),
            rpe=fields.number("icu_rpe"),
            power_zones=_power_zones(fields),
            hr_zones=tuple(_number_or_none(v) for v in fields.items("icu_hr_zone_times")),
            has_pace_zones=any(
                spent_time(fields.items(name)) for name in ("pace_zone_times", "gap_zone_times")
            ),
            trainer=raw.get("trainer") is True,
            has_weather=fields.truthy("has_weather"),
            weather=Weather.from_api(fields),
            description=fields.text("description"),
            interval_summary=_texts(fields, "interval_summary"),
            intervals_edited=raw.get("icu_intervals_edited") is True,
            sync_date=fields.text("icu_sync_date"),
            paired_event_id=fields.identifier("paired_event_id"),
            source=fields.text("source"),
            refusal=fields.text("_note"),
            stream_types=frozenset(_texts(fields, "stream_types") or ()) or NO_STREAMS,
            may_have_chat=raw.get("icu_chat_id", "") is not None,
        )

    @property
    def day(self) -> str:
        """Return the local calendar date, ``YYYY-MM-DD``; empty when there is no valid one."""
        text = (self.start or "")[:10]
        return text if parse_day(text) else ""

    @property
    def has_hr_zones(self) -> bool:
        """Whether any time was spent in a heart-rate zone."""
        return spent_time(self.hr_zones)

    def lacks_stream(self, kind: str) -> bool:
        """Whether the record lists its streams and one kind is not among them."""
        return bool(self.stream_types) and kind not in self.stream_types

    @property
    def family(self) -> str | None:
        """Return the sport family, None for a type that is not listed."""
        return sports.family(self.type)

    @property
    def family_or_other(self) -> str:
        """Return the sport family; a type that is not listed counts as ``other``."""
        return sports.family_or_other(self.type)

    @property
    def seconds(self) -> Number:
        """Return the moving time, 0 when missing."""
        return self.moving_time or 0

    @property
    def tss(self) -> Number:
        """Return the training load, 0 when missing."""
        return self.load or 0

    @property
    def has_type(self) -> bool:
        """Whether the record says what kind of activity it is."""
        return bool(self.type) and self.type != UNKNOWN_TYPE

    @property
    def is_stub(self) -> bool:
        """Whether the service may not hand it out, and lists little more than its date.

        Such come through Strava, which lets no other program read them; not all of them say so.
        """
        empty = not (self.moving_time or self.distance or self.load)
        return bool(self.refusal) or (not self.has_type and (self.source == STRAVA or empty))

    @property
    def has_terrain(self) -> bool:
        """Whether terrain and weather apply.

        A type that is not listed has neither (A-09, kept: missing is not wrong).
        """
        return self.type in sports.TERRAIN_TYPES and not self.trainer

    @property
    def may_name_a_place(self) -> bool:
        """Whether the name is hidden: of anything that is not known to take place indoors."""
        return bool(self.name) and not sports.is_indoor(self.type, trainer=self.trainer)


def spent_time(zones: Iterable[Any]) -> bool:
    """Whether a list of zone times holds any time at all; a list of zeros is no source."""
    return any(is_number(seconds) and seconds > 0 for seconds in zones)


def _hr_recovery(fields: Fields) -> Number | None:
    if not isinstance(fields.raw.get("icu_hrr"), dict):
        return fields.number("icu_hrr")
    return Fields(fields.raw["icu_hrr"], "activity.icu_hrr").first_known("value", "hrr")


def _power_zones(fields: Fields) -> dict[str, Number]:
    zones: dict[str, Number] = {}
    for item in fields.records("icu_zone_times"):
        zone = (item.text("id") or "").lower()
        if zone in ZONE_IDS:
            zones[zone] = item.number("secs") or 0
    return zones


def _number_or_none(value: Any) -> Number | None:
    return value if is_number(value) else None


def _texts(fields: Fields, name: str) -> tuple[str, ...] | None:
    if not isinstance(fields.raw.get(name), list):
        return None
    return tuple(item for item in fields.items(name) if isinstance(item, str))
