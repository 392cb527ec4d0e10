"""Secrets that cannot be printed by accident, and the filter for texts written by others."""

from __future__ import annotations

import base64
import re

HIDDEN = "[hidden]"
SHORTEST = 6  # shorter texts would blank out ordinary words
TOKEN_PATTERN = re.compile(r"\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{4,}")

_known: set[str] = set()


class Secret:
    """A key or token. Only :meth:`reveal` gives the value; every other form is hidden.

    ``redacted``: whether texts from elsewhere are searched for it; not for what is shown anyway,
    such as the athlete id.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str, *, redacted: bool = True) -> None:
        self._value = value.strip()
        if redacted:
            _remember(self._value)

    def reveal(self) -> str:
        """Return the value, for the one place that sends it."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __str__(self) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> str:
        raise TypeError("a secret cannot be pickled")


def redact(text: str) -> str:
    """Blank out every known secret, its HTTP Basic form, and whatever looks like a token."""
    for value in sorted(_known, key=len, reverse=True):
        text = text.replace(value, HIDDEN)
    return TOKEN_PATTERN.sub(HIDDEN, text)


def _remember(value: str) -> None:
    if len(value) < SHORTEST or value in HIDDEN:  # what stands for all of them tells nothing
        return
    basic = base64.b64encode(f"API_KEY:{value}".encode()).decode()
    _known.update((value, basic))
