"""Comparing version numbers such as ``4.0.0``, and our own as servers are told it."""

from __future__ import annotations

from packaging.version import Version

from wizard import __version__

USER_AGENT = f"section11-setup/{__version__}"


def is_newer(one: str, other: str) -> bool:
    """Whether one version is newer; False when either is no version."""
    try:
        return Version(one) > Version(other)
    except ValueError:  # InvalidVersion, or a number that is too long for Python
        return False
