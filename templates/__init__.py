"""What is placed into an athlete's data repository, rendered from their settings."""

from __future__ import annotations

from templates.record import MANAGED_PATH, is_as_placed, managed_paths
from templates.render import render
from templates.settings import MirrorSettings

__all__ = ["MANAGED_PATH", "MirrorSettings", "is_as_placed", "managed_paths", "render"]
