"""Sustainability profile: how long which power and heart rate was held in the last 42 days.

Cycling adds two predictions. Duration factors, fractions of FTP, after Allen & Coggan, *Training
and Racing with a Power Meter*, 3rd ed., midpoints; they lie below what an athlete with a correct
FTP can do at 10 to 60 minutes (defect 03-38, kept). Critical-power model after Skiba et al. (2012),
FTP standing in for CP.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engine.base import sports
from engine.base.numbers import Number, ratio, round_half_even, round_int
from engine.base.serialize import MISSING, Absent, to_json
from engine.metrics.capability.curve_delta import Window
from engine.metrics.ftp import days_since_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from engine.base.decode import JsonObject
    from engine.intervals_icu import Curve, Curves, Wellness
    from engine.metrics.ftp import FtpHistory
    from engine.metrics.thresholds import SportThresholds

WINDOW_DAYS: Final = 42
MIN_ANCHORS: Final = 2
CYCLING: Final = "cycling"

COGGAN_FACTORS: Final = {
    300: 1.06,
    600: 0.97,
    1200: 0.93,
    1800: 0.90,
    3600: 0.86,
    5400: 0.82,
    7200: 0.78,
}
"""Duration in s to fraction of FTP."""

ENDURANCE_ANCHORS: Final = tuple(COGGAN_FACTORS)
SHORT_ANCHORS: Final = (60, 120, 300, 600, 1200, 1800)
ANCHORS: Final = {CYCLING: ENDURANCE_ANCHORS, "ski": SHORT_ANCHORS, "rowing": SHORT_ANCHORS}
"""Families with a profile, in output order, and their durations in s."""

CURVE_TYPES: Final = {
    CYCLING: ("Ride", "VirtualRide"),
    "ski": ("NordicSki", "VirtualSki"),
    "rowing": ("Rowing", "VirtualRow"),
}
"""Activity types whose curves are read; the service may fold others into them (defect 03-37, kept:
own curves of gravel and mountain-bike settings are not asked for)."""

MODEL_TRUST_NOTE: Final = (
    "Which prediction to trust: cp_model_watts up to 20 minutes (1200s), either at 30 minutes, "
    "coggan_watts from 60 minutes (3600s) on, where the model turns optimistic. A positive "
    "model_divergence_pct means that the athlete held more than the model predicts, a negative "
    "one less, often only for want of such an effort. Indoor values (source) are usually 3-5 % "
    "lower than outdoor ones."
)
NOTHING_TO_PROFILE: Final = (
    "No cycling, skiing or rowing in the last 28 days, so there is nothing to profile."
)
"""Families are chosen by the last 28 days although the window has 42 (defect 03-34, kept)."""


@dataclass(frozen=True, slots=True)
class ProfileInputs:
    """What the profile is built from.

    Args:
        today: the athlete's date.
        curves: activity type to its power and heart-rate curves, None for one that could not be
            read from the service.
        active_families: families with an activity in the last 28 days.
        thresholds: by family.
        w_prime: W' in J.
        ftp_history: for the age of the FTP.
        last_7d, last_28d: wellness of the display window and of 28 days, oldest first, for the
            weight.
        profile_weight: kg, the last resort.
    """

    today: date
    curves: Mapping[str, tuple[Curves | None, Curves | None]]
    active_families: frozenset[str]
    thresholds: Mapping[str, SportThresholds]
    w_prime: Number | None
    ftp_history: FtpHistory
    last_7d: Sequence[Wellness]
    last_28d: Sequence[Wellness]
    profile_weight: Number | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """One duration: W, W/kg, bpm. The model's keys are there for cycling only."""

    actual_watts: Number | None
    actual_wpkg: Number | None
    actual_hr: int | None
    pct_lthr: Number | None
    source: str | None
    coggan_watts: int | Absent | None = MISSING
    coggan_wpkg: Number | Absent | None = MISSING
    cp_model_watts: int | Absent | None = MISSING
    cp_model_wpkg: Number | Absent | None = MISSING
    model_divergence_pct: Number | Absent | None = MISSING


@dataclass(frozen=True, slots=True)
class FamilyProfile:
    """The profile of one family; ``note`` explains missing anchors."""

    anchors: dict[str, Anchor] | None
    coverage_ratio: Number
    note: str | Absent = MISSING
    ftp_used: Number | Absent | None = MISSING
    w_prime_used: Number | Absent | None = MISSING
    ftp_staleness_days: int | Absent | None = MISSING
    model_trust_note: str | Absent = MISSING


@dataclass(frozen=True, slots=True)
class _Basis:
    """What the values of one family are related to: kg, bpm, W, J."""

    family: str
    weight: Number | None
    lthr: Number | None
    ftp: Number | None
    w_prime: Number | None


def window(today: date) -> Window:
    """Return the 42 days that the profile covers; its ``curve_id`` is the one to request."""
    return Window.ending(today, WINDOW_DAYS)


def sustainability_profile(inputs: ProfileInputs) -> JsonObject:
    """Return ``capability.sustainability_profile``: window, weight, then one block per family."""
    span = window(inputs.today)
    header = {"days": WINDOW_DAYS, "start": span.start, "end": span.end}
    families = [family for family in ANCHORS if family in inputs.active_families]
    if not families:
        return {"note": NOTHING_TO_PROFILE, "window": header}
    weight, source = _weight(inputs)
    profile: JsonObject = {"window": header, "weight_kg": weight, "weight_source": source}
    for family in families:
        profile[family] = to_json(_family(family, weight, inputs))
    return profile


def _weight(inputs: ProfileInputs) -> tuple[Number | None, str | None]:
    """Find the newest weigh-in, else the profile weight; 0 is none."""
    for rows, source in (
        (inputs.last_7d, "wellness_recent"),
        (inputs.last_28d, "wellness_extended"),
    ):
        for row in reversed(rows):
            if row.weight and row.weight > 0:
                return round_half_even(row.weight, 1), source
    if not inputs.profile_weight or inputs.profile_weight < 0:
        return None, None
    return round_half_even(inputs.profile_weight, 1), "athlete_profile"


def _family(family: str, weight: Number | None, inputs: ProfileInputs) -> FamilyProfile:
    """Build the block of one family.

    Too few power anchors drop its heart rates and predictions as well (defect 03-36, kept).
    """
    limits = inputs.thresholds.get(family)
    ftp = (limits.ftp or limits.ftp_indoor) if limits else None
    basis = _Basis(family, weight, limits.lthr if limits else None, ftp, inputs.w_prime)
    power, heart_rate = _curves(family, inputs)
    anchors = {
        f"{seconds}s": _anchor(seconds, power, heart_rate, basis) for seconds in ANCHORS[family]
    }
    known = sum(anchor.actual_watts is not None for anchor in anchors.values())
    coverage = round_half_even(known / len(anchors), 2)
    if known < MIN_ANCHORS:
        return FamilyProfile(None, coverage, note=_why_not(family, known, inputs))
    if family != CYCLING:
        return FamilyProfile(anchors, coverage)
    return FamilyProfile(
        anchors=anchors,
        coverage_ratio=coverage,
        ftp_used=basis.ftp,
        w_prime_used=basis.w_prime,
        ftp_staleness_days=_staleness(inputs),
        model_trust_note=MODEL_TRUST_NOTE,
    )


def _unread(inputs: ProfileInputs, kind: str) -> bool:
    return kind in inputs.curves and inputs.curves[kind][0] is None


def _why_not(family: str, known: int, inputs: ProfileInputs) -> str:
    """Say why there are no anchors: what could not be read is not what is not there."""
    count = f"{known} of {len(ANCHORS[family])} durations, minimum {MIN_ANCHORS}"
    unread = [kind for kind in CURVE_TYPES[family] if _unread(inputs, kind)]
    if unread:
        return (
            f"The service could not be read in this sync for the power curves of "
            f"{' and '.join(unread)}; the next one asks again. So far power is known at {count}."
        )
    return f"{'Power' if known else 'No power data: power'} is known at {count}."


def _curves(family: str, inputs: ProfileInputs) -> tuple[dict[str, Curve], dict[str, Curve]]:
    """Return the power and the heart-rate curve of the window for each type of a family."""
    curve_id = window(inputs.today).curve_id
    answers = {kind: inputs.curves[kind] for kind in CURVE_TYPES[family] if kind in inputs.curves}
    power, heart_rate = (
        {
            kind: curves.by_id[curve_id]
            for kind, pair in answers.items()
            if (curves := pair[side]) is not None and curve_id in curves.by_id
        }
        for side in (0, 1)
    )
    return power, heart_rate


def _best(curves: Mapping[str, Curve], seconds: int) -> tuple[str, Number] | None:
    """Return the type with the largest value at a duration, and the value; the first wins a tie."""
    found = [(kind, value) for kind, c in curves.items() if (value := c.at(seconds)) is not None]
    return max(found, key=lambda item: item[1], default=None)


def _anchor(
    seconds: int, power: Mapping[str, Curve], heart_rate: Mapping[str, Curve], basis: _Basis
) -> Anchor:
    kind, watts = _best(power, seconds) or (None, None)
    _, peak = _best(heart_rate, seconds) or (None, None)
    bpm = None if peak is None else round_int(peak)
    observed = Anchor(
        actual_watts=watts,
        actual_wpkg=_per_kg(watts, basis),
        actual_hr=bpm,
        pct_lthr=_percent(bpm, basis.lthr),
        source=_source(kind, power[kind], seconds, basis.family) if kind else None,
    )
    return _with_predictions(observed, seconds, basis) if basis.family == CYCLING else observed


def _with_predictions(observed: Anchor, seconds: int, basis: _Basis) -> Anchor:
    coggan = round_int(basis.ftp * COGGAN_FACTORS[seconds]) if basis.ftp else None
    model = round_int(basis.ftp + basis.w_prime / seconds) if basis.ftp and basis.w_prime else None
    surplus = None
    if observed.actual_watts is not None and model is not None:
        surplus = observed.actual_watts - model
    return replace(
        observed,
        coggan_watts=coggan,
        coggan_wpkg=_per_kg(coggan, basis),
        cp_model_watts=model,
        cp_model_wpkg=_per_kg(model, basis),
        model_divergence_pct=_percent(surplus, model),
    )


def _source(kind: str, curve: Curve, seconds: int, family: str) -> str:
    """Name where the power was seen: by the activity that holds it, else by the type asked for."""
    if family != CYCLING:
        return "observed"
    indoor = curve.indoor_at(seconds)
    if indoor is None:
        indoor = kind in sports.INDOOR_CYCLING_TYPES
    return "observed_indoor" if indoor else "observed_outdoor"


def _per_kg(watts: Number | None, basis: _Basis) -> Number | None:
    return None if watts is None or not basis.weight else round_half_even(watts / basis.weight, 2)


def _percent(part: Number | None, base: Number | None) -> Number | None:
    share = ratio(part, base) if part is not None and base else None
    return None if share is None else round_half_even(share * 100, 1)


def _staleness(inputs: ProfileInputs) -> int | None:
    """Return the age in days of the FTP in use, outdoor before indoor; None without one."""
    limits = inputs.thresholds.get(CYCLING)
    if limits and limits.ftp:
        return days_since_change(inputs.ftp_history.outdoor, inputs.today)
    if limits and limits.ftp_indoor:
        return days_since_change(inputs.ftp_history.indoor, inputs.today)
    return None
