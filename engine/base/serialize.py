"""From result dataclasses to JSON objects: one serializer for every block of every file."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Marker(enum.Enum):
    MISSING = enum.auto()


Absent: TypeAlias = Literal[_Marker.MISSING]
MISSING: Final = _Marker.MISSING
"""Value of a field whose key is left out, in contrast to None, which is emitted as null."""

INLINE: Final = MappingProxyType({"inline": True})
"""Metadata of a field that holds a part: the part's keys stand in the place of the field."""
SCALARS: Final = (str, int, type(None))
"""What stands in JSON as it is; a float may need some care."""
PARTED: Final = (dict, list)
"""What has parts in JSON."""
_ARRAYS = (tuple, list)


def to_json(value: Any) -> Any:
    """Return the JSON form of a result.

    A dataclass becomes an object with its fields as keys, in field order, those of its ``INLINE``
    parts among them; mappings keep their order; tuples and lists become arrays; a key whose value
    is ``MISSING`` is dropped; ``-0.0`` becomes ``0.0``.

    Raises:
        TypeError: when a value has no JSON form, which is a mistake in the program.
    """
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, float):
        return value + 0.0
    if isinstance(value, _ARRAYS):
        return [to_json(item) for item in value]
    if is_dataclass(value):
        return _object(_items(value))
    if isinstance(value, Mapping):
        return _object(value.items())
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _items(part: Any) -> Iterator[tuple[str, Any]]:
    """Return the keys and values of a dataclass or mapping; an absent part has none."""
    if part is MISSING:
        return
    if isinstance(part, Mapping):
        yield from part.items()
        return
    for name, is_inline in _members(part.__class__):
        value = getattr(part, name)
        if is_inline:
            yield from _items(value)
        else:
            yield name, value


@cache
def _members(kind: type) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a dataclass, and whether each is an ``INLINE`` part."""
    return tuple((field.name, bool(field.metadata.get("inline"))) for field in fields(kind))


def _object(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {key: to_json(value) for key, value in items if value is not MISSING}
