"""One session of ``intervals.json``, written, and read back as state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.base.decode import Fields, Id, JsonObject, parse_day
from engine.base.numbers import is_number
from engine.base.serialize import MISSING, Absent
from engine.sessions.crossings import MARKERS
from engine.sessions.dfa import BANDS
from engine.sessions.segments import stored_segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.intervals_icu import Activity


@dataclass(frozen=True, slots=True)
class Entry:
    """One session, its fields in the order of emission."""

    activity_id: Id
    date: str
    start_datetime: str
    type: str | None
    name: str | None
    interval_summary: tuple[str, ...] | None = None
    intervals: tuple[JsonObject, ...] = ()
    zone_basis: str | Absent = MISSING
    dfa: JsonObject | Absent = MISSING
    indoor: bool | Absent = MISSING

    @classmethod
    def from_activity(cls, activity: Activity) -> Entry:
        """Begin the entry of an activity that has an id."""
        return cls(
            activity_id=activity.id or "",
            date=activity.day,
            start_datetime=activity.start or "",
            type=activity.type,
            name=activity.name,
            interval_summary=activity.interval_summary,
            indoor=True if activity.trainer else MISSING,
        )

    @classmethod
    def from_json(cls, raw: Any) -> Entry | None:
        """Read a stored entry; None without id or date, malformed parts are left out."""
        fields = Fields(raw if isinstance(raw, dict) else {}, "entry")
        ident, day = fields.identifier("activity_id"), fields.text("date")
        if ident is None or day is None or parse_day(day) is None:
            return None
        return cls(
            activity_id=ident,
            date=day,
            start_datetime=fields.text("start_datetime") or "",
            type=fields.text("type"),
            name=fields.text("name"),
            interval_summary=_texts(fields.raw.get("interval_summary")),
            intervals=tuple(stored_segment(item.raw) for item in fields.records("intervals")),
            zone_basis=fields.text("zone_basis") or MISSING,
            dfa=fields.raw["dfa"] if is_dfa_block(fields.raw.get("dfa")) else MISSING,
            indoor=True if fields.raw.get("indoor") is True else MISSING,
        )

    def described_by(self, activity: Activity) -> Entry:
        """Return the entry as the athlete describes the session today."""
        fresh = Entry.from_activity(activity)
        return replace(
            self,
            date=fresh.date,
            start_datetime=fresh.start_datetime,
            type=fresh.type,
            name=fresh.name,
            indoor=fresh.indoor,
        )

    @property
    def holds_data(self) -> bool:
        """Whether there is anything to emit."""
        return bool(self.intervals) or self.dfa is not MISSING


def _texts(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(item for item in value if isinstance(item, str))


Check: TypeAlias = "Callable[[Any], bool]"


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _object(**members: Check) -> Check:
    return lambda value: (
        isinstance(value, dict)
        and value.keys() == members.keys()
        and all(check(value[name]) for name, check in members.items())
    )


_number_or_null = _or_null(is_number)
_band = _object(secs=is_number, pct=is_number, avg_hr=_number_or_null, avg_watts=_number_or_null)
_drift = _object(
    first_third_avg=is_number, last_third_avg=is_number, delta=is_number, interpretable=_is_bool
)
_crossing = _object(
    marker_dfa_a1=is_number,
    secs_in_band=is_number,
    contiguous_secs=is_number,
    n_qualifying_segments=is_number,
    n_eligible_segments=is_number,
    reason=_is_text,
    estimate_eligible=_is_bool,
    estimate_reason=_is_text,
    avg_hr=_number_or_null,
    avg_watts=_number_or_null,
)
_quality = _object(
    valid_secs=is_number,
    total_secs=is_number,
    valid_pct=is_number,
    artifact_state=_is_text,
    artifact_coverage_pct=is_number,
    artifact_rate_avg=_number_or_null,
    sufficient=_is_bool,
)
is_dfa_block: Check = _object(
    avg=_number_or_null,
    p25=_number_or_null,
    p50=_number_or_null,
    p75=_number_or_null,
    **{f"tiz_{band}": _or_null(_band) for band in BANDS},
    drift=_or_null(_drift),
    **{f"{marker}_crossing": _or_null(_crossing) for marker in MARKERS},
    quality=_quality,
)
"""Tells whether a stored value has the shape of a DFA block."""
