"""What alerts read, and the alert itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.base.serialize import MISSING, Absent

if TYPE_CHECKING:
    from engine.base.numbers import Number
    from engine.metrics.capability.durability import Durability
    from engine.metrics.intensity.tid import TidComparison

Severity: TypeAlias = Literal["alarm", "warning", "info"]


@dataclass(frozen=True, slots=True)
class LastingDays:
    """Dates in a row, today backwards, on which a finding of recovery has held."""

    hrv: int
    rhr: int
    recovery_index: int


@dataclass(frozen=True, slots=True)
class AlertInputs:
    """The values of ``derived_metrics`` that alerts read, under the same names.

    No field has a default: a name that is forgotten or misspelled must not read as "nothing to
    report". ``acwr`` is the live one, today included.
    """

    acwr: Number | None
    monotony: Number | None
    effective_monotony: Number | None
    primary_sport: str | None
    primary_sport_monotony: Number | None
    multi_sport_detected: bool
    strain: Number | None
    recovery_index: Number | None
    recovery_index_yesterday: Number | None
    latest_hrv: Number | None
    latest_rhr: Number | None
    hrv_baseline_7d: Number | None
    rhr_baseline_7d: Number | None
    tss_7d_total: Number | None
    tss_28d_total: Number | None
    durability: Durability
    tid_comparison: TidComparison
    lasting: LastingDays


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
