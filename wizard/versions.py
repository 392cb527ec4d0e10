"""Comparing version numbers such as ``4.0.0``."""

from __future__ import annotations

import re

_VERSION = re.compile(r"\d+(\.\d+)*")


def is_newer(one: str, other: str) -> bool:
    """Whether one version is newer; False when either is no version."""
    if not _VERSION.fullmatch(one) or not _VERSION.fullmatch(other):
        return False
    first, second = ([int(part) for part in text.split(".")] for text in (one, other))
    return first > second
