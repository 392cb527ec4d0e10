"""Everything that the doctor may find, read from the source of its checks.

Its findings are sentences with values in them, so they are read where they stand: the name, how
bad it is, the sentence with ``…`` for what only a mirror knows, and the repair.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from dataclasses import dataclass, replace
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
OTHERS_WORDS = {
    "intervals-unreachable": "Intervals.icu cannot be reached, or its answer cannot be read.",
    "run-failed": "The last run failed: in which step, and what that said.",
}
"""Findings that quote a server or a log."""


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
    tree = ast.parse(inspect.getsource(module))
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS
    ]
    found: dict[str, Described] = {}
    for call in sorted(calls, key=lambda call: call.lineno):
        for one in _described(call, module):
            first = found.setdefault(one.id, one)
            if first.severity != one.severity:
                severity = f"{first.severity} or {one.severity}"
                found[one.id] = replace(first, severity=severity)
    return list(found.values())


def _described(call: ast.Call, module: ModuleType) -> Iterator[Described]:
    """Yield the findings of one call: it may choose between two names."""
    kind = call.func.id if isinstance(call.func, ast.Name) else ""
    order = FIELDS if kind == "Finding" else [name for name in FIELDS if name != "severity"]
    said = dict(zip(order, call.args, strict=False))
    said |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    severities = _named(said.get("severity"), "Severity") or [kind]
    severity = " or ".join(Severity[word.upper()].value for word in severities)
    for name in _texts(said["id"], module):
        yield Described(name, severity, _says(name, said, module), _helps(name, said, module))


def _says(name: str, said: dict[str, ast.expr], module: ModuleType) -> str:
    """Return the sentence of a finding, with its evidence where that is always the same."""
    what = OTHERS_WORDS.get(name) or _sentence(said["what"], module)
    why = said.get("why")
    evidence = "" if isinstance(why, ast.IfExp) else _sentence(why, module)
    return what if not evidence or VARIES in evidence else f"{what} {evidence}"


def _helps(name: str, said: dict[str, ast.expr], module: ModuleType) -> str:
    titles = [TITLES[Repair[word]] for word in _named(said.get("repair"), "Repair")]
    if not titles:
        remedy = _sentence(said.get("remedy"), module).removeprefix(f"{VARIES}; ")
        return remedy or (TOLD if "remedy" in said else "–")
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
    text = re.sub(f"{VARIES}+", VARIES, next(iter(_texts(node, module)), ""))
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
