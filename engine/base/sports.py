"""Sport families, and the lists of activity types and event categories that rules refer to."""

from __future__ import annotations

FAMILY_OF_TYPE = {
    "Ride": "cycling",
    "VirtualRide": "cycling",
    "MountainBikeRide": "cycling",
    "GravelRide": "cycling",
    "EBikeRide": "cycling",
    "EMountainBikeRide": "cycling",
    "TrackRide": "cycling",
    "VirtualSki": "ski",
    "NordicSki": "ski",
    "RollerSki": "ski",
    "BackcountrySki": "ski",
    "Walk": "walk",
    "Hike": "walk",
    "Run": "run",
    "VirtualRun": "run",
    "TrailRun": "run",
    "Swim": "swim",
    "OpenWaterSwim": "swim",
    "Rowing": "rowing",
    "VirtualRow": "rowing",
    "WeightTraining": "strength",
    "Yoga": "other",
    "Workout": "other",
}
"""Activity type to family. A type that is not listed counts as ``other`` wherever loads or zones
are added up, but gets no thresholds, no intervals and no curves."""

MAIN_TYPES = {
    "cycling": "Ride",
    "run": "Run",
    "swim": "Swim",
    "rowing": "Rowing",
    "ski": "NordicSki",
    "walk": "Walk",
    "strength": "WeightTraining",
    "other": "Workout",
}
"""The type that gives a family its name: a setting for it holds the family's thresholds."""

FAMILIES = frozenset(FAMILY_OF_TYPE.values())
TERRAIN_TYPES = frozenset(
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
INDOOR_TYPES = frozenset(
    {
        *("VirtualRide", "VirtualRun", "VirtualRow", "VirtualSki"),
        *("WeightTraining", "Workout", "Yoga", "Pilates", "Crossfit", "Elliptical", "StairStepper"),
        *("HighIntensityIntervalTraining", "Swim"),
    }
)
"""Types that take place indoors; open water has a type of its own."""
INDOOR_CYCLING_TYPES = frozenset({"VirtualRide"})
INTERVAL_FAMILIES = frozenset({"cycling", "run", "ski", "rowing", "swim"})
TRAINING_CATEGORIES = frozenset({"WORKOUT", "RACE_A", "RACE_B", "RACE_C"})
RACE_CATEGORIES = frozenset({"RACE_A", "RACE_B", "RACE_C"})
HEALTH_CATEGORIES = frozenset({"SICK", "INJURED"})


def is_indoor(activity_type: str | None, *, trainer: bool) -> bool:
    """Whether a session is known to take place indoors; any type that is not listed may not."""
    return trainer or activity_type in INDOOR_TYPES


def family(activity_type: str | None) -> str | None:
    """Return the family of a listed activity type, or None."""
    return FAMILY_OF_TYPE.get(activity_type or "")


def family_or_other(activity_type: str | None) -> str:
    """Return the family of an activity type; any type that is not listed is ``other``."""
    return FAMILY_OF_TYPE.get(activity_type or "", "other")
