"""What one sync reads from Intervals.icu, decoded into frozen dataclasses."""

from engine.model.activity import Activity
from engine.model.athlete import Athlete, SportSettings
from engine.model.curves import Curve, Curves
from engine.model.event import Attachment, Event
from engine.model.wellness import PowerModel, Wellness

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
