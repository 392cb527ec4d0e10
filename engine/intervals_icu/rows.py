"""A list of records, each decoded as it is read: the JSON of a long list never exists as a whole.

The objects of three years of activities would take ten times the bytes of the answer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from engine.base.decode import IgnoredValues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.base.decode import JsonObject

T = TypeVar("T")

BLANK: Final = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """The records of a list.

    Attributes:
        records: in the order of the answer.
        strangers: number of elements that are no objects.
        odd: the values that had to be ignored.
    """

    records: tuple[T, ...]
    strangers: int
    odd: IgnoredValues


def read_rows(raw: bytes, record: Callable[[JsonObject, IgnoredValues], T]) -> Rows[T] | Any:
    """Decode a list; return any other JSON as it is.

    Args:
        raw: the answer.
        record: makes a record of an object.

    Raises:
        ValueError: it is no complete JSON.
    """
    text = raw.decode("utf-8-sig", "surrogatepass")
    start = _after_blanks(text, 0)
    if not text.startswith("[", start):
        return json.loads(text)
    odd, strangers, records = IgnoredValues(), 0, []
    for element in _elements(text, start + 1):
        if isinstance(element, dict):
            records.append(record(element, odd))
        else:
            strangers += 1
    return Rows(tuple(records), strangers, odd)


def _elements(text: str, start: int) -> Iterator[Any]:
    """Walk over the elements of a list that is open at ``start``."""
    decode = json.JSONDecoder().raw_decode
    place = _after_blanks(text, start)
    more = not text.startswith("]", place)
    while more:
        element, place = decode(text, place)
        yield element
        place = _after_blanks(text, place)
        more = text.startswith(",", place)
        if more:
            place = _after_blanks(text, place + 1)
    if text[place:].rstrip(" \t\n\r") != "]":
        raise ValueError("the list does not end where the answer does")


def _after_blanks(text: str, place: int) -> int:
    found = BLANK.match(text, place)
    return found.end() if found else place
