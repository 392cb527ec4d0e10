"""What tells whether something is as it was."""

from __future__ import annotations

import hashlib
import json


def digest(value: object) -> str:
    """Return a short text that differs for different JSON values."""
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
