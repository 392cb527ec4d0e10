"""The readiness decision: go, modify or skip today's session, and why.

docs/format/readiness.md. The ladder is read from the top and the first rule that
matches decides:

====  ======  =====================================================================
P0    skip    recovery index < 0.6, or any tier-1 alarm
P1    skip    a: ACWR >= 1.5 with a second signal; b: TSB < -30 with HRV below -10 %;
              c: recovery index < 0.7 with another tier-1 alert of two days or more, or
              with its own of three days or more
P1    modify  TSB < -25 with HRV below -10 %
P2    skip    two red signals
P2    modify  one red signal, or as many amber ones as the phase allows
P3    go      otherwise
====  ======  =====================================================================

TSB is that of the start of the day. Sources: Gabbett (2016) for the ACWR bands, Impellizzeri et al.
(2020) for never acting on ACWR alone at P1; the other limits are conventions of the data format.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.metrics.readiness_signals import (
    ACWR_RED,
    HRV_AMBER,
    RI_AMBER,
    RI_RED,
    TSB_RED,
    ReadinessInputs,
    Signals,
    morning_signals,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.numbers import Number
    from engine.metrics.alerts import Alert

__all__ = ["Readiness", "ReadinessInputs", "decide"]

Recommendation: TypeAlias = Literal["go", "modify", "skip"]
Change: TypeAlias = Literal["preserve", "reduce"]

COMPOUND_TSB_SKIP: Final = TSB_RED  # TSS/day, below
COMPOUND_TSB_MODIFY: Final = -25  # TSS/day, below
COMPOUND_HRV: Final = HRV_AMBER  # % against baseline, below
LASTING_DAYS: Final = 2  # persistence that lets another alert confirm a low recovery index
LASTING_INDEX_DAYS: Final = 3  # days below 0.7 after which the index confirms itself
RED_TO_SKIP: Final = 2
RACE_WEEK_FIRST: Final = " In race week race_calendar.race_week.today goes before modification."
LIMITED_DATA: Final = 3  # unavailable signals; with more of them a coach asks first


@dataclass(frozen=True, slots=True)
class Modifier:
    """How the phase shifts the limits of P2.

    The protocol's "tighten" flag has no effect on the decision and is left out (defect 06-37,
    kept).
    """

    name: str
    amber_threshold: int
    tsb_amber_below: Number


RACE_WEEK: Final = Modifier("race_week_tightened", 1, -15)
BUILD: Final = Modifier("build_loosened", 3, -20)
TAPER: Final = Modifier("taper_tightened", 1, -15)
DEFAULT: Final = Modifier("default", 2, -15)


@dataclass(frozen=True, slots=True)
class Adjustments:
    """How to change the session; ``cap_zone`` is the highest zone allowed."""

    intensity: Change
    volume: Change
    cap_zone: str | None


@dataclass(frozen=True, slots=True)
class Modification:
    """What to change and which signals ask for it."""

    triggers: tuple[str, ...]
    suggested_adjustments: Adjustments


@dataclass(frozen=True, slots=True)
class SignalSummary:
    """How many signals have which state."""

    green: int
    amber: int
    red: int
    unavailable: int


@dataclass(frozen=True, slots=True)
class PhaseContext:
    """The phase and the limits that it set."""

    phase: str | None
    phase_week: int | None
    amber_threshold: int
    modifier_applied: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The block ``readiness_decision``, its keys in published order.

    ``limited_data`` says that most signals are unavailable, so that a ``go`` confirms nothing.
    """

    recommendation: Recommendation
    priority: int
    signals: Signals
    signal_summary: SignalSummary
    phase_context: PhaseContext
    race_week_defers: bool
    modification: Modification | None
    reason: str
    alarm_refs: tuple[str, ...]
    limited_data: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rule that decided."""

    recommendation: Recommendation
    priority: int
    reason: str
    triggers: tuple[str, ...] = ()
    alarm_refs: tuple[str, ...] = ()


def decide(inputs: ReadinessInputs) -> Readiness:
    """Walk down the ladder."""
    modifier = phase_modifier(inputs)
    signals = morning_signals(inputs, modifier.tsb_amber_below)
    ruling = (
        safety_stop(inputs)
        or compound_skip(inputs, signals)
        or compound_modify(inputs, signals)
        or by_signals(signals, modifier)
    )
    modify = ruling.recommendation == "modify"
    defers = modify and inputs.race_week_active
    count = Counter(signals.statuses().values())
    return Readiness(
        recommendation=ruling.recommendation,
        priority=ruling.priority,
        signals=signals,
        signal_summary=SignalSummary(
            count["green"], count["amber"], count["red"], count["unavailable"]
        ),
        phase_context=PhaseContext(
            inputs.phase, inputs.phase_week, modifier.amber_threshold, modifier.name
        ),
        race_week_defers=defers,
        modification=modification(ruling.triggers) if modify else None,
        reason=f"{ruling.reason}{RACE_WEEK_FIRST}" if defers else ruling.reason,
        alarm_refs=ruling.alarm_refs,
        limited_data=count["unavailable"] > LIMITED_DATA,
    )


def phase_modifier(inputs: ReadinessInputs) -> Modifier:
    """Return the limits for the phase; race week goes before any phase."""
    if inputs.race_week_active:
        return RACE_WEEK
    return {"Build": BUILD, "Taper": TAPER}.get(inputs.phase or "", DEFAULT)


def safety_stop(inputs: ReadinessInputs) -> Ruling | None:
    """P0: the body says stop."""
    alarms = _metrics(a for a in inputs.alerts if a.tier == 1 and a.severity == "alarm")
    causes = []
    if inputs.recovery_index is not None and inputs.recovery_index < RI_RED:
        causes.append(f"recovery index {inputs.recovery_index} is below {RI_RED}")
    if alarms:
        causes.append(f"tier-1 alarms: {', '.join(alarms)}")
    if not causes:
        return None
    reason = f"P0, safety stop, not to be overridden: {'; '.join(causes)}. See alerts."
    return Ruling("skip", 0, reason, alarm_refs=alarms)


def compound_skip(inputs: ReadinessInputs, signals: Signals) -> Ruling | None:
    """P1 skip: two findings that confirm each other. All three are looked at."""
    lasting = _lasting_alerts(inputs)
    causes = [
        cause
        for cause in (
            _confirmed_spike(signals),
            _deep_fatigue(inputs, signals),
            _lasting_dip(inputs, lasting),
        )
        if cause
    ]
    if not causes:
        return None
    reason = f"P1, confirmed overload, not to be overridden: {'; '.join(causes)}."
    return Ruling("skip", 1, reason, alarm_refs=lasting)


def _confirmed_spike(signals: Signals) -> str | None:
    """Case a: ACWR alone never decides, and form follows from the same load."""
    acwr = signals.acwr
    also = [name for name in signals.names("amber", "red") if name not in ("acwr", "tsb")]
    if acwr.value is None or acwr.value < ACWR_RED or not also:
        return None
    return (
        f"start-of-day ACWR {acwr.value} on {acwr.as_of_date}, today's load excluded, is at least "
        f"{ACWR_RED} and confirmed by {', '.join(also)}"
    )


def _deep_fatigue(inputs: ReadinessInputs, signals: Signals) -> str | None:
    """Case b: low form and low HRV."""
    if not _fatigued(inputs, signals, COMPOUND_TSB_SKIP):
        return None
    return (
        f"start-of-day TSB {inputs.tsb} is below {COMPOUND_TSB_SKIP} with HRV at "
        f"{signals.hrv.delta_pct}% against its 7-day baseline"
    )


def _lasting_alerts(inputs: ReadinessInputs) -> tuple[str, ...]:
    """Case c: the tier-1 alerts that last long enough to confirm a low recovery index."""
    if inputs.recovery_index is None or inputs.recovery_index >= RI_AMBER:
        return ()
    return _metrics(alert for alert in inputs.alerts if _confirms_low_index(alert))


def _confirms_low_index(alert: Alert) -> bool:
    """Whether an alert lasts long enough; the index itself confirms nothing on its second day."""
    if alert.tier != 1 or alert.severity not in ("warning", "alarm"):
        return False
    days = LASTING_INDEX_DAYS if alert.metric == "recovery_index" else LASTING_DAYS
    return alert.persistence_days is not None and alert.persistence_days >= days


def _lasting_dip(inputs: ReadinessInputs, lasting: tuple[str, ...]) -> str | None:
    if not lasting:
        return None
    return (
        f"recovery index {inputs.recovery_index} is below {RI_AMBER} with lasting alerts: "
        f"{', '.join(lasting)}"
    )


def compound_modify(inputs: ReadinessInputs, signals: Signals) -> Ruling | None:
    """P1 modify: low form and low HRV, not as deep as for a skip.

    Both are amber or red then, so both are always among the triggers.
    """
    if not _fatigued(inputs, signals, COMPOUND_TSB_MODIFY):
        return None
    reason = (
        f"P1, fatigue, not to be overridden: start-of-day TSB {inputs.tsb} is below "
        f"{COMPOUND_TSB_MODIFY} with HRV at {signals.hrv.delta_pct}% against its 7-day baseline. "
        "See modification."
    )
    return Ruling("modify", 1, reason, triggers=signals.names("red") + signals.names("amber"))


def _fatigued(inputs: ReadinessInputs, signals: Signals, tsb_below: Number) -> bool:
    """Whether form is below the limit and HRV more than 10 % below its baseline."""
    delta = signals.hrv.delta_pct
    return (
        inputs.tsb is not None
        and inputs.tsb < tsb_below
        and delta is not None
        and delta < COMPOUND_HRV
    )


def by_signals(signals: Signals, modifier: Modifier) -> Ruling:
    """P2 and P3: count red and amber signals.

    Without any signal the answer is go; the reason and ``limited_data`` say how little that means.
    """
    red, amber = signals.names("red"), signals.names("amber")
    limit = modifier.amber_threshold
    if red:
        reason = f"P2: {_listed(red, 'red')}, {_listed(amber, 'amber')}."
        if len(red) >= RED_TO_SKIP:
            return Ruling("skip", 2, reason)
        return Ruling("modify", 2, f"{reason} See modification.", triggers=red + amber)
    if len(amber) >= limit:
        reason = f"P2: {_listed(amber, 'amber')}, limit {limit}. See modification."
        return Ruling("modify", 2, reason, triggers=amber)
    green, unknown = len(signals.names("green")), len(signals.names("unavailable"))
    reason = (
        f"P3, session as planned: {green} green, {len(amber)} amber and 0 red signals; {limit} "
        "amber would ask for a change."
    )
    if unknown > LIMITED_DATA:
        reason += (
            f" {unknown} signals are unavailable: data is limited, so this is not a confirmation "
            "of readiness. Ask the athlete how they feel."
        )
    return Ruling("go", 3, reason)


def modification(triggers: tuple[str, ...]) -> Modification:
    """Translate triggers into adjustments."""
    if "acwr" in triggers:
        adjustments = Adjustments("reduce", "reduce", "Z2")
    elif len(triggers) > 1:
        adjustments = Adjustments("reduce", "reduce", None)
    elif triggers in (("sleep",), ("tsb",)):
        adjustments = Adjustments("preserve", "reduce", None)
    elif triggers:
        adjustments = Adjustments("reduce", "preserve", None)
    else:
        adjustments = Adjustments("preserve", "preserve", None)
    return Modification(triggers, adjustments)


def _listed(names: tuple[str, ...], status: str) -> str:
    return f"{len(names)} {status} ({', '.join(names)})" if names else f"0 {status}"


def _metrics(alerts: Iterable[Alert]) -> tuple[str, ...]:
    return tuple(alert.metric for alert in alerts)
