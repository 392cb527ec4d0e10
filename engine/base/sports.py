"""Sport families, and the lists of activity types and event categories that rules refer to."""

from __future__ import annotations

FAMILY_OF_TYPE = {
    "Ride": "cycling",
    "VirtualRide": "cycling",
    "MountainBikeRide": "cycling",
    "GravelRide": "cycling",
    "EBikeRide": "cycling",
    "VirtualSki": "ski",
    "NordicSki": "ski",
    "Walk": "walk",
    "Hike": "walk",
    "Run": "run",
    "VirtualRun": "run",
    "TrailRun": "run",
    "Swim": "swim",
    "Rowing": "rowing",
    "VirtualRow": "rowing",
    "WeightTraining": "strength",
    "Yoga": "other",
    "Workout": "other",
}
"""Activity type to family. Types that are not listed have no family (defects S-27, 04-01, kept:
adding one would move its load between families in past records)."""

FAMILIES = frozenset(FAMILY_OF_TYPE.values())
OUTDOOR_TYPES = frozenset(
    {
        "Ride",
        "MountainBikeRide",
        "GravelRide",
        "EBikeRide",
        "Run",
        "TrailRun",
        "NordicSki",
        "Walk",
        "Hike",
    }
)
INDOOR_CYCLING_TYPES = frozenset({"VirtualRide"})
INTERVAL_FAMILIES = frozenset({"cycling", "run", "ski", "rowing", "swim"})
TRAINING_CATEGORIES = frozenset({"WORKOUT", "RACE_A", "RACE_B", "RACE_C"})
RACE_CATEGORIES = frozenset({"RACE_A", "RACE_B", "RACE_C"})
HEALTH_CATEGORIES = frozenset({"SICK", "INJURED"})


def family(activity_type: str | None) -> str | None:
    """Return the family of an activity type, or None when it has none."""
    return FAMILY_OF_TYPE.get(activity_type or "")


def family_or_other(activity_type: str | None) -> str:
    """Return the family of an activity type, ``other`` when it has none."""
    return FAMILY_OF_TYPE.get(activity_type or "", "other")
