"""White space of the files: few tokens, short lines, small changes.

Readers pay for every character, cut files after some number of lines and lines after about 2,000
characters, and a version control system stores lines. So the members of a document stand on lines
of their own, as do the elements of its lists; below them, values share a line as far as it goes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from engine.base.numbers import plain
from engine.base.serialize import PARTED, SCALARS

LINE = 1800
"""Characters that values share a line up to; a single text may be longer."""
MARGIN = " "
"""Of every inner line, however deep: one space and the bracket behind it are one token."""


def to_text(document: Any) -> str:
    """Return the published text: no NaN, characters as they are, a newline at the end."""
    return _lines(_plain(document), 0) + "\n"


def to_bytes(document: Any) -> bytes:
    """Return the published text as it is stored."""
    return encoded(to_text(document))


def most_bytes(document: Any) -> int:
    """Return how large the published text can be at most, without making it."""
    # every sign of the bare JSON gets a line break and a margin at most; NaN becomes null
    return 3 * len(encoded(json.dumps(document, ensure_ascii=False, separators=(",", ":"))))


def encoded(text: str) -> bytes:
    """Return a text as UTF-8; half a surrogate pair, which has none, stays escaped."""
    return text.encode("utf-8", "backslashreplace")


def _lines(value: Any, depth: int) -> str:
    """Return the text of a value, on one line where it may and can be."""
    if not _has_parts(value):
        return _line(value)
    if not _is_spread(value, depth) and len(line := _line(value)) <= LINE:
        return line
    begin, end = "{}" if isinstance(value, dict) else "[]"
    rows = f",\n{MARGIN}".join(_rows(value, depth))
    return f"{begin}\n{MARGIN}{rows}\n{MARGIN if depth else ''}{end}"


def _rows(parts: dict[str, Any] | list[Any], depth: int) -> list[str]:
    """Return the lines of an object or list: what needs more than one stands alone."""
    named = isinstance(parts, dict)
    items = parts.items() if isinstance(parts, dict) else (("", part) for part in parts)
    rows: list[str] = []
    is_open = False
    for name, part in items:
        text = (f"{_line(name)}:" if named else "") + _lines(part, depth + 1)
        is_single = "\n" not in text
        may_share = depth > 0 and (named or not _is_row(part))
        if may_share and is_open and is_single and len(rows[-1]) + len(text) < LINE:
            rows[-1] += f",{text}"
        else:
            rows.append(text)
        is_open = is_single
    return rows


def _is_spread(value: Any, depth: int) -> bool:
    """Whether a value takes several lines however short it is: the document and its lists."""
    of_rows = isinstance(value, list) and any(map(_has_parts, value))
    return depth == 0 or (depth == 1 and of_rows)


def _is_row(value: Any) -> bool:
    """Whether an element of a list is worth a line: one with names, or one with parts of parts."""
    return _has_parts(value) and (isinstance(value, dict) or any(map(_has_parts, value)))


def _has_parts(value: Any) -> bool:
    return isinstance(value, PARTED) and bool(value)


_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _plain(value: Any) -> Any:
    """Return the same value, numbers as they are written; what is no number is unknown."""
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, float):
        return plain(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value]
