"""What one sync reads from Intervals.icu, decoded into frozen dataclasses."""

from engine.intervals_icu.activity import Activity
from engine.intervals_icu.athlete import Athlete, SportSettings
from engine.intervals_icu.curves import Curve, Curves
from engine.intervals_icu.event import Attachment, Event
from engine.intervals_icu.wellness import PowerModel, Wellness

__all__ = [
    "Activity",
    "Athlete",
    "Attachment",
    "Curve",
    "Curves",
    "Event",
    "PowerModel",
    "SportSettings",
    "Wellness",
]
