"""The page of changes says what the code says, and points to code that is there."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "format" / "changes.md"

NUMBERS = [
    *(f"S-{n:02}" for n in range(1, 40)),
    *(f"A-{n:02}" for n in range(1, 22)),
    *(f"03-{n:02}" for n in range(1, 47)),
    *(f"04-{n:02}" for n in range(1, 41)),
    *(f"5.{n}" for n in range(1, 47)),
    *(f"06-{n:02}" for n in range(1, 44)),
    *("07-2", "07-2.2", *(f"07-3.1-{n}" for n in range(1, 5)), "07-3.2-1", "07-3.2-2"),
    *("07-3.6", "07-3.7", *(f"07-3.8-{n}" for n in range(1, 7)), "07-3.10-1", "07-3.10-2"),
    *(*(f"07-3.11-{n}" for n in range(1, 4)), "07-3.12", *(f"07-5-{n}" for n in range(1, 4))),
    *(*(f"07-6.5-{n}" for n in range(1, 10)), *(f"07-6.6-{n}" for n in range(1, 5))),
    *(*(f"07-8-{n}" for n in range(1, 4)), "07-9", *(f"07-10-{n}" for n in range(1, 5))),
    *(f"07-12-{n}" for n in range(1, 4)),
    *(f"N{n}" for n in range(1, 6)),
    *(*(f"06-N{n}" for n in range(1, 4)), *(f"07-N{n}" for n in range(1, 8))),
]
"""Every known defect of the format, in the order in which it was described."""
VERDICTS = ("Corrected", "Kept", "Fixed")
"""The sections of the page that judge."""

NUMBER = (
    r"(?<![\w.-])(?:[SA]-\d\d|0[346]-\d\d|(?:0[67]-)?N\d|07-\d+(?:\.\d+)?(?:-\d)?|5\.[1-9]\d?)"
    r"(?![\w%]|[.-]\d)"
)
MENTION = re.compile(
    # Between a number and its verdict stand at most other numbers: "5.2, 5.3 and unit-codes, kept".
    rf"({NUMBER})(?=(?:[\s,()]|and|both|half|defects?|unit-codes|{NUMBER})*(kept|fixed)\b)?"
)


@dataclass(frozen=True)
class Row:
    """A row of the page: one matter, under the numbers that it has."""

    verdict: str
    numbers: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@cache
def rows() -> tuple[Row, ...]:
    found = []
    section = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if section in VERDICTS and line.startswith("| ") and not line.endswith("| No. |"):
            *_, where, numbers = cells
            places = (place.split() for place in re.findall(r"`([^`]+)`", where))
            found.append(
                Row(
                    section.lower(),
                    tuple(re.findall(NUMBER, numbers)),
                    tuple((f"engine/{module}", name) for module, name in places),
                )
            )
    return tuple(found)


@cache
def verdicts() -> dict[str, list[str]]:
    """Number to the sections it stands in, one for each row."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows():
        for number in row.numbers:
            found[number].append(row.verdict)
    return found


def prose(path: Path) -> list[str]:
    """The comments and docstrings of a module; lines of one comment are joined."""
    source = path.read_text(encoding="utf-8")
    blocks: list[str] = []
    end = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            text = token.string.lstrip("# ")
            if end == token.start[0] - 1:
                blocks[-1] += f" {text}"
            else:
                blocks.append(text)
            end = token.start[0]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(ast.Constant(str(text))):
                blocks.append(" ".join(text.split()))
    return blocks


@cache
def mentions() -> dict[str, set[tuple[str, str]]]:
    """Number to the verdicts that the engine's comments give and the modules that give them.

    A number without a word about it is one that the code takes care of.
    """
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path in (ROOT / "engine").rglob("*.py"):
        for text in prose(path):
            for number, verdict in MENTION.findall(text):
                found[number].add((verdict or "fixed", path.relative_to(ROOT).as_posix()))
    return found


@cache
def names(module: str) -> set[str]:
    """The functions, classes, methods and constants that a module defines."""
    found = set()

    def walk(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            match node:
                case ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                    found.add(prefix + name)
                case ast.ClassDef(name, body=inner):
                    found.add(prefix + name)
                    walk(inner, f"{prefix}{name}.")
                case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
                    found.add(prefix + name)

    walk(ast.parse((ROOT / module).read_text(encoding="utf-8")).body, "")
    return found


def test_every_defect_has_a_verdict():
    assert set(verdicts()) ^ set(NUMBERS) == set()


def test_no_defect_has_the_same_verdict_twice():
    assert [n for n, given in verdicts().items() if len(given) != len(set(given))] == []


def test_every_row_has_a_place():
    assert [row for row in rows() if not row.places] == []


def test_every_place_exists():
    missing = [
        f"{', '.join(row.numbers)}: {module} {name}"
        for row in rows()
        for module, name in row.places
        if not (ROOT / module).is_file() or name not in names(module)
    ]
    assert missing == []


def test_every_number_in_the_code_stands_on_the_page():
    assert sorted(mentions().keys() - set(NUMBERS)) == []


def test_the_code_and_the_page_give_the_same_verdict():
    # A number without a word about it stands where it is taken care of.
    allowed = {
        number: {*given, "fixed"} if "corrected" in given else {*given}
        for number, given in verdicts().items()
    }
    contradictions = [
        f"{number} is {verdict} in {module}, {' + '.join(sorted(allowed[number]))} on the page"
        for number, said in sorted(mentions().items())
        for verdict, module in sorted(said)
        if verdict not in allowed[number]
    ]
    assert contradictions == []


def test_whatever_is_kept_is_named_at_its_place():
    unnamed = [
        number
        for row in rows()
        if row.verdict == "kept"
        for number in row.numbers
        if not {("kept", module) for module, _ in row.places} & mentions().get(number, set())
    ]
    assert unnamed == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("taken apart (defects S-27, 04-01, kept:", [("S-27", "kept"), ("04-01", "kept")]),
        ("(5.44, A-10, kept)", [("5.44", "kept"), ("A-10", "kept")]),
        ("5.37 (kept): the top", [("5.37", "kept")]),
        ("5.2, 5.3 and unit-codes, kept", [("5.2", "kept"), ("5.3", "kept")]),
        (
            "(defect 07-3.1-2, fixed). Weekly (07-3.6, kept)",
            [("07-3.1-2", "fixed"), ("07-3.6", "kept")],
        ),
        ("skipped (S-39). What is kept", [("S-39", "")]),
        ("2026-03-18T06:40, 5.0 %, 5.28, section 07-x", [("5.28", "")]),
    ],
)
def test_comments_are_read_as_they_are_written(text, said):
    assert MENTION.findall(text) == said
