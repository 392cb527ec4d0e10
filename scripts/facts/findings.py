"""Everything that the doctor may find, read from the source of its checks.

Its findings are sentences with values in them, so they are read where they stand: the name, how
bad it is, the sentence with ``…`` for what only a mirror knows, and the repair.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.facts.table import table
from wizard.doctor.finding import TITLES, Repair, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

AREAS = {
    "token": "The GitHub token",
    "account": "The account at Intervals.icu",
    "repository": "The repository",
    "secrets": "Secrets and variables",
    "workflow": "The workflow",
    "engine": "The engine",
    "runs": "Runs and schedule",
    "data": "The data files",
    "addresses": "Addresses in README and dossier",
}
KINDS = {severity.value for severity in Severity} | {"Finding"}
FIELDS = ("id", "severity", "what", "why", "remedy", "repair")
VARIES = "…"
TOLD = "the doctor says it"


@dataclass(frozen=True, slots=True)
class Described:
    """One finding: its name, how bad it is, what it says, and what helps."""

    id: str
    severity: str
    what: str
    helps: str


def sections() -> str:
    """Return a part for each area."""
    parts = []
    for area, title in AREAS.items():
        rows = [
            (f"`{one.id}`", one.severity, one.what, one.helps)
            for one in findings(importlib.import_module(f"wizard.doctor.checks.{area}"))
        ]
        parts += [f"### {title}", table(("finding", "is", "what it says", "what helps"), rows)]
    return "\n\n".join(parts)


def findings(module: ModuleType) -> list[Described]:
    """Return the findings of a module of checks, in the order in which they stand."""
    found: dict[str, Described] = {}
    for check in ast.parse(inspect.getsource(module)).body:
        if isinstance(check, ast.FunctionDef):
            for call in _calls(check):
                for one in _described(call, module, ast.get_docstring(check) or ""):
                    found.setdefault(one.id, one)
    return list(found.values())


def _calls(check: ast.FunctionDef) -> list[ast.Call]:
    """Return where a check makes findings, from the top down."""
    calls = [
        node
        for node in ast.walk(check)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS
    ]
    return sorted(calls, key=lambda call: call.lineno)


def _described(call: ast.Call, module: ModuleType, about: str) -> Iterator[Described]:
    """Yield the findings of one call: it may choose between two names."""
    kind = call.func.id if isinstance(call.func, ast.Name) else ""
    order = FIELDS if kind == "Finding" else [name for name in FIELDS if name != "severity"]
    said = dict(zip(order, call.args, strict=False))
    said |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    severities = _named(said.get("severity"), "Severity") or [kind]
    what = _sentence(said.get("what"), module) or about.partition("\n")[0]
    whys = [text for text in _texts(said.get("why"), module) if text and VARIES not in text]
    if len(whys) == 1:
        what = f"{what} {whys[0]}"
    for name in _texts(said["id"], module):
        severity = " or ".join(Severity[word.upper()].value for word in severities)
        yield Described(name, severity, what, _helps(name, said, module))


def _helps(name: str, said: dict[str, ast.expr], module: ModuleType) -> str:
    titles = [TITLES[Repair[word]] for word in _named(said.get("repair"), "Repair")]
    if not titles:
        return _sentence(said.get("remedy"), module) or (TOLD if "remedy" in said else "–")
    named = f", when named: `--fix {name}`" if "deliberate" in said else ""
    return f"**{' or '.join(titles)}**{named}"


def _named(node: ast.expr | None, owner: str) -> list[str]:
    """Return the members of an enumeration that an expression names."""
    return [
        part.attr
        for part in (ast.walk(node) if node else ())
        if isinstance(part, ast.Attribute)
        and isinstance(part.value, ast.Name)
        and part.value.id == owner
    ]


def _sentence(node: ast.expr | None, module: ModuleType) -> str:
    """Return the first text that an expression may be, if it says anything by itself."""
    text = next(iter(_texts(node, module)), "")
    return text if any(map(str.isalpha, text)) else ""


def _texts(node: ast.expr | None, module: ModuleType) -> list[str]:
    """Return the texts that an expression may be."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(_part(part, module) for part in parts)]
        case ast.IfExp(body=body, orelse=other):
            return [*_texts(body, module), *_texts(other, module)]
        case ast.BinOp(left=left):
            return [f"{text}{VARIES}" for text in _texts(left, module)]
    return []


def _part(part: ast.expr, module: ModuleType) -> str:
    """Return a piece of a text: what is the same for every mirror, else an ellipsis."""
    match part:
        case ast.Constant(value=str() as text):
            return text
        case ast.FormattedValue(value=ast.Name(id=name)):
            value = getattr(module, name, None)
            return str(value) if isinstance(value, str | int) else VARIES
    return VARIES
