"""What alerts read, and the alert itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.base.serialize import MISSING, Absent, to_json

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.intervals_icu import Wellness

Severity: TypeAlias = Literal["alarm", "warning", "info"]


@dataclass(frozen=True, slots=True)
class DurabilityFigures:
    """What ``capability.durability`` says: decoupling in percent, counts of sessions."""

    mean_decoupling_7d: Number | None = None
    mean_decoupling_28d: Number | None = None
    trend: str | None = None
    high_drift_count_7d: int | None = None
    qualifying_sessions_7d: int | None = None
    qualifying_sessions_28d: int | None = None


@dataclass(frozen=True, slots=True)
class DistributionFigures:
    """What ``capability.tid_comparison`` says: the intensity distributions of 7 and 28 days."""

    drift: str | None = None
    pi_7d: Number | None = None
    pi_28d: Number | None = None
    classification_7d: str | None = None
    classification_28d: str | None = None


@dataclass(frozen=True, slots=True)
class AlertInputs:
    """The values of ``derived_metrics`` that alerts read, under the same names.

    ``acwr`` is the live one, today included. ``wellness`` holds the 7-day rows, oldest first.
    """

    acwr: Number | None = None
    monotony: Number | None = None
    effective_monotony: Number | None = None
    primary_sport: str | None = None
    primary_sport_monotony: Number | None = None
    multi_sport_detected: bool = False
    strain: Number | None = None
    recovery_index: Number | None = None
    recovery_index_yesterday: Number | None = None
    latest_hrv: Number | None = None
    latest_rhr: Number | None = None
    hrv_baseline_7d: Number | None = None
    rhr_baseline_7d: Number | None = None
    tss_7d_total: Number | None = None
    tss_28d_total: Number | None = None
    durability: DurabilityFigures = field(default_factory=DurabilityFigures)
    tid_comparison: DistributionFigures = field(default_factory=DistributionFigures)
    wellness: tuple[Wellness, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert, its keys in published order.

    ``scope`` and ``readiness_eligible`` appear on the metric ``acwr`` only; that the latter is
    absent elsewhere does not mean true.
    """

    metric: str
    value: Number | str | None
    severity: Severity
    threshold: Number | str
    context: str
    persistence_days: int | None
    tier: Literal[1, 2, 3]
    scope: str | Absent = MISSING
    readiness_eligible: bool | Absent = MISSING

    def as_json(self) -> JsonObject:
        """Return the alert as emitted."""
        block: JsonObject = to_json(self)
        return block
