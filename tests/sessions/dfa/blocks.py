"""The block of DFA a1 of a recording, and its parts in short."""

from __future__ import annotations

from typing import Any

from engine.sessions.dfa import dfa_block
from tests.sessions.builders import samples

FULL_KEYS = [
    "avg",
    "p25",
    "p50",
    "p75",
    "tiz_easy",
    "tiz_endurance",
    "tiz_tempo",
    "tiz_supra",
    "drift",
    "easy_guard_crossing",
    "lt1_crossing",
    "lt2_crossing",
    "quality",
]
CROSSING_KEYS = [
    "marker_dfa_a1",
    "secs_in_band",
    "contiguous_secs",
    "n_qualifying_segments",
    "n_eligible_segments",
    "reason",
    "estimate_eligible",
    "estimate_reason",
    "avg_hr",
    "avg_watts",
]


def published() -> dict[str, list[Any]]:
    """The stream of 13.6."""
    return samples(
        (600, 1.20, {"heartrate": 110, "watts": 120}),
        (120, 1.00, {"heartrate": 120, "watts": [0, 200], "artifacts": 0.5}),
        (600, 0.90, {"heartrate": 130, "watts": 180}),
        (300, 0.75, {"heartrate": 145, "watts": 220, "artifacts": 1.0}),
        (100, 0.60, {"heartrate": 155, "watts": 250, "artifacts": 2.0}),
        (80, 0.50, {"heartrate": 165, "watts": 280, "artifacts": 3.0}),
        (40, 0.40, {"heartrate": 170, "watts": 300}),
        (20, 0.0, {"heartrate": 150, "watts": 100, "artifacts": 8.0}),
        (10, None, {"heartrate": 140, "watts": 100, "artifacts": None}),
    )


def block(*runs: Any, **other: Any) -> dict[str, Any]:
    found = dfa_block(samples(*runs) | other)
    assert found is not None
    return found


def crossing(*values: Any) -> dict[str, Any]:
    return dict(zip(CROSSING_KEYS, values, strict=True))


def band(*values: Any) -> dict[str, Any]:
    return dict(zip(("secs", "pct", "avg_hr", "avg_watts"), values, strict=True))


def quality(*values: Any) -> dict[str, Any]:
    names = (
        "valid_secs",
        "total_secs",
        "valid_pct",
        "artifact_state",
        "artifact_coverage_pct",
        "artifact_rate_avg",
        "sufficient",
    )
    return dict(zip(names, values, strict=True))
