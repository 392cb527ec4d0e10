"""How the perceived effort compares with the intensity of a session.

Expected RPE for an intensity factor; an interpretive label, never an input of readiness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.base.numbers import Number

EXPECTED_RPE: tuple[tuple[float, float, int, int], ...] = (
    (0.65, 0.75, 2, 4),
    (0.75, 0.85, 4, 6),
    (0.85, 0.95, 6, 8),
    (0.95, 1.05, 8, 9),
    (1.05, float("inf"), 9, 10),
)
"""From intensity factor (included), to (excluded), lowest and highest expected RPE."""


def effort_response(intensity_pct: Number | None, rpe: Number | None) -> str | None:
    """Return ``positive`` (felt easier than expected), ``neutral`` or ``negative``.

    None without both values, with an RPE of 0 or less, and below an intensity factor of 0.65,
    which is also where an intensity given as a fraction lands (second half of defect A-08, kept).
    """
    if intensity_pct is None or rpe is None or rpe <= 0:
        return None
    factor = intensity_pct / 100
    for low, high, rpe_low, rpe_high in EXPECTED_RPE:
        if low <= factor < high:
            if rpe < rpe_low:
                return "positive"
            return "negative" if rpe > rpe_high else "neutral"
    return None
