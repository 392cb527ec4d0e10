"""Comparing version numbers such as ``4.0.0``."""

from __future__ import annotations

from packaging.version import Version


def is_newer(one: str, other: str) -> bool:
    """Whether one version is newer; False when either is no version."""
    try:
        return Version(one) > Version(other)
    except ValueError:  # InvalidVersion, or a number that is too long for Python
        return False
