"""The table of known defects says what the code says, and points to code that is there."""

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
TABLE = ROOT / "docs" / "DEFECTS.md"

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
]
"""Every defect of the contract, in its order."""
VERDICTS = {"fixed", "kept", "fixed + kept", "open", "not applicable"}
VERDICTS |= {"corrected", "fixed + corrected", "corrected + kept", "fixed + corrected + kept"}

NUMBER = (
    r"(?<![\w.-])(?:[SA]-\d\d|0[346]-\d\d|07-\d+(?:\.\d+)?(?:-\d)?|5\.[1-9]\d?)(?![\w%]|[.-]\d)"
)
MENTION = re.compile(
    # Between a number and its verdict stand at most other numbers: "5.2, 5.3 and unit-codes, kept".
    rf"({NUMBER})(?=(?:[\s,()]|and|both|half|defects?|unit-codes|{NUMBER})*(kept|fixed)\b)?"
)


@dataclass(frozen=True)
class Row:
    number: str
    verdict: str
    places: tuple[tuple[str, str], ...]


@cache
def rows() -> tuple[Row, ...]:
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if line.startswith("| ") and re.fullmatch(NUMBER, cells[0]):
            number, _, verdict, where, *_ = cells
            places = (place.split() for place in re.findall(r"`([^`]+)`", where))
            found.append(Row(number, verdict.strip("|").strip(), tuple((p, n) for p, n in places)))
    return tuple(found)


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


def test_the_table_has_every_defect_once_and_in_order():
    assert [row.number for row in rows()] == NUMBERS


def test_every_defect_has_a_verdict():
    assert {row.number: row.verdict for row in rows() if row.verdict not in VERDICTS} == {}


def test_every_defect_has_a_place():
    assert [r.number for r in rows() if not r.places and r.verdict != "not applicable"] == []


def test_every_place_exists():
    missing = [
        f"{row.number}: {module} {name}"
        for row in rows()
        for module, name in row.places
        if not (ROOT / module).is_file() or name not in names(module)
    ]
    assert missing == []


def test_every_number_in_the_code_stands_in_the_table():
    assert sorted(mentions().keys() - set(NUMBERS)) == []


def test_the_code_and_the_table_give_the_same_verdict():
    allowed = {row.number: {*row.verdict.split(" + ")} for row in rows()}
    for number in (row.number for row in rows() if row.verdict == "open"):
        allowed[number].add("fixed")  # the comment stands where it is going to be
    contradictions = [
        f"{number} is {verdict} in {module}, {' + '.join(sorted(allowed[number]))} in the table"
        for number, said in sorted(mentions().items())
        for verdict, module in sorted(said)
        if verdict not in allowed[number]
    ]
    assert contradictions == []


def test_whatever_is_kept_is_named_at_its_place():
    unnamed = [
        row.number
        for row in rows()
        if "kept" in row.verdict
        and not {("kept", module) for module, _ in row.places} & mentions().get(row.number, set())
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
