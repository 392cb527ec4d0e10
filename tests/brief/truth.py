"""Finds what a brief says that no data file says."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from engine.base.text import visible
from engine.base.tokens import tokens
from engine.output.layout import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
NAME = re.compile(r"`([^`\n]*)`")
DAY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2}\b")
SIZE = re.compile(r"`(\w+\.json)` \((?:about (\d+) k|less than a thousand) tokens\)")


def strangers(page: str, files: Mapping[str, Any]) -> list[str]:
    """Numbers, dates, names and sizes of a page that are in no document."""
    texts = {name: to_text(document) for name, document in files.items()}
    told = "\n".join(texts.values())
    days = set(re.findall(r"\d{4}-\d\d-\d\d", told))
    short = {f"{day:%a} {day.day} {day:%b}" for day in map(date.fromisoformat, days)}
    title, _, rest = page.partition("\n")
    found = [] if re.sub(r".* of ", "", title) in {_long(day) for day in days} else [title]
    sizes = SIZE.findall(rest)
    found += [name for name, size in sizes if size != str(_thousands(texts[name]) or "")]
    names = NAME.findall(SIZE.sub("", rest))
    words = visible(" ".join(" ".join(_texts(files)).replace("`", " ").split()))
    found += [name for name in names if name != "code" and name.rstrip("…") not in words]
    rest = NAME.sub("", SIZE.sub("", rest))
    found += [day for day in DAY.findall(rest) if day not in short]
    numbers = set(NUMBER.findall(told))
    return found + [n for n in NUMBER.findall(DAY.sub("", rest)) if n not in numbers]


def marked(value: Any, numbers: Iterator[int] | None = None) -> Any:
    """The same document with another, long number in the place of each one."""
    numbers = numbers if numbers is not None else count(1_000_003, 7)
    if isinstance(value, dict):
        return {key: marked(inner, numbers) for key, inner in value.items()}
    if isinstance(value, list):
        return [marked(inner, numbers) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return next(numbers)
    return value


def _thousands(text: str) -> int:
    return round(tokens(text) / 1000)


def _long(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found:%A}, {found.day} {found:%B %Y}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
    else:
        yield json.dumps(value)
