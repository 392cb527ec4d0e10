"""Compare a written file with its recorded sample, leaf by leaf.

In samples, `"<prose>"` stands for free text, `"word <prose>"` for free text with a fixed first
word, and `"<volatile>"` for a value that changes with every run. Numbers are equal as numbers
(5 and 5.0), true and false are no numbers. Some lists are matched by fields of their elements
(`KEYS`); their order is one more leaf, `[order]`.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("latest.json", "history.json", "intervals.json", "routes.json", "ftp_history.json")
PROSE, VOLATILE = "<prose>", "<volatile>"
TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
KEYS: dict[str, dict[str, list[str]]] = TABLES["keys"]
TIMES = re.compile(TABLES["times"])
ADDITIONAL = {name: re.compile(paths) for name, paths in TABLES["additional"].items()}
"""Keys by file that the samples need not have."""


class Absent:
    def __repr__(self) -> str:
        return "(absent)"


MISSING = Absent()


@dataclass(frozen=True, slots=True)
class Difference:
    file: str
    path: str
    expected: Any
    actual: Any

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: expected {self.expected!r:.80}, got {self.actual!r:.80}"


def differences(expected: dict[str, Any], actual: dict[str, Any]) -> list[Difference]:
    """All differences between two sets of files, without additional keys of the second one."""
    return [
        difference
        for name in FILES
        for difference in compare(name, expected.get(name, MISSING), actual.get(name, MISSING))
        if not (difference.expected is MISSING and _additional(difference))
    ]


def _additional(difference: Difference) -> bool:
    paths = ADDITIONAL.get(difference.file)
    return bool(paths and paths.search(difference.path))


def read(folder: Path) -> dict[str, Any]:
    """The five files of a folder, as far as they are there, gzipped or not."""
    found = {}
    for name in FILES:
        for path in (folder / name, folder / f"{name}.gz"):
            if path.exists():
                raw = path.read_bytes()
                found[name] = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return found


def compare(name: str, expected: Any, actual: Any) -> Iterator[Difference]:
    keys = KEYS.get(name, {})
    left = dict(leaves(expected, keys))
    right = dict(leaves(actual, keys))
    for path in [*left, *(path for path in right if path not in left)]:
        sample, value = left.get(path, MISSING), right.get(path, MISSING)
        if path.endswith("[order]") and MISSING not in (sample, value):
            common = set(sample) & set(value)
            sample, value = ([k for k in side if k in common] for side in (sample, value))
        if not equal(path, sample, value):
            yield Difference(name, path, sample, value)


def leaves(
    node: Any, keys: dict[str, list[str]], path: str = "", generic: str = ""
) -> Iterator[tuple[str, Any]]:
    """(path, value) of everything that is not a filled object or list."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            dot = "." if path else ""
            yield from leaves(value, keys, f"{path}{dot}{key}", f"{generic}{dot}{key}")
    elif isinstance(node, list) and node:
        names = element_names(node, keys.get(generic))
        if generic in keys:
            yield f"{path}[order]", names
        for name, value in zip(names, node, strict=True):
            yield from leaves(value, keys, f"{path}[{name}]", f"{generic}[]")
    else:
        yield path, node


def element_names(rows: list[Any], fields: list[str] | None) -> list[str]:
    """Index of each element, or its key fields with a running number for repetitions."""
    if fields is None:
        return [str(n) for n in range(len(rows))]
    seen: Counter[str] = Counter()
    names = []
    for row in rows:
        name = "/".join(str(row.get(field)) for field in fields)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def equal(path: str, sample: Any, value: Any) -> bool:
    if sample == VOLATILE:
        return value is not None and value is not MISSING
    if isinstance(sample, str) and isinstance(value, str):
        return same_text(path, sample, value)
    if isinstance(sample, bool) or isinstance(value, bool):
        return sample is value
    if isinstance(sample, int | float) and isinstance(value, int | float):
        return sample == value
    return type(sample) is type(value) and sample == value


def same_text(path: str, sample: str, value: str) -> bool:
    if sample == PROSE:
        return bool(value.strip()) and not is_number(value)
    if sample.endswith(f" {PROSE}"):
        word, _, rest = value.partition(" ")
        return sample == f"{word} {PROSE}" and bool(rest.strip())
    if TIMES.search(path):
        return wall_clock(sample) == wall_clock(value)
    return sample == value


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def wall_clock(text: str) -> datetime | str:
    """A time stamp without its offset: samples carry none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
